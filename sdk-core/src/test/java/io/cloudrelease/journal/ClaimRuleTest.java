package io.cloudrelease.journal;

import static io.cloudrelease.journal.ClaimRule.Trace.ANSWERED;
import static io.cloudrelease.journal.ClaimRule.Trace.DOUBTFUL;
import static io.cloudrelease.journal.ClaimRule.Trace.NOTHING;
import static io.cloudrelease.journal.ClaimRule.Trace.OPEN;
import static io.cloudrelease.journal.ClaimRule.Trace.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.Proof;
import io.cloudrelease.journal.ClaimRule.Trace;
import io.cloudrelease.journal.JournalEntry.BatchOutcome.Kind;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimRuleTest {
  private static final Duration DELAY = Duration.ofMinutes(7);
  private static final Duration LAG = Duration.ofMinutes(5);

  private static Optional<Claim> claim(
      Trace trace, Duration since, boolean escalates, Duration lookAge) {
    return ClaimRule.claim(
        new ClaimRule.OtherRun("r1", trace, DELAY, LAG, since), escalates, lookAge);
  }

  @Test
  void what_has_no_outcome_holds_back_everything_for_ever() {
    for (boolean escalates : new boolean[] {true, false}) {
      Claim claim = claim(OPEN, Duration.ofDays(9), escalates, Duration.ZERO).orElseThrow();
      assertThat(claim.freeIn()).isEmpty();
      assertThat(claim.run()).isEqualTo("r1");
      assertThat(claim.why()).contains("r1");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Trace.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
  void a_send_that_cannot_go_too_far_waits_for_nothing_that_has_ended(Trace trace) {
    assertThat(claim(trace, Duration.ZERO, false, Duration.ZERO)).isEmpty();
  }

  @Test
  void an_escalating_send_rests_on_a_look_from_after_the_longest_lag() {
    assert_free_after(ANSWERED, LAG);
    assert_free_after(DOUBTFUL, LAG);
  }

  @Test
  void after_a_call_without_an_answer_the_longest_delay_comes_before_that() {
    assert_free_after(UNANSWERED, DELAY.plus(LAG));
  }

  private static void assert_free_after(Trace trace, Duration time) {
    Duration fresh = ClaimRule.OLDEST_LOOK;
    Duration free = time.plus(fresh);
    assertThat(claim(trace, Duration.ZERO, true, Duration.ZERO).orElseThrow().freeIn())
        .contains(free);
    assertThat(claim(trace, free.minusMillis(1), true, Duration.ZERO).orElseThrow().freeIn())
        .contains(Duration.ofMillis(1));
    assertThat(claim(trace, free, true, Duration.ZERO)).isEmpty();
    Duration older = fresh.plusSeconds(60);
    assertThat(claim(trace, free.plusSeconds(59), true, older).orElseThrow().freeIn())
        .contains(Duration.ZERO);
    assertThat(claim(trace, free.plusSeconds(60), true, older)).isEmpty();
  }

  @Test
  void nothing_is_left_by_a_call_that_did_not_leave() {
    assertThat(ClaimRule.after(Entries.outcome("b", Kind.NOT_SENT, 0), true)).isEqualTo(NOTHING);
  }

  @Test
  void a_call_has_its_answer_when_each_of_its_sends_has() {
    assertThat(ClaimRule.after(Entries.outcome("b", Kind.ACCEPTED, 1, List.of("q")), true))
        .isEqualTo(ANSWERED);
    assertThat(ClaimRule.after(Entries.outcome("b", Kind.ACCEPTED, 2, List.of("q")), true))
        .isEqualTo(UNANSWERED);
    assertThat(ClaimRule.after(Entries.outcome("b", Kind.AMBIGUOUS, 1, List.of()), true))
        .isEqualTo(UNANSWERED);
    assertThat(ClaimRule.after(Entries.outcome("b", Kind.AMBIGUOUS, 1, List.of("q")), true))
        .isEqualTo(DOUBTFUL);
  }

  /** One row a proof: for the only instance of a call, and for one of several. */
  @ParameterizedTest
  @EnumSource(Proof.class)
  void a_refusal_leaves_what_it_does_not_prove(Proof proof) {
    List<Trace> remains =
        switch (proof) {
          case ALL -> List.of(ANSWERED, ANSWERED);
          case OWN -> List.of(ANSWERED, DOUBTFUL);
          case UNDER_WAY, NOTHING -> List.of(DOUBTFUL, DOUBTFUL);
        };
    JournalEntry.BatchOutcome refused = Entries.refused("b", proof);
    assertThat(List.of(ClaimRule.after(refused, true), ClaimRule.after(refused, false)))
        .isEqualTo(remains);
  }

  /** One row a verdict, as in the Javadoc: after OPEN, UNANSWERED, DOUBTFUL, ANSWERED. */
  @ParameterizedTest
  @EnumSource(Verdict.class)
  void a_verdict_narrows_what_remains(Verdict verdict) {
    List<Trace> remains =
        switch (verdict) {
          case RELEASED -> List.of(NOTHING, NOTHING, NOTHING, NOTHING);
          case RECYCLED, ALREADY_DONE -> List.of(ANSWERED, ANSWERED, ANSWERED, ANSWERED);
          case REJECTED, NOT_SENT, DRY_RUN_PASSED ->
              List.of(UNANSWERED, UNANSWERED, DOUBTFUL, NOTHING);
          case ACCEPTED, NOT_FOUND, UNKNOWN -> List.of(UNANSWERED, UNANSWERED, DOUBTFUL, ANSWERED);
        };
    assertThat(after(verdict, Optional.empty())).isEqualTo(remains);
    boolean seenAtGoal = verdict == Verdict.RECYCLED || verdict == Verdict.ALREADY_DONE;
    assertThat(ClaimRule.countsAnew(OPEN, given(verdict, Optional.empty()))).isTrue();
    for (Trace trace : List.of(UNANSWERED, ANSWERED)) {
      assertThat(ClaimRule.countsAnew(trace, given(verdict, Optional.empty())))
          .isEqualTo(seenAtGoal);
    }
    // What is done already was seen so, by whose hand ever.
    assertThat(ClaimRule.after(NOTHING, given(verdict, Optional.empty())))
        .isEqualTo(verdict == Verdict.ALREADY_DONE ? ANSWERED : NOTHING);
  }

  /** Whatever was said of it, and whether or not a call had named it. */
  @ParameterizedTest
  @EnumSource(Verdict.class)
  void a_verdict_that_saw_it_move_leaves_that_looks_may_be_behind(Verdict verdict) {
    boolean tells = verdict != Verdict.RELEASED && verdict != Verdict.NOT_FOUND;
    for (LifecyclePhase phase :
        List.of(LifecyclePhase.LEAVING, LifecyclePhase.RECYCLED, LifecyclePhase.UNRECOGNIZED)) {
      InstanceVerdict moving = given(verdict, Optional.of(phase));
      assertThat(ClaimRule.after(NOTHING, moving)).isEqualTo(tells ? ANSWERED : NOTHING);
      List<Trace> least = after(verdict, Optional.empty());
      assertThat(after(verdict, Optional.of(phase)))
          .isEqualTo(
              least.stream().map(left -> tells ? ClaimRule.worse(left, ANSWERED) : left).toList());
      assertThat(ClaimRule.countsAnew(UNANSWERED, moving)).isEqualTo(tells);
    }
    if (verdict != Verdict.ALREADY_DONE) {
      InstanceVerdict still = given(verdict, Optional.of(LifecyclePhase.STABLE));
      assertThat(ClaimRule.after(NOTHING, still)).isEqualTo(NOTHING);
    }
  }

  private static List<Trace> after(Verdict verdict, Optional<LifecyclePhase> seen) {
    return Stream.of(OPEN, UNANSWERED, DOUBTFUL, ANSWERED)
        .map(trace -> ClaimRule.after(trace, given(verdict, seen)))
        .toList();
  }

  private static InstanceVerdict given(Verdict verdict, Optional<LifecyclePhase> seen) {
    return GivenVerdict.builder(Entries.ONE, verdict)
        .last(seen.map(phase -> Snapshot.builder(Entries.ONE, Entries.NOW, phase).build()))
        .build();
  }

  @Test
  void the_end_of_a_run_settles_nothing_but_that_its_calls_go_out_no_more() {
    assertThat(ClaimRule.afterEnd(OPEN)).isEqualTo(UNANSWERED);
    assertThat(ClaimRule.afterEnd(UNANSWERED)).isEqualTo(UNANSWERED);
    assertThat(ClaimRule.afterEnd(DOUBTFUL)).isEqualTo(DOUBTFUL);
    assertThat(ClaimRule.afterEnd(ANSWERED)).isEqualTo(ANSWERED);
    assertThat(ClaimRule.afterEnd(NOTHING)).isEqualTo(NOTHING);
  }

  @Test
  void an_instance_is_known_by_its_cloud_and_id() {
    assertThat(ClaimRule.same("a", "i", "a", "i")).isTrue();
    assertThat(ClaimRule.same("a", "i", "b", "i")).isFalse();
    assertThat(ClaimRule.same("a", "i", "a", "j")).isFalse();
    assertThat(ClaimRule.same("a", "i", "", "i")).isTrue();
    assertThat(ClaimRule.same("", "i", "b", "i")).isTrue();
  }

  @Test
  void no_time_is_too_long_to_be_counted_with() {
    Duration ever = ChronoUnit.FOREVER.getDuration();
    ClaimRule.OtherRun other = new ClaimRule.OtherRun("r1", UNANSWERED, ever, ever, LAG);
    assertThat(ClaimRule.claim(other, true, ever).orElseThrow().freeIn()).isPresent();
    assertThat(claim(UNANSWERED, ever, true, Duration.ZERO)).isEmpty();
    assertThat(claim(UNANSWERED, Duration.ofSeconds(Long.MIN_VALUE), true, ever)).isPresent();
  }
}
