package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The simulated clouds under a clock that stands still until it is moved, and clients of them. */
final class Sky {
  final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  final SimulatedTencent tencent = new SimulatedTencent(clock);
  final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private final Random random = new Random(1);
  private final AtomicInteger nonces = new AtomicInteger();

  static boolean look(SimulatedCall call) {
    return !call.destructive();
  }

  HttpTransport wire() {
    return InProcessTransport.to(clock, tencent, zenlayer, aliyun);
  }

  /** The parts of a client without an account. */
  ReleaseClientBuilder bare() {
    return Clockwork.real()
        .clock(clock)
        .sleeper((duration, wake) -> clock.advance(duration))
        .random(() -> random)
        .nonces(() -> "nonce-" + nonces.incrementAndGet())
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .transport(wire());
  }

  /** The parts of a client with an account on each cloud. */
  ReleaseClientBuilder parts() {
    ReleaseClientBuilder parts = bare();
    accounts().values().forEach(parts::provider);
    return parts;
  }

  /** An account on each cloud, by name. */
  Map<String, CloudProvider> accounts() {
    Map<String, CloudProvider> accounts = new LinkedHashMap<>();
    List<CloudProvider> all =
        List.of(
            new TencentCvmFactory().create(settings("tencent-cvm", tencent.credentials())),
            new ZenlayerZec.Factory().create(settings("zenlayer-zec", zenlayer.credentials())),
            new ZenlayerBmc.Factory().create(settings("zenlayer-bmc", zenlayer.credentials())),
            new ZenlayerVm.Factory().create(settings("zenlayer-vm", zenlayer.credentials())),
            new AliyunEcsFactory().create(settings("aliyun-ecs", aliyun.credentials())));
    all.forEach(account -> accounts.put(account.facts().name(), account));
    return accounts;
  }

  static ProviderSettings settings(String name, Credentials credentials) {
    return settings(name, CredentialsProvider.of(credentials));
  }

  static ProviderSettings settings(String name, CredentialsProvider credentials) {
    return ProviderSettings.of(name, variable -> "", Path.of("none")).credentials(credentials);
  }

  ReleaseInstancesResult release(Consumer<ReleaseInstancesRequest.Builder> request) {
    return release(parts -> parts, request);
  }

  ReleaseInstancesResult release(
      UnaryOperator<ReleaseClientBuilder> more, Consumer<ReleaseInstancesRequest.Builder> request) {
    return release(more.apply(parts()), request);
  }

  ReleaseInstancesResult release(
      ReleaseClientBuilder parts, Consumer<ReleaseInstancesRequest.Builder> request) {
    ReleaseInstancesRequest.Builder wanted = ReleaseInstancesRequest.builder().maxInstances(5000);
    request.accept(wanted);
    try (ReleaseClient client = parts.build()) {
      return client.releaseInstances(wanted.build());
    }
  }

  static InstanceRef ref(SimulatedInstance instance) {
    return switch (instance.service()) {
      case "cvm" -> instance.ref("tencent-cvm");
      case "ecs" -> instance.ref("aliyun-ecs");
      default -> InstanceRef.of("zenlayer-" + instance.service(), instance.id());
    };
  }

  static List<InstanceRef> refs(List<SimulatedInstance> instances) {
    List<InstanceRef> refs = new ArrayList<>();
    instances.forEach(instance -> refs.add(ref(instance)));
    return refs;
  }

  SimulatedCloud cloud(InstanceRef ref) {
    if (ref.provider().startsWith("tencent")) {
      return tencent;
    }
    return ref.provider().startsWith("aliyun") ? aliyun : zenlayer;
  }

  Ledger ledger(InstanceRef ref) {
    return cloud(ref).ledger();
  }

  /** How many destructive calls named it. */
  int calls(InstanceRef ref) {
    return ledger(ref).requestsFor(ref.id()).size();
  }

  /** How often a call of ours really changed it. */
  int applied(InstanceRef ref) {
    return ledger(ref).timesApplied(ref.id());
  }

  static Verdict verdict(ReleaseInstancesResult result, InstanceRef ref) {
    return result.verdict(ref).orElseThrow().verdict();
  }

  static ReleaseError error(ReleaseInstancesResult result, InstanceRef ref) {
    return result.verdict(ref).orElseThrow().error().orElseThrow();
  }

  /** Whatever happened: one verdict for each, each true, and nothing went further than its goal. */
  void isTrue(ReleaseInstancesResult result, Goal goal) {
    for (InstanceVerdict verdict : result.verdicts()) {
      InstanceRef ref = verdict.ref();
      Ledger ledger = ledger(ref);
      assertThat(ledger.stepsBeyond(ref.id(), goal)).as("beyond its goal: %s", verdict).isZero();
      switch (verdict.verdict()) {
        case RELEASED -> assertThat(ledger.isGone(ref.id())).as("%s", verdict).isTrue();
        case RECYCLED -> assertThat(ledger.isInRecycleBin(ref.id())).as("%s", verdict).isTrue();
        case ACCEPTED -> assertThat(applied(ref)).as("%s", verdict).isPositive();
        case UNKNOWN -> assertThat(verdict.error()).as("%s", verdict).isPresent();
        default -> assertThat(applied(ref)).as("%s", verdict).isZero();
      }
    }
  }
}
