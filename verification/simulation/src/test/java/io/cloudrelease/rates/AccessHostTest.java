package io.cloudrelease.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.RateLimit;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tencent counts calls by action, access host and key, as they arrive: so do the lanes. */
class AccessHostTest {
  private static final String THROTTLED = "RequestLimitExceeded";
  private static final Duration LONG = Duration.ofMinutes(20);
  private static final Environment NOWHERE = Environment.of(Map.of(), Path.of("nowhere"));

  private Scene scene = new Scene("2026-11-20T08:00:00Z", 1, 1, 200);
  private SimulatedTencent cloud = strict();

  private SimulatedTencent strict() {
    SimulatedTencent tencent = new SimulatedTencent(scene.clock);
    tencent.rateLimit("TerminateInstances", RateLimit.inAnySecond(10));
    tencent.rateLimit("DescribeInstances", RateLimit.inAnySecond(40));
    return tencent;
  }

  private void account(String name, TencentCvm.Site site) {
    scene.register(
        TencentCvm.builder().name(name).credentials(cloud.credentials()).site(site).build());
  }

  private List<InstanceRef> instances(String account, String region, int count) {
    List<InstanceRef> refs = new ArrayList<>();
    for (SimulatedInstance instance : cloud.add(count, i -> i.region(region))) {
      refs.add(InstanceRef.parse(account + ":" + region + ":" + instance.id()));
    }
    return refs;
  }

  private void release(List<InstanceRef> refs) {
    ReleaseInstancesResult result = scene.release(refs, LONG, Scene.to(cloud));
    assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, refs.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void two_regions_through_the_default_host_share_one_rate_however_calls_arrive(long seed) {
    scene = new Scene("2026-11-20T08:00:00Z", seed, 1, 200);
    cloud = strict();
    account("prod", TencentCvm.Site.NEAREST);
    List<InstanceRef> refs = instances("prod", "ap-guangzhou", 65);
    refs.addAll(instances("prod", "ap-shanghai", 65));
    release(refs);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(130);
    assertThat(Scene.throttled(cloud, THROTTLED)).isZero();
    assertThat(Scene.span(cloud)).isLessThan(Duration.ofMillis(129 * 121));
  }

  @Test
  void calls_that_arrive_evenly_lose_a_hundredth_of_the_rate_only() {
    scene = new Scene("2026-11-20T08:00:00Z", 1, 20, 22);
    cloud = strict();
    account("prod", TencentCvm.Site.NEAREST);
    release(instances("prod", "ap-guangzhou", 300));
    assertThat(Scene.throttled(cloud, THROTTLED)).isZero();
    assertThat(Scene.span(cloud)).isLessThan(Duration.ofMillis(299 * 102));
  }

  @Test
  void two_names_of_one_key_share_one_rate() {
    account("prod", TencentCvm.Site.NEAREST);
    account("same", TencentCvm.Site.NEAREST);
    List<InstanceRef> refs = instances("prod", "ap-guangzhou", 65);
    refs.addAll(instances("same", "ap-guangzhou", 65));
    release(refs);
    assertThat(Scene.throttled(cloud, THROTTLED)).isZero();
  }

  @Test
  void a_sweep_over_four_regions_by_regional_hosts_runs_at_four_times_the_rate() {
    scene = new Scene("2026-11-20T08:00:00Z", 1, 20, 22);
    cloud = strict();
    account("prod", TencentCvm.Site.REGIONAL);
    List<InstanceRef> refs = new ArrayList<>();
    for (String region : List.of("ap-guangzhou", "ap-shanghai", "ap-beijing", "ap-nanjing")) {
      refs.addAll(instances("prod", region, 100));
    }
    release(refs);
    assertThat(Scene.throttled(cloud, THROTTLED)).isZero();
    assertThat(cloud.ledger().destructiveRequests()).hasSize(400);
    assertThat(Scene.span(cloud)).isLessThan(Duration.ofMillis(11_000));
  }
}
