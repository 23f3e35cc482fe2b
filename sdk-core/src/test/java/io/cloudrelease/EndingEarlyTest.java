package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.plan.KeptPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadline, stop and kill switch: each ends the sending and gives the full result. */
@Timeout(30)
class EndingEarlyTest extends FakeRuns {

  @ParameterizedTest
  @ValueSource(strings = {"look", "release"})
  void a_deadline_that_passes_in_a_call_gives_the_full_result(String kind) {
    cloud.with(25);
    cloud.afterwards =
        (call, number) -> {
          if (call.startsWith(kind)) {
            time.pass(Duration.ofHours(1));
            throw FakeCloud.lost();
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(25));
    assertThat(cloud.releases()).isLessThanOrEqualTo(1);
    Verdict expected = kind.equals("look") ? Verdict.NOT_SENT : Verdict.UNKNOWN;
    assertThat(result.verdicts())
        .filteredOn(v -> cloud.applied.contains(v.ref().id()))
        .allSatisfy(v -> assertThat(v.verdict()).isEqualTo(expected));
    assertThat(result.verdicts())
        .filteredOn(v -> !cloud.applied.contains(v.ref().id()))
        .allSatisfy(v -> assertThat(v.verdict()).isEqualTo(Verdict.NOT_SENT));
  }

  @Test
  void a_deadline_that_passes_while_waiting_leaves_it_accepted() {
    cloud.with(1);
    cloud.afterwards =
        (call, number) -> {
          cloud.instances.put("i-0", LifecyclePhase.LEAVING);
          return null;
        };
    cloud.trouble =
        (call, number) ->
            call.startsWith("look") && number > 1 ? FakeCloud.answer(200, "i-0=LEAVING") : null;
    ReleaseInstancesResult result = release(request(1));
    allAre(result, Verdict.ACCEPTED);
    assertThat(result.took()).isEqualTo(ReleaseInstancesRequest.DEFAULT_DEADLINE);
  }

  @Test
  void the_longest_deadline_does_not_overflow() {
    cloud.with(1);
    allAre(release(request(1).deadline(Duration.ofSeconds(Long.MAX_VALUE))), Verdict.RELEASED);
  }

  @Test
  void waiting_ends_in_time_also_when_looks_fail() {
    cloud.with(1);
    cloud.trouble =
        (call, number) ->
            call.startsWith("look") && cloud.releases() > 0
                ? FakeCloud.answer(500, "Whatever")
                : null;
    ReleaseInstancesResult result = release(request(1).waitAtMost(Duration.ofSeconds(30)));
    allAre(result, Verdict.ACCEPTED);
    assertThat(result.took()).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  void no_wait_ends_at_accepted() {
    cloud.with(2);
    allAre(release(request(2).noWait()), Verdict.ACCEPTED);
    assertThat(cloud.calls).hasSize(2);
  }

  @Test
  void a_kill_switch_ends_the_sending_at_once() {
    cloud.with(25);
    try (ReleaseClient client = builder().killSwitch(() -> cloud.releases() >= 1).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(25).build());
      assertThat(cloud.releases()).isEqualTo(1);
      assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 15);
      assertThat(result.verdicts())
          .filteredOn(v -> v.verdict() == Verdict.NOT_SENT)
          .allSatisfy(v -> assertThat(v.error().orElseThrow().message()).contains("kill switch"));
    }
  }

  @Test
  void a_kill_switch_that_throws_counts_as_thrown() {
    cloud.with(2);
    try (ReleaseClient client =
        builder()
            .killSwitch(
                () -> {
                  throw new IllegalStateException("c4n4ry");
                })
            .build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(2).build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(result.toJson()).doesNotContain("c4n4ry");
      assertThat(cloud.releases()).isZero();
    }
  }

  @Test
  void an_interrupt_stops_gives_the_full_result_and_stays_set() {
    cloud.with(25);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            Thread.currentThread().interrupt();
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(25));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cloud.releases()).isLessThan(3);
    assertThat(result.counts().get(Verdict.NOT_SENT)).isPositive();
  }

  @Test
  void an_interrupted_plan_keeps_the_interrupt_set_too() {
    cloud.with(1);
    cloud.instances.put("i-0", LifecyclePhase.CHANGING);
    Thread.currentThread().interrupt();
    try (ReleaseClient client = builder().build()) {
      client.plan(request(1).build());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void a_plan_says_that_the_kill_switch_is_thrown_and_is_made_all_the_same() {
    cloud.with(2);
    assertThat(plannedWith(() -> false).warnings()).noneMatch(EndingEarlyTest::isOfTheSwitch);
    BooleanSupplier broken =
        () -> {
          throw new IllegalStateException("c4n4ry");
        };
    for (BooleanSupplier thrown : List.of(() -> true, broken)) {
      ReleasePlan plan = plannedWith(thrown);
      assertThat(plan.instances()).hasSize(2);
      assertThat(plan.warnings()).filteredOn(EndingEarlyTest::isOfTheSwitch).hasSize(1);
      assertThat(plan.toTable()).contains("kill switch").doesNotContain("c4n4ry");
      // What is kept says it to who sees it now; it is a state, and no part of the plan.
      KeptPlan kept = KeptPlan.of(plan, Duration.ofHours(1));
      assertThat(kept.plan().warnings()).anyMatch(EndingEarlyTest::isOfTheSwitch);
      assertThat(kept.plan().digest()).isEqualTo(plannedWith(() -> false).digest());
    }
  }

  private ReleasePlan plannedWith(BooleanSupplier killSwitch) {
    try (ReleaseClient client = builder().killSwitch(killSwitch).build()) {
      return client.plan(request(2).build());
    }
  }

  private static boolean isOfTheSwitch(String warning) {
    return warning.contains("kill switch");
  }

  @Test
  void a_kill_switch_that_hangs_does_not_keep_whoever_interrupts_the_plan() {
    cloud.with(2);
    CountDownLatch over = new CountDownLatch(1);
    Thread planning = Thread.currentThread();
    BooleanSupplier hanging =
        () -> {
          planning.interrupt();
          while (over.getCount() > 0) {
            Thread.onSpinWait();
          }
          return false;
        };
    try {
      ReleasePlan plan = plannedWith(hanging);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(plan.instances()).hasSize(2);
      assertThat(plan.warnings()).anyMatch(EndingEarlyTest::isOfTheSwitch);
    } finally {
      over.countDown();
    }
  }

  @Test
  void a_second_kill_switch_does_not_take_the_first_out() {
    cloud.with(1);
    try (ReleaseClient company = builder().killSwitch(() -> true).build();
        ReleaseClient mine = company.toBuilder().killSwitch(() -> false).build()) {
      ReleaseInstancesResult result = mine.releaseInstances(request(1).build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).code()).isEqualTo("KillSwitch");
    }
    assertThat(cloud.releases()).isZero();
  }

  @Test
  void a_client_that_was_stopped_is_not_said_to_be_closed() {
    cloud.with(1);
    try (ReleaseClient client = builder().build()) {
      client.stop();
      ReleaseInstancesResult result = client.releaseInstances(request(1).build());
      assertThat(error(result, 0).message()).isEqualTo("the client was stopped");
      client.close();
      result = client.releaseInstances(request(1).build());
      assertThat(error(result, 0).message()).isEqualTo("the client was closed");
    }
  }
}
