package io.cloudrelease.simulation.http;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.http.okhttp.OkHttpTransport;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.simulation.http.Strike.Trick;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.FakeSleeper;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The simulated clouds on one loopback server, and the real transport in front of them, for many
 * runs one after the other. Sockets are real; time is one virtual clock for client and clouds, so
 * nothing waits. Not thread-safe.
 */
final class Stage implements AutoCloseable {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private final OkHttpTransport transport = OkHttpTransport.create();
  private final WireMockFace face;
  private final Relay relay;

  /** Bound and not listening: the port is ours, and every connection to it is refused. */
  private final Socket unheard = new Socket();

  Stage() throws IOException {
    face =
        WireMockFace.builder(tencent, zenlayer, aliyun)
            .longestHang(Duration.ofSeconds(2))
            .gzip(true)
            .start();
    relay = new Relay(face.endpoint());
    unheard.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Puts an instance of that kind on its cloud. */
  SimulatedInstance add(Scene scene) {
    return add(scene, "");
  }

  /** Puts an instance on its cloud that every call is refused for with that code. */
  SimulatedInstance add(Scene scene, String refusal) {
    zenlayer.account().recycleBin(scene == Scene.ZEC_BIN);
    return switch (scene) {
      case TENCENT_PREPAID -> tencent.add(it -> it.prepaid().refusedWith(refusal));
      case TENCENT_POSTPAID -> tencent.add(it -> it.postpaid().refusedWith(refusal));
      case ZEC_FINAL, ZEC_BIN -> zenlayer.addZec(it -> it.refusedWith(refusal));
      case BMC_POSTPAID -> zenlayer.addBmc(it -> it.postpaid().refusedWith(refusal));
      case BMC_PREPAID ->
          zenlayer.addBmc(
              it -> it.prepaid(clock.instant().plus(Duration.ofDays(20))).refusedWith(refusal));
      case ALIYUN_V3, ALIYUN_V1 -> aliyun.add(it -> it.postpaid().refusedWith(refusal));
    };
  }

  SimulatedCloud cloud(Scene scene) {
    if (scene.isTencent()) {
      return tencent;
    }
    return scene.isAliyun() ? aliyun : zenlayer;
  }

  Ledger ledger(Scene scene) {
    return cloud(scene).ledger();
  }

  /** Three instances in one call; where the case says so, the cloud refuses the one between. */
  List<SimulatedInstance> addBatch(Scene scene, FaultCase trouble) {
    boolean refused = trouble.name().startsWith("one refused");
    cloud(scene)
        .atomicity(
            trouble.name().endsWith("those before it done")
                ? Atomicity.UP_TO_THE_FIRST_BAD_ONE
                : trouble.name().endsWith("all others done")
                    ? Atomicity.EVERY_GOOD_ONE
                    : Atomicity.ALL_OR_NOTHING);
    return List.of(add(scene), add(scene, refused ? refusal(scene) : ""), add(scene));
  }

  /** What the vendor documents for an instance that something else still needs. */
  private static String refusal(Scene scene) {
    if (scene.isTencent()) {
      return "FailedOperation.InvalidInstanceApplicationRole";
    }
    return scene.isAliyun() ? "InvalidOperation.EniLinked" : "OPERATION_DENIED_POSTPAID_PROMISE";
  }

  /** Releases these instances with one request under that trouble. */
  Outcome release(Scene scene, FaultCase trouble, Goal goal, List<SimulatedInstance> instances) {
    SimulatedCloud cloud = cloud(scene);
    cloud.clockSkew(trouble.skew());
    cloud.lookLag(trouble.lookLag());
    StruckTransport struck =
        new StruckTransport(transport, clock, cloud, trouble.strikes(), relay, closedPort());
    int before = cloud.ledger().destructiveRequests().size();
    CloudProvider provider = provider(scene, endpoint(trouble));
    String name = provider.facts().name();
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instances(instances.stream().map(it -> it.ref(name)).toList())
            .goal(goal)
            .deadline(trouble.deadline())
            .build();
    ReleaseInstancesResult result;
    try (ReleaseClient client = client(provider, struck)) {
      result = client.releaseInstances(request);
    } finally {
      cloud.clockSkew(Duration.ZERO);
      if (!trouble.skew().isNegative()) {
        // Until then it would count the calls of later cases as if no time passed between them.
        clock.advance(trouble.skew());
      }
      cloud.lookLag(Duration.ZERO);
    }
    return new Outcome(
        result.verdicts(), cloud.ledger().destructiveRequests().size() - before, struck.looks());
  }

  /** Lets everything that is on its way arrive, and the clouds forget the calls of the last run. */
  void rest() {
    clock.advance(Duration.ofMinutes(1));
  }

  private ReleaseClient client(CloudProvider provider, StruckTransport struck) {
    Random random = new Random(7);
    Random names = new Random(clock.instant().toEpochMilli());
    return Clockwork.real()
        .clock(clock)
        .sleeper(new FakeSleeper(clock))
        .random(() -> random)
        .nonces(() -> Long.toHexString(names.nextLong()) + Long.toHexString(names.nextLong()))
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .provider(provider)
        .transport(struck)
        .build();
  }

  private int accounts;

  private CloudProvider provider(Scene scene, Endpoint endpoint) {
    CredentialsProvider credentials = new RenewedKeys(cloud(scene), "AKIDRENEWED" + ++accounts);
    Environment none = Environment.of(Map.of(), Path.of("none"));
    String kind = scene.isAliyun() ? AliyunEcs.KIND : TencentCvm.KIND;
    if (!scene.isAliyun() && !scene.isTencent()) {
      kind = scene.isZec() ? ZenlayerZec.KIND : ZenlayerBmc.KIND;
    }
    ProviderSettings settings =
        ProviderSettings.of(kind, none::variable, none.home())
            .endpoint(endpoint)
            .credentials(credentials);
    return switch (scene) {
      case TENCENT_PREPAID, TENCENT_POSTPAID -> new TencentCvmFactory().create(settings);
      case ZEC_FINAL, ZEC_BIN -> new ZenlayerZec.Factory().create(settings);
      case BMC_POSTPAID, BMC_PREPAID -> new ZenlayerBmc.Factory().create(settings);
      case ALIYUN_V3 -> new AliyunEcsFactory().create(settings);
      case ALIYUN_V1 ->
          AliyunEcs.builder()
              .credentials(credentials)
              .endpoint(endpoint.toString())
              .signature(AliyunEcs.Signature.V1)
              .build();
    };
  }

  private Endpoint endpoint(FaultCase trouble) {
    boolean relayed = trouble.strikes().stream().anyMatch(it -> it.trick() == Trick.IDLE_CLOSED);
    return relayed ? relay.endpoint() : face.endpoint();
  }

  private Endpoint closedPort() {
    return Endpoint.parse("http://" + "127.0.0.1" + ":" + unheard.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    transport.close();
    relay.close();
    face.close();
    unheard.close();
  }
}
