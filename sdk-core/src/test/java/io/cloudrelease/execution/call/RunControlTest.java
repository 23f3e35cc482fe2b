package io.cloudrelease.execution.call;

import static io.cloudrelease.execution.call.CallScene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deadline, stop and trust of a run. */
class RunControlTest {
  private static final Credentials KEYS = Credentials.ofKey("AKID", "c4n4ry-key");
  private final CallScene scene = new CallScene();

  private RunControl lasting(Duration deadline) {
    scene.deadline = deadline;
    return scene.control();
  }

  @Test
  void the_deadline_is_one_of_the_steady_clock() {
    RunControl control = lasting(Duration.ofMinutes(1));
    scene.wall = scene.wall.plus(Duration.ofHours(2));
    assertThat(control.halted()).isEmpty();
    assertThat(control.timeLeft()).isEqualTo(Duration.ofMinutes(1));
    scene.pass(Duration.ofMinutes(1));
    assertThat(control.halted().orElseThrow().code()).isEqualTo(OwnCodes.DEADLINE_PASSED);
    scene.pass(Duration.ofMinutes(1));
    assertThat(control.timeLeft()).isZero();
    assertThat(control.startedAt()).isEqualTo(NOW);
    assertThat(control.now()).isEqualTo(NOW.plus(Duration.ofMinutes(2)));
  }

  @Test
  void a_deadline_beyond_a_year_means_a_year() {
    assertThat(lasting(Duration.ofSeconds(Long.MAX_VALUE)).timeLeft())
        .isEqualTo(Duration.ofDays(365));
    assertThat(lasting(Duration.ofDays(364)).timeLeft()).isEqualTo(Duration.ofDays(364));
  }

  @Test
  void the_first_reason_to_stop_stays_and_wakes_who_waits() {
    RunControl control = lasting(Duration.ofMinutes(1));
    List<String> woken = new ArrayList<>();
    control.onStop(() -> woken.add("before"));
    assertThat(control.whenStopped().isDone()).isFalse();
    control.stop("first");
    control.stop("second");
    control.onStop(() -> woken.add("after"));
    assertThat(woken).containsExactly("before", "after");
    assertThat(control.whenStopped().isDone()).isTrue();
    assertThat(control.halted().orElseThrow().message()).isEqualTo("first");
    assertThat(control.mayNotSend().orElseThrow().message()).isEqualTo("first");
  }

  @Test
  void the_sending_alone_may_end() {
    RunControl control = lasting(Duration.ofMinutes(1));
    ReleaseError why = ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.WAVES, "too many");
    control.sendNoMore(why);
    assertThat(control.mayNotSend()).contains(why);
    assertThat(control.halted()).isEmpty();
    control.stop("stopped");
    assertThat(control.mayNotSend().orElseThrow().message()).isEqualTo("stopped");
  }

  @Test
  void the_kill_switch_is_asked_before_sends_only_and_ends_the_run_for_good() {
    RunControl control = lasting(Duration.ofMinutes(1));
    assertThat(control.mayNotSend()).isEmpty();
    scene.killed = true;
    assertThat(control.halted()).isEmpty();
    assertThat(control.mayNotSend().orElseThrow().category()).isEqualTo(ErrorCategory.GUARDED);
    scene.killed = false;
    assertThat(control.halted().orElseThrow().code()).isEqualTo(OwnCodes.KILL_SWITCH);
  }

  @Test
  void a_kill_switch_that_throws_counts_as_thrown() {
    RunControl control =
        new RunControl(
            () -> scene.wall,
            () -> scene.steady,
            Duration.ofMinutes(1),
            () -> {
              throw new IllegalStateException("c4n4ry");
            });
    assertThat(control.mayNotSend().orElseThrow().message())
        .contains("IllegalStateException")
        .doesNotContain("c4n4ry");
  }

  @Test
  void looks_are_trusted_for_thirty_seconds() {
    RunControl control = lasting(Duration.ofHours(1));
    scene.pass(Duration.ofMinutes(1));
    assertThat(control.trustedFrom()).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void after_the_machine_slept_no_look_from_before_is_trusted() {
    RunControl control = lasting(Duration.ofHours(1));
    scene.pass(Duration.ofMinutes(1));
    scene.wall = scene.wall.plusSeconds(30);
    assertThat(control.trustedFrom()).as("within what clocks drift").isEqualTo(NOW.plusSeconds(30));
    scene.wall = scene.wall.plusSeconds(31);
    Instant awake = scene.steady;
    assertThat(control.trustedFrom()).isEqualTo(awake);
    scene.pass(Duration.ofSeconds(10));
    assertThat(control.trustedFrom()).isEqualTo(awake);
    scene.pass(Duration.ofSeconds(40));
    assertThat(control.trustedFrom()).isEqualTo(awake.plusSeconds(20));
  }

  @Test
  void a_clock_that_is_set_back_makes_nothing_old() {
    RunControl control = lasting(Duration.ofHours(1));
    scene.pass(Duration.ofMinutes(1));
    scene.wall = scene.wall.minus(Duration.ofHours(1));
    assertThat(control.trustedFrom()).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void a_part_of_a_run_ends_sooner_and_is_stopped_with_the_whole() {
    RunControl whole = lasting(Duration.ofMinutes(10));
    RunControl part = whole.within(Duration.ofMinutes(1));
    assertThat(part.timeLeft()).isEqualTo(Duration.ofMinutes(1));
    assertThat(whole.within(Duration.ofMinutes(11)).timeLeft()).isEqualTo(Duration.ofMinutes(10));
    whole.stop("enough");
    assertThat(part.halted().orElseThrow().message()).isEqualTo("enough");
  }

  @Test
  void what_stands_beside_a_run_takes_no_more_than_a_quarter_of_it() {
    RunControl whole = lasting(Duration.ofMinutes(10));
    assertThat(whole.beside(Duration.ofMinutes(1)).timeLeft()).isEqualTo(Duration.ofMinutes(1));
    assertThat(whole.beside(Duration.ofMinutes(4)).timeLeft()).isEqualTo(Duration.ofSeconds(150));
  }

  @Test
  void a_part_of_a_run_calls_as_whom_the_whole_does() {
    RunControl whole = lasting(Duration.ofMinutes(10));
    RunControl.Pinned first = new RunControl.Pinned("key 1", "100", KEYS);
    assertThat(whole.pinned("fake", first)).isEqualTo(first);
    RunControl part = whole.within(Duration.ofMinutes(1));
    assertThat(part.pinned("fake", new RunControl.Pinned("key 2", "", KEYS))).isEqualTo(first);
  }
}
