package io.cloudrelease.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.examples.Bench;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.tencent.TencentCvmFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerCheckTest {
  private static final Intent INTENT = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private boolean release(InstanceRef ref, Goal goal) {
    try (ReleaseClient client =
        bench
            .client()
            .provider(new TencentCvmFactory().create(bench.settings("tencent-cvm", bench.tencent)))
            .build()) {
      return client
          .releaseInstances(ReleaseInstancesRequest.builder().instance(ref).goal(goal).build())
          .allGood();
    }
  }

  private LedgerCheck claim(InstanceRef ref, Verdict verdict) {
    Fleet fleet = new Fleet(List.of(new Fleet.Group("", bench.tencent, List.of(ref))));
    List<InstanceVerdict> claims = List.of(GivenVerdict.builder(ref, verdict).build());
    return LedgerCheck.of(
        fleet, new FinishedResult(INTENT, claims, bench.clock.instant(), Duration.ZERO));
  }

  @ParameterizedTest
  @EnumSource(names = {"RELEASED", "RECYCLED", "ACCEPTED", "ALREADY_DONE", "NOT_FOUND"})
  void of_an_instance_that_nobody_touched_these_are_lies(Verdict verdict) {
    InstanceRef ref = bench.tencent.add(i -> i.postpaid()).ref("tencent-cvm");
    LedgerCheck check = claim(ref, verdict);
    assertThat(check.agrees()).isFalse();
    assertThat(check.lies()).containsExactly(ref + " " + verdict);
  }

  @ParameterizedTest
  @EnumSource(names = {"RECYCLED", "ALREADY_DONE", "NOT_FOUND", "REJECTED", "NOT_SENT"})
  void of_an_instance_that_was_released_these_are_lies(Verdict verdict) {
    InstanceRef ref = bench.tencent.add(i -> i.postpaid()).ref("tencent-cvm");
    assertThat(release(ref, Goal.RELEASE)).isTrue();
    assertThat(claim(ref, verdict).agrees()).isFalse();
    assertThat(claim(ref, Verdict.RELEASED).agrees()).isTrue();
  }

  @Test
  void an_instance_that_went_further_than_asked_is_a_lie() {
    InstanceRef ref = bench.tencent.add(i -> i.prepaid()).ref("tencent-cvm");
    assertThat(release(ref, Goal.DESTROY)).isTrue();
    assertThat(claim(ref, Verdict.RELEASED).agrees()).isFalse();
  }

  @Test
  void an_instance_without_a_verdict_is_a_lie() {
    InstanceRef ref = InstanceRef.of("tencent-cvm", "ap-guangzhou", "ins-zzzzzzzz");
    Fleet fleet = new Fleet(List.of(new Fleet.Group("", bench.tencent, List.of(ref))));
    LedgerCheck check =
        LedgerCheck.of(
            fleet, new FinishedResult(INTENT, List.of(), bench.clock.instant(), Duration.ZERO));
    assertThat(check.lies()).containsExactly(ref + " has no verdict");
  }
}
