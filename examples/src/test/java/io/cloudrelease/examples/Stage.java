package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Simulated clouds for what the pages show, with an internet in which they have the real names. */
final class Stage implements AutoCloseable {
  private static volatile Endpoint current = Endpoint.https("nobody.invalid");

  private volatile Duration ahead = Duration.ZERO;
  private final InstantSource clock = () -> Instant.now().plus(ahead);
  private final CloudsOverHttp clouds = CloudsOverHttp.builder().clock(clock).start();
  final SimulatedTencent tencent = clouds.tencent();
  final SimulatedAliyun aliyun = clouds.aliyun();
  final SimulatedZenlayer zenlayer = clouds.zenlayer();
  private final List<SimulatedInstance> wanted = new ArrayList<>();
  private final List<SimulatedInstance> others = new ArrayList<>();

  Stage() {
    current = clouds.endpoint();
  }

  /** For all stages, one after the other. */
  static PretendInternet internet(Path folder) throws Exception {
    return new PretendInternet(
        () -> current,
        folder,
        "cvm.tencentcloudapi.com",
        "cbs.tencentcloudapi.com",
        "vpc.tencentcloudapi.com",
        "as.tencentcloudapi.com",
        "region.tencentcloudapi.com",
        "sts.tencentcloudapi.com",
        "ecs.cn-hangzhou.aliyuncs.com",
        "console.zenlayer.com");
  }

  /** Of the one account that each cloud has; the build sets the same for this JVM. */
  static Map<String, String> keys() {
    return Map.of(
        "TENCENTCLOUD_SECRET_ID", "AKIDEXAMPLE",
        "TENCENTCLOUD_SECRET_KEY", "SECRETEXAMPLE",
        "ALIBABA_CLOUD_ACCESS_KEY_ID", "AKIDEXAMPLE",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "SECRETEXAMPLE",
        "ZENLAYERCLOUD_ACCESS_KEY_ID", "AKIDEXAMPLE",
        "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", "SECRETEXAMPLE");
  }

  Endpoint endpoint() {
    return clouds.endpoint();
  }

  /** The clouds' time goes on by that. */
  void later(Duration time) {
    ahead = ahead.plus(time);
  }

  /** One that a play should release. */
  SimulatedInstance wanted(SimulatedInstance instance) {
    wanted.add(instance);
    return instance;
  }

  /** One that stays. */
  SimulatedInstance other(SimulatedInstance instance) {
    others.add(instance);
    return instance;
  }

  static <S extends InstanceSpec<S>> S aged(InstanceSpec<S> vm, int days) {
    return vm.tag("purpose", "ci").createdAt(Instant.now().minus(Duration.ofDays(days)));
  }

  /** Three that are eight days old and tagged, one that is younger, one without the tag. */
  void populateTencent() {
    for (int i = 0; i < 3; i++) {
      wanted(tencent.add(vm -> aged(vm.region("ap-guangzhou"), 8).postpaid()));
    }
    other(tencent.add(vm -> aged(vm.region("ap-guangzhou"), 6).postpaid()));
    other(tencent.add(vm -> vm.region("ap-guangzhou").postpaid()));
  }

  /** The same there. */
  void populateAliyun() {
    for (int i = 0; i < 3; i++) {
      wanted(aliyun.add(vm -> aged(vm.region("cn-hangzhou"), 8).running()));
    }
    other(aliyun.add(vm -> aged(vm.region("cn-hangzhou"), 6).running()));
    other(aliyun.add(vm -> vm.region("cn-hangzhou").running()));
  }

  /** What should go is gone, by one call for each at most, and nothing else was touched. */
  void assertThatOnlyTheWantedAreGone(String said) {
    assertThat(wanted).isNotEmpty().allSatisfy(one -> assertGone(one, said));
    assertThat(destroyed()).as(said).isEqualTo(wanted.size());
    assertThat(others).noneMatch(one -> isGone(one.id()));
  }

  private void assertGone(SimulatedInstance one, String said) {
    assertThat(isGone(one.id())).as("%s gone:%n%s", one.id(), said).isTrue();
  }

  boolean isGone(String id) {
    return all().stream().anyMatch(c -> c.ledger().knows(id) && c.ledger().isGone(id));
  }

  /** How many changes there were, to whomever. */
  int destroyed() {
    return all().stream().mapToInt(cloud -> cloud.ledger().effects().size()).sum();
  }

  private List<SimulatedCloud> all() {
    return List.of(tencent, aliyun, zenlayer);
  }

  @Override
  public void close() {
    clouds.close();
  }
}
