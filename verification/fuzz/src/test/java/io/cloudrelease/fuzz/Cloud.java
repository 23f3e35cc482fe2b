package io.cloudrelease.fuzz;

import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.signing.RequestSigner;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A provider, and genuine answers to its calls as its simulated cloud gives them: lists of one to
 * ten instances, acceptances, and errors of several kinds.
 */
final class Cloud {

  /** A list, with the look that asked for it; all that it asked for is in it. */
  record Listed(LookQuery query, HttpResponse answer) {}

  private static final String NOW = "2026-03-29T01:59:59Z";
  private static final Set<Integer> SIZES = Set.of(1, 2, 3, 5, 10);

  private final VirtualClock clock;
  private final InProcessTransport wire;
  private final Credentials key;
  private final String region;
  private final boolean xml;
  final CloudProvider provider;
  final List<Listed> lists = new ArrayList<>();
  final List<HttpResponse> acceptances = new ArrayList<>();
  final List<HttpResponse> errors = new ArrayList<>();
  final ReleaseBatch batch;

  private Cloud(
      String kind, SimulatedCloud cloud, VirtualClock clock, String region, boolean xml, Adding add)
      throws Exception {
    this.clock = clock;
    this.wire = InProcessTransport.to(clock, cloud);
    this.key = cloud.credentials();
    this.region = region;
    this.xml = xml;
    ProviderSettings settings =
        ProviderSettings.of(kind, variable -> "", Path.of("no-such-home"))
            .credentials(CredentialsProvider.of(key));
    this.provider =
        switch (kind) {
          case TencentCvm.KIND -> new TencentCvmFactory().create(settings);
          case AliyunEcs.KIND -> new AliyunEcsFactory().create(settings);
          case ZenlayerZec.KIND -> new ZenlayerZec.Factory().create(settings);
          case ZenlayerBmc.KIND -> new ZenlayerBmc.Factory().create(settings);
          default -> new ZenlayerVm.Factory().create(settings);
        };
    List<String> ids = new ArrayList<>();
    for (int size = 1; size <= 10; size++) {
      ids.add(add.one(size).id());
      if (SIZES.contains(size)) {
        LookQuery query = new LookQuery(region, refs(ids), clock.instant());
        lists.add(new Listed(query, send(provider.encodeLook(query), key)));
      }
    }
    Set<Power> powers = kind.equals(AliyunEcs.KIND) ? Set.of(Power.FORCE) : Set.of();
    Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, powers, false);
    Assessment.Step step = provider.assessUnseen(intent).step();
    batch = new ReleaseBatch(region, step, refs(ids.subList(0, most(step))), intent, "token");
    collectRefusals(ids);
    collect(send(provider.encodeRelease(batch), key));
    if (acceptances.isEmpty() || errors.size() < 3) {
      throw new IllegalStateException(kind + " gave no acceptance or too few errors");
    }
  }

  private int most(Assessment.Step step) {
    return provider.facts().releaseActions().stream()
        .filter(action -> action.name().equals(step.action()))
        .mapToInt(action -> Math.min(3, action.maxBatch()))
        .findFirst()
        .orElseThrow();
  }

  private void collectRefusals(List<String> ids) throws Exception {
    Credentials nobody = Credentials.ofKey("nobody", "Hw0T4x9q");
    Credentials wrong = Credentials.ofKey(key.accessKeyId(), "Hw0T4x9q");
    collect(send(provider.encodeRelease(batch), nobody));
    collect(send(provider.encodeRelease(batch), wrong));
    errors.add(send(provider.encodeLook(lists.get(0).query()), wrong));
    List<String> missing = new ArrayList<>(ids.subList(0, batch.instances().size()));
    missing.set(0, ids.get(0).substring(0, ids.get(0).length() - 1));
    ReleaseBatch unknown =
        new ReleaseBatch(region, batch.step(), refs(missing), batch.intent(), "another-token");
    HttpResponse refused = send(provider.encodeRelease(unknown), key);
    // ZEC accepts the others and names it.
    if (provider.readRelease(unknown, refused).failure().isPresent()) {
      errors.add(refused);
    }
  }

  /** The answer to a destructive call. */
  private void collect(HttpResponse answer) {
    (provider.readRelease(batch, answer).failure().isEmpty() ? acceptances : errors).add(answer);
  }

  private List<InstanceRef> refs(List<String> ids) {
    String name = provider.facts().name();
    return ids.stream().map(id -> new InstanceRef(name, region, id)).toList();
  }

  private HttpResponse send(ApiRequest call, Credentials by) throws Exception {
    return send(call, by, provider.signer());
  }

  private HttpResponse send(ApiRequest call, Credentials by, RequestSigner signer)
      throws Exception {
    clock.advance(Duration.ofSeconds(2));
    return wire.send(
        signer.sign(
            xml ? inXml(call) : call,
            by,
            new SigningContext(clock.instant(), "n" + clock.instant())));
  }

  /** The genuine answer to a further call. */
  HttpResponse answer(ApiRequest call, RequestSigner signer) throws Exception {
    return send(call, key, signer);
  }

  /** Where its instances are; empty where the cloud has no regions. */
  String region() {
    return region;
  }

  Instant now() {
    return clock.instant();
  }

  /** The same call with its answer asked for as XML; parameters stand in order. */
  private static ApiRequest inXml(ApiRequest call) {
    String query = call.query();
    int at = 0;
    for (String parameter : query.split("&")) {
      at += parameter.compareTo("Format=") < 0 ? parameter.length() + 1 : 0;
    }
    return ApiRequest.of(call.method(), call.endpoint(), call.path())
        .query(query.substring(0, at) + "Format=XML&" + query.substring(at))
        .action(call.action(), call.version())
        .region(call.region())
        .body(call.contentType(), call.body());
  }

  private interface Adding {
    SimulatedInstance one(int number);
  }

  static Cloud tencent() throws Exception {
    VirtualClock clock = VirtualClock.at(NOW);
    SimulatedTencent cloud = new SimulatedTencent(clock);
    return new Cloud(
        TencentCvm.KIND,
        cloud,
        clock,
        "ap-guangzhou",
        false,
        n ->
            cloud.add(
                spec ->
                    spec.postpaid()
                        .zone("ap-guangzhou-6")
                        .name("web \"" + n + "\"")
                        .tag("env", "test")
                        .disk("disk-" + n, n % 2 == 0)));
  }

  static Cloud aliyun(boolean xml) throws Exception {
    VirtualClock clock = VirtualClock.at(NOW);
    SimulatedAliyun cloud = new SimulatedAliyun(clock);
    return new Cloud(
        AliyunEcs.KIND,
        cloud,
        clock,
        "cn-hangzhou",
        xml,
        n -> cloud.add(spec -> spec.running().name("web <" + n + ">").tag("env", "test")));
  }

  static Cloud zec() throws Exception {
    VirtualClock clock = VirtualClock.at(NOW);
    SimulatedZenlayer cloud = new SimulatedZenlayer(clock);
    return new Cloud(
        ZenlayerZec.KIND, cloud, clock, "", false, n -> cloud.addZec(spec -> spec.name("a" + n)));
  }

  static Cloud bmc() throws Exception {
    VirtualClock clock = VirtualClock.at(NOW);
    SimulatedZenlayer cloud = new SimulatedZenlayer(clock);
    return new Cloud(
        ZenlayerBmc.KIND, cloud, clock, "", false, n -> cloud.addBmc(spec -> spec.name("a" + n)));
  }

  static Cloud vm() throws Exception {
    VirtualClock clock = VirtualClock.at(NOW);
    SimulatedZenlayer cloud = new SimulatedZenlayer(clock);
    return new Cloud(
        ZenlayerVm.KIND, cloud, clock, "", false, n -> cloud.addVm(spec -> spec.name("a" + n)));
  }

  /** As the others, and on each instance hangs what can hang on one there. */
  static Cloud furnished(String kind) throws Exception {
    VirtualClock clock = VirtualClock.at(NOW);
    if (kind.equals(TencentCvm.KIND)) {
      SimulatedTencent cloud = new SimulatedTencent(clock);
      return new Cloud(
          kind,
          cloud,
          clock,
          "ap-guangzhou",
          false,
          n -> cloud.add(spec -> furnish(spec.postpaid(), n)));
    }
    if (kind.equals(AliyunEcs.KIND)) {
      SimulatedAliyun cloud = new SimulatedAliyun(clock);
      return new Cloud(
          kind,
          cloud,
          clock,
          "cn-hangzhou",
          false,
          n -> cloud.add(spec -> furnish(spec.running(), n)));
    }
    SimulatedZenlayer cloud = new SimulatedZenlayer(clock);
    return new Cloud(kind, cloud, clock, "", false, n -> cloud.addZec(spec -> furnish(spec, n)));
  }

  private static void furnish(InstanceSpec<?> spec, int number) {
    spec.disk("disk-stays-" + number, false);
    spec.disk("disk-goes-" + number, true);
    spec.elasticAddress("eip-" + number, "203.0.113." + number);
    spec.networkInterface("eni-" + number);
    spec.snapshot("snap-a-" + number, "disk-stays-" + number);
    spec.snapshot("snap-b-" + number, "disk-stays-" + number);
  }
}
