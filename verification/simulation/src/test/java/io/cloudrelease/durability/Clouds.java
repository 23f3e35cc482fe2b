package io.cloudrelease.durability;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** The simulated clouds with a mixed fleet on them, and what is true of it. */
final class Clouds {
  final SimulatedTencent tencent;
  final SimulatedZenlayer zenlayer;
  final SimulatedAliyun aliyun;
  private final Map<InstanceRef, SimulatedCloud> homes = new LinkedHashMap<>();

  Clouds(InstantSource clock) {
    tencent = new SimulatedTencent(clock);
    zenlayer = new SimulatedZenlayer(clock);
    aliyun = new SimulatedAliyun(clock);
  }

  /** A clock as a clock that only goes forward. */
  static LongSupplier nanos(InstantSource clock) {
    return () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  void lookLag(Duration lag) {
    for (SimulatedCloud cloud : all()) {
      cloud.lookLag(lag);
    }
  }

  SimulatedCloud[] all() {
    return new SimulatedCloud[] {tencent, zenlayer, aliyun};
  }

  /** So many instances, evenly over products and charge types. */
  List<InstanceRef> fleet(int size) {
    List<InstanceRef> refs = new ArrayList<>();
    refs.addAll(prepaidTencent(size / 5));
    refs.addAll(register(tencent, TencentCvm.KIND, tencent.add(size / 5, i -> i.postpaid())));
    refs.addAll(zec(size / 5));
    refs.addAll(register(zenlayer, ZenlayerBmc.KIND, zenlayer.addBmc(size / 5, i -> i.postpaid())));
    refs.addAll(ecs(size - refs.size()));
    return refs;
  }

  List<InstanceRef> prepaidTencent(int size) {
    return register(tencent, TencentCvm.KIND, tencent.add(size, i -> i.prepaid()));
  }

  List<InstanceRef> zec(int size) {
    return register(zenlayer, ZenlayerZec.KIND, zenlayer.addZec(size, i -> i.postpaid()));
  }

  List<InstanceRef> ecs(int size) {
    return register(aliyun, AliyunEcs.KIND, aliyun.add(size, i -> i.postpaid()));
  }

  List<InstanceRef> register(
      SimulatedCloud cloud, String provider, List<SimulatedInstance> instances) {
    List<InstanceRef> refs = new ArrayList<>();
    for (SimulatedInstance instance : instances) {
      InstanceRef ref =
          cloud == zenlayer
              ? InstanceRef.of(provider, instance.id())
              : InstanceRef.of(provider, instance.region(), instance.id());
      refs.add(ref);
      homes.put(ref, cloud);
    }
    return refs;
  }

  SimulatedCloud home(InstanceRef ref) {
    return homes.get(ref);
  }

  Ledger ledger(InstanceRef ref) {
    return home(ref).ledger();
  }

  int timesApplied(InstanceRef ref) {
    return ledger(ref).timesApplied(ref.id());
  }

  /** A client's parts, with the keys of these clouds. */
  ReleaseClientBuilder client(UnaryOperator<ProviderSettings> settings) {
    return client(settings, tencent.credentials(), zenlayer.credentials(), aliyun.credentials());
  }

  static ReleaseClientBuilder client(
      UnaryOperator<ProviderSettings> settings,
      Credentials tencent,
      Credentials zenlayer,
      Credentials aliyun) {
    return ReleaseClient.builder()
        .provider(
            new TencentCvmFactory().create(settings.apply(settings(TencentCvm.KIND, tencent))))
        .provider(
            new ZenlayerZec.Factory().create(settings.apply(settings(ZenlayerZec.KIND, zenlayer))))
        .provider(
            new ZenlayerBmc.Factory().create(settings.apply(settings(ZenlayerBmc.KIND, zenlayer))))
        .provider(new AliyunEcsFactory().create(settings.apply(settings(AliyunEcs.KIND, aliyun))));
  }

  private static ProviderSettings settings(String name, Credentials credentials) {
    return ProviderSettings.of(name, variable -> "", Path.of("none"))
        .credentials(CredentialsProvider.of(credentials));
  }

  static UnaryOperator<ProviderSettings> at(int port) {
    return settings -> settings.endpoint(Endpoint.parse("http://" + "127.0.0.1" + ":" + port));
  }

  /** What a result says that is not so, one line each. */
  List<String> lies(List<InstanceRef> asked, ReleaseInstancesResult result, Goal goal) {
    List<String> lies = new ArrayList<>();
    if (!result.verdicts().stream().map(InstanceVerdict::ref).toList().equals(asked)) {
      lies.add("not one verdict for each instance in the order of the request");
    }
    for (InstanceVerdict verdict : result.verdicts()) {
      Ledger ledger = ledger(verdict.ref());
      String id = verdict.ref().id();
      if (ledger.stepsBeyond(id, goal) > 0) {
        lies.add(verdict + " went beyond its goal: " + ledger.effects(id));
      }
      lie(verdict, ledger, id).ifPresent(why -> lies.add(verdict + " but " + why));
    }
    return lies;
  }

  private static Optional<String> lie(InstanceVerdict verdict, Ledger ledger, String id) {
    int applied = ledger.timesApplied(id);
    return switch (verdict.verdict()) {
      case RELEASED -> when(!ledger.isGone(id) || applied == 0, "it is not gone by us");
      case RECYCLED -> when(!ledger.isInRecycleBin(id) || applied == 0, "it is not in the bin");
      case ACCEPTED -> when(applied == 0, "nothing was done");
      case UNKNOWN -> when(verdict.error().isEmpty(), "it does not say why");
      default -> when(applied > 0, "it was changed " + applied + " time(s)");
    };
  }

  private static Optional<String> when(boolean lie, String why) {
    return lie ? Optional.of(why) : Optional.empty();
  }

  static Map<Verdict, Integer> counts(ReleaseInstancesResult result) {
    Map<Verdict, Integer> counts = new TreeMap<>(result.counts());
    counts.values().removeIf(count -> count == 0);
    return counts;
  }
}
