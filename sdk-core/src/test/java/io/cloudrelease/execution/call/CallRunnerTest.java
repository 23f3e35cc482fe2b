package io.cloudrelease.execution.call;

import static io.cloudrelease.execution.call.CallScene.NOW;
import static io.cloudrelease.execution.call.CallScene.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.pace.PaceAdvice;
import io.cloudrelease.retry.RetryDecision;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call from its turn to its end. */
class CallRunnerTest {
  private final CallScene scene = new CallScene();

  private void always(RetryDecision decision) {
    scene.policy = context -> decision;
  }

  private void sendAgainAlways() {
    always(RetryDecision.sendAgain(Duration.ofSeconds(1), "blindly"));
  }

  private static Withheld old() {
    return Withheld.of(
        Withheld.Kind.OLD_LOOK, ReleaseError.of(ErrorCategory.INTERNAL, OwnCodes.OLD_LOOK, "old"));
  }

  @Test
  void a_success_ends_it_and_the_pace_hears_of_it() {
    scene.answers("ok");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(end.readable()).contains("ok");
    assertThat(end.requestIds()).containsExactly("req-1");
    assertThat(end.sends()).isEqualTo(1);
    assertThat(end.tally().answered()).isTrue();
    assertThat(scene.told).extracting(Pace.Answer::kind).containsExactly(Pace.Answer.Kind.ACCEPTED);
  }

  @Test
  void a_refusal_ends_it_with_what_the_cloud_said_and_without_its_secrets() {
    scene.answers("Denied");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(end.error().code()).isEqualTo("Denied");
    assertThat(end.error().message()).isEqualTo("said ***");
    assertThat(end.culprits()).containsExactly("i-1");
    assertThat(end.rule().category()).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(end.readable()).isEmpty();
  }

  // ---- what no policy may do ----

  @ParameterizedTest
  @ValueSource(strings = {"Accident", "lost"})
  void what_may_have_been_applied_is_not_sent_again_whatever_the_policy_says(String trouble) {
    sendAgainAlways();
    if (trouble.equals("lost")) {
      lose(SendPhase.NO_ANSWER, Obstacle.PASSING);
    } else {
      scene.answers(trouble);
    }
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
    assertThat(scene.sent).hasSize(1);
  }

  @Test
  void with_a_token_that_the_cloud_honours_it_may_be() {
    scene.token = true;
    sendAgainAlways();
    scene.answers("Accident", "ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.sent).hasSize(2);
  }

  @Test
  void what_could_go_further_than_the_goal_is_sent_again_only_after_what_proves_that_none_was() {
    scene.escalates = true;
    sendAgainAlways();
    scene.answers("Throttled", "Busy");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(end.error().code()).isEqualTo("Busy");
    assertThat(scene.sent).hasSize(2);
    assertThat(end.tally().throttled()).isEqualTo(1);
  }

  @Test
  void what_never_left_may_be_sent_again_also_where_a_second_call_goes_further() {
    scene.escalates = true;
    sendAgainAlways();
    lose(SendPhase.NOT_SENT, Obstacle.PASSING);
    scene.answers("ok");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(end.sends()).isEqualTo(1);
  }

  @Test
  void a_look_may_be_repeated_as_the_policy_likes() {
    scene.destructive = false;
    sendAgainAlways();
    lose(SendPhase.NO_ANSWER, Obstacle.PASSING);
    scene.answers("Accident", "ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.sent).hasSize(3);
  }

  @Test
  void a_policy_that_throws_or_answers_null_sends_nothing_again() {
    scene.policy =
        context -> {
          throw new IllegalStateException();
        };
    scene.answers("Throttled");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.sent).hasSize(1);
  }

  // ---- what earlier attempts are worth ----

  @Test
  void an_attempt_that_may_have_been_applied_outweighs_a_later_refusal() {
    scene.token = true;
    scene.policy =
        context ->
            context.attempt() == 1
                ? RetryDecision.sendAgain(Duration.ZERO, "again")
                : RetryDecision.giveUp("no");
    scene.answers("Accident", "Denied");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
    assertThat(end.error().code()).isEqualTo("Denied");
    assertThat(end.requestIds()).containsExactly("req-1", "req-2");
  }

  @Test
  void keys_that_break_leave_nothing_to_send_and_it_is_said_whose_they_are() {
    scene.broken = "credentials";
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.EXTENSION_BROKEN);
    assertThat(end.error().message()).contains("keys of fake threw");
    assertThat(scene.sent).isEmpty();
  }

  @Test
  void a_dry_run_that_passed_was_not_applied_whatever_came_before() {
    scene.token = true;
    scene.policy =
        context ->
            context.attempt() == 1
                ? RetryDecision.sendAgain(Duration.ZERO, "again")
                : RetryDecision.giveUp("no");
    scene.answers("Accident", "DryRun");
    scene.dryRun = true;
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
  }

  @Test
  void what_is_said_of_a_dry_run_proves_nothing_of_a_call_that_was_none() {
    scene.token = true;
    scene.policy =
        context ->
            context.attempt() == 1
                ? RetryDecision.sendAgain(Duration.ZERO, "again")
                : RetryDecision.giveUp("no");
    scene.answers("Accident", "DryRun");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
  }

  @Test
  void what_passes_only_when_somebody_does_something_is_tried_once() {
    lose(SendPhase.NOT_SENT, Obstacle.NO_ADDRESS);
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.NOT_SENT);
    assertThat(end.sends()).isZero();
  }

  @Test
  void a_transport_that_throws_anything_else_may_have_sent() {
    scene.steps.add(
        () -> {
          throw new IllegalStateException("c4n4ry-key");
        });
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
    assertThat(end.error().code()).isEqualTo(OwnCodes.TRANSPORT_BROKEN);
    assertThat(end.error().message()).contains("IllegalStateException").doesNotContain("c4n4ry");
    assertThat(end.tally().answered()).isFalse();
  }

  private void lose(SendPhase phase, Obstacle obstacle) {
    scene.steps.add(
        () -> {
          throw new TransportException(phase, obstacle, "lost");
        });
  }

  // ---- before it leaves ----

  @Test
  void what_was_kept_back_is_not_sent() {
    scene.keptBack.add(Optional.of(old()));
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.WITHHELD);
    assertThat(end.withheld()).isPresent();
    assertThat(end.error().code()).isEqualTo(OwnCodes.OLD_LOOK);
    assertThat(scene.sent).isEmpty();
  }

  @Test
  void what_is_kept_back_after_a_refusal_keeps_what_it_met() {
    scene.answers("Throttled");
    scene.keptBackAgain.add(Optional.of(old()));
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.WITHHELD);
    assertThat(end.error().code()).isEqualTo("Throttled");
    assertThat(end.rule().category()).isEqualTo(ErrorCategory.THROTTLED);
    assertThat(end.sends()).isEqualTo(1);
    assertThat(scene.sent).hasSize(1);
  }

  @Test
  void what_is_kept_back_after_an_accident_may_have_been_applied_all_the_same() {
    scene.token = true;
    scene.answers("Accident");
    scene.keptBackAgain.add(Optional.of(old()));
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
  }

  @Test
  void the_kill_switch_is_asked_after_the_intent_too() {
    scene.keptBack.add(Optional.empty());
    CallScene thrown = scene;
    thrown.turns.add(Duration.ofSeconds(1));
    thrown.killed = true;
    Outcome<String> end = thrown.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.KILL_SWITCH);
    assertThat(thrown.sent).isEmpty();
  }

  @Test
  void a_look_does_not_ask_the_kill_switch() {
    scene.destructive = false;
    scene.killed = true;
    scene.answers("ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({"1000, true", "999, false", "0, false"})
  void with_less_than_a_second_left_nothing_destructive_leaves(long millis, boolean leaves) {
    scene.deadline = Duration.ofMillis(millis);
    scene.control = scene.control();
    scene.answers("ok");
    Outcome<String> end = scene.run();
    assertThat(scene.sent).hasSize(leaves ? 1 : 0);
    if (!leaves) {
      assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
      assertThat(end.error().code())
          .isEqualTo(millis == 0 ? OwnCodes.DEADLINE_PASSED : OwnCodes.DEADLINE_TOO_NEAR);
    }
  }

  @Test
  void a_look_leaves_in_the_last_second_and_waits_for_no_longer_than_is_left() {
    scene.destructive = false;
    scene.deadline = Duration.ofMillis(500);
    scene.control = scene.control();
    scene.answers("ok");
    scene.run();
    assertThat(scene.sent).extracting(HttpRequest::timeout).containsExactly(Duration.ofMillis(500));
  }

  @Test
  void an_action_waits_for_its_usual_time_when_more_is_left() {
    scene.answers("ok");
    scene.run();
    assertThat(scene.sent).extracting(HttpRequest::timeout).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void a_call_whose_run_is_over_does_not_leave() {
    scene.leaving = false;
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(scene.sent).isEmpty();
  }

  @Test
  void each_attempt_waits_for_its_turn_and_a_turn_that_was_paid_is_not_waited_for() {
    scene.turns.add(Duration.ofSeconds(3));
    scene.turns.add(Duration.ofSeconds(4));
    sendAgainAlways();
    scene.answers("Throttled", "ok");
    scene.run();
    assertThat(scene.pauses)
        .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(4));
    scene.pauses.clear();
    scene.turns.add(Duration.ofSeconds(5));
    scene.answers("ok");
    scene.run(true);
    assertThat(scene.pauses).isEmpty();
  }

  @Test
  void a_turn_that_was_paid_does_not_stand_against_a_lane_that_is_held() {
    scene.standing.add(false);
    scene.turns.add(Duration.ofSeconds(40));
    scene.answers("ok");
    scene.run(true);
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(40));
  }

  @Test
  void no_pause_is_longer_than_the_time_that_is_left() {
    scene.deadline = Duration.ofSeconds(5);
    scene.control = scene.control();
    scene.turns.add(Duration.ofMinutes(1));
    assertThat(scene.run().error().code()).isEqualTo(OwnCodes.DEADLINE_PASSED);
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(5));
  }

  // ---- the run ends between two attempts ----

  @Test
  void throttled_and_then_stopped_is_not_sent() {
    sendAgainAlways();
    scene.steps.add(
        () -> {
          scene.control.stop("enough");
          return answer("Throttled");
        });
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(end.sends()).isEqualTo(1);
  }

  @Test
  void at_the_deadline_the_last_cause_is_told() {
    always(RetryDecision.sendAgain(Duration.ofHours(1), "later"));
    lose(SendPhase.NOT_SENT, Obstacle.PASSING);
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.NOT_SENT);
    assertThat(end.error().message()).isEqualTo("lost; then the deadline came");
    assertThat(end.error().hint()).contains("longer deadline");
  }

  @Test
  void refused_and_then_stopped_stays_refused() {
    sendAgainAlways();
    scene.steps.add(
        () -> {
          scene.control.stop("enough");
          return answer("Busy");
        });
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(end.error().code()).isEqualTo("Busy");
  }

  @Test
  void an_accident_then_throttled_and_stopped_may_have_been_applied() {
    scene.token = true;
    sendAgainAlways();
    scene.answers("Accident");
    scene.steps.add(
        () -> {
          scene.control.stop("enough");
          return answer("Throttled");
        });
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
  }

  // ---- clock and credentials ----

  @Test
  void a_refused_clock_is_put_right_by_the_clouds_once() {
    scene.steps.add(() -> answer("Clock", new Header("Date", "Fri, 01 May 2026 01:00:00 GMT")));
    scene.answers("Clock");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.signings)
        .extracting(SigningContext::now)
        .containsExactly(NOW, NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void without_the_clouds_time_a_refused_clock_stays_refused() {
    scene.answers("Clock");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.sent).hasSize(1);
  }

  @Test
  void where_a_refresh_brings_nothing_new_nothing_is_sent_again() {
    scene.answers("Expired", "ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.sent).hasSize(1);
    assertThat(scene.refreshed).isEqualTo(1);
  }

  @Test
  void keys_that_another_call_fetched_meanwhile_are_not_fetched_again() {
    scene.key = Credentials.ofSession("TEMP0", "c4n4ry-key", "c4n4ry");
    scene.steps.add(
        () -> {
          scene.key = Credentials.ofSession("TEMP1", "c4n4ry-key", "c4n4ry");
          return answer("Expired");
        });
    scene.answers("ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.sent).hasSize(2);
    assertThat(scene.refreshed).isZero();
  }

  @Test
  void expired_credentials_are_refreshed_once() {
    scene.key = Credentials.ofSession("TEMP0", "c4n4ry-key", "c4n4ry");
    scene.rotates = true;
    scene.answers("Expired", "Expired");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.sent).hasSize(2);
    assertThat(scene.refreshed).isEqualTo(1);
  }

  @Test
  void the_source_of_a_wrong_key_reads_anew_for_the_next_call_and_this_one_is_over() {
    scene.rotates = true;
    scene.answers("WrongKey");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.sent).hasSize(1);
    assertThat(scene.refreshed).isEqualTo(1);
  }

  @Test
  void whatever_a_policy_makes_of_expired_keys_their_source_reads_anew() {
    always(RetryDecision.giveUp("no"));
    scene.answers("Expired");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(scene.refreshed).isEqualTo(1);
  }

  @Test
  void keys_that_there_are_none_of_and_other_refusals_have_no_source_read_anew() {
    scene.answers("Denied");
    scene.run();
    scene.broken = "keys";
    scene.run();
    assertThat(scene.refreshed).isZero();
  }

  @Test
  void a_repeated_destructive_request_is_signed_a_second_later_at_least() {
    always(RetryDecision.sendAgain(Duration.ZERO, "at once"));
    scene.answers("Throttled", "Throttled", "ok");
    scene.run();
    assertThat(scene.signings)
        .extracting(SigningContext::now)
        .containsExactly(NOW, NOW.plusSeconds(1), NOW.plusSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01T00:00:00.4Z, 2026-05-01T00:00:01Z",
    "2026-04-30T23:59:59.9Z, 2026-05-01T00:00:00Z",
    "2026-05-01T00:03:58Z, 2026-05-01T00:03:59Z",
    "2026-05-01T00:03:59Z, 2026-05-01T00:00:00Z"
  })
  void an_earlier_request_for_the_same_instances_counts_unless_the_clock_was_set_back(
      Instant before, Instant signed) {
    scene.signedBefore = before;
    scene.answers("ok");
    assertThat(scene.run().signedAt()).isEqualTo(signed);
  }

  @Test
  void after_a_clock_that_went_back_and_forth_it_is_signed_later_than_ever_before() {
    always(RetryDecision.sendAgain(Duration.ZERO, "at once"));
    scene.wall = NOW.plusSeconds(300);
    for (long next : new long[] {0, 100}) {
      scene.steps.add(
          () -> {
            scene.wall = NOW.plusSeconds(next);
            return answer("Throttled");
          });
    }
    scene.answers("ok");
    scene.run();
    assertThat(scene.signings)
        .extracting(SigningContext::now)
        .containsExactly(NOW.plusSeconds(300), NOW, NOW.plusSeconds(301));
  }

  @Test
  void looks_are_signed_with_the_time_as_it_is() {
    scene.destructive = false;
    always(RetryDecision.sendAgain(Duration.ZERO, "at once"));
    scene.answers("Throttled", "ok");
    scene.run();
    assertThat(scene.signings).extracting(SigningContext::now).containsExactly(NOW, NOW);
  }

  @Test
  void credentials_of_another_account_sign_nothing() {
    scene.answers("ok");
    scene.run();
    scene.key = Credentials.ofKey("OTHER", "c4n4ry-key");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
    assertThat(scene.sent).hasSize(1);
  }

  // ---- what the pace hears ----

  @Test
  void a_cloud_that_counts_by_the_minute_is_left_alone_until_the_next() {
    scene.steps.add(() -> answer("Throttled", new Header("Date", "Fri, 01 May 2026 00:00:50 GMT")));
    scene.answers("ok");
    scene.run();
    assertThat(scene.told.get(0).kind()).isEqualTo(Pace.Answer.Kind.THROTTLED);
    assertThat(scene.told.get(0).advice().leaveAlone()).contains(Duration.ofSeconds(10));
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void without_the_clouds_time_our_own_clock_says_when_the_next_minute_begins() {
    scene.wall = NOW.plusSeconds(45);
    scene.answers("Throttled", "ok");
    scene.run();
    assertThat(scene.told.get(0).advice().leaveAlone()).contains(Duration.ofSeconds(15));
  }

  @Test
  void a_wish_holds_the_lane_for_ten_minutes_at_most_and_for_no_longer_than_the_run() {
    scene.deadline = Duration.ofHours(1);
    scene.control = scene.control();
    always(RetryDecision.giveUp("no"));
    scene.wish = Optional.of(Duration.ofMinutes(50));
    scene.answers("Throttled");
    scene.run();
    assertThat(scene.told.get(0).advice().leaveAlone()).contains(Duration.ofMinutes(10));
    assertThat(scene.events)
        .extracting(ReleaseEvent::kind)
        .containsExactly(ReleaseEvent.Kind.HELD_BACK);
    scene.pass(Duration.ofMinutes(59));
    scene.wish = Optional.of(Duration.ofMinutes(5));
    scene.answers("Throttled");
    scene.run();
    assertThat(scene.told.get(1).advice().leaveAlone()).contains(Duration.ofMinutes(1));
  }

  @Test
  void what_is_refused_for_itself_does_not_slow_the_lane() {
    scene.steps.add(() -> answer("Denied", new Header("Retry-After", "30")));
    scene.run();
    assertThat(scene.told.get(0).kind()).isEqualTo(Pace.Answer.Kind.REFUSED);
    assertThat(scene.told.get(0).advice().leaveAlone()).isEmpty();
  }

  // ---- what is told, and what is not understood ----

  @Test
  void each_repetition_is_told_with_its_cause() {
    sendAgainAlways();
    scene.answers("Throttled", "ok");
    scene.run();
    assertThat(scene.events)
        .extracting(ReleaseEvent::kind)
        .containsExactly(ReleaseEvent.Kind.RETRYING);
    ReleaseEvent retrying = scene.events.get(0);
    assertThat(retrying.detail()).isEqualTo("Throttled blindly");
    assertThat(retrying.error().orElseThrow().code()).isEqualTo("Throttled");
    assertThat(retrying.attempt()).isEqualTo(1);
    assertThat(retrying.requestIds()).containsExactly("req-1");
  }

  @Test
  void an_attempt_without_an_id_of_the_cloud_adds_none() {
    lose(SendPhase.NO_ANSWER, Obstacle.PASSING);
    Outcome<String> end = scene.run();
    assertThat(end.sends()).isEqualTo(1);
    assertThat(end.requestIds()).isEmpty();
  }

  @Test
  void whoever_is_interrupted_while_waiting_stops_the_run() {
    scene.turns.add(Duration.ofSeconds(3));
    scene.interrupted = true;
    Outcome<String> end = scene.run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(end.error().message()).isEqualTo("interrupted");
  }

  @Test
  void a_provider_that_makes_no_request_sends_nothing() {
    scene.broken = "encode";
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.PROVIDER_BROKEN);
    assertThat(end.error().message())
        .isEqualTo("provider fake made no request (java.lang.IllegalStateException)");
  }

  @Test
  void without_keys_nothing_is_sent() {
    scene.broken = "keys";
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.MISSING_CREDENTIALS);
    assertThat(end.error().message()).isEqualTo("no keys");
  }

  @Test
  void an_answer_that_its_provider_cannot_read_may_be_a_success_and_of_a_look_is_none() {
    scene.broken = "read";
    scene.answers("ok", "ok");
    Outcome<String> sent = scene.run();
    assertThat(sent.kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
    assertThat(sent.error().code()).isEqualTo(OwnCodes.PROVIDER_BROKEN);
    // Nobody could say who answered.
    assertThat(sent.tally().answered()).isFalse();
    scene.destructive = false;
    Outcome<String> looked = scene.run();
    assertThat(looked.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(looked.error().message())
        .isEqualTo("provider fake could not read an answer (java.lang.IllegalStateException)");
  }

  @Test
  void that_no_byte_left_is_told_to_the_call_and_a_lost_answer_is_not() {
    lose(SendPhase.NOT_SENT, Obstacle.NO_ADDRESS);
    scene.run();
    assertThat(scene.stayed).isEqualTo(1);
    lose(SendPhase.NO_ANSWER, Obstacle.PASSING);
    Outcome<String> end = scene.run();
    assertThat(scene.stayed).isEqualTo(1);
    assertThat(end.error().code()).isEqualTo(OwnCodes.NO_ANSWER);
    assertThat(end.kind()).isEqualTo(Outcome.Kind.AMBIGUOUS);
  }

  @Test
  void what_passes_by_itself_is_tried_again_before_a_byte_left() {
    scene.policy = RetryPolicy.standard(() -> new Random(1));
    lose(SendPhase.NOT_SENT, Obstacle.PASSING);
    scene.answers("ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
  }

  @Test
  void credentials_that_cannot_be_refreshed_are_not_tried_again() {
    scene.broken = "refresh";
    scene.answers("Expired");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(end.error().code()).isEqualTo("Expired");
    assertThat(scene.sent).hasSize(1);
  }

  @Test
  void each_answer_says_what_time_it_is_at_the_cloud() {
    scene.steps.add(() -> answer("ok", new Header("Date", "Fri, 01 May 2026 00:00:09 GMT")));
    scene.run();
    assertThat(scene.account.cloudTime(NOW)).contains(NOW.plusSeconds(9));
  }

  @Test
  void what_a_gateways_error_page_says_of_the_time_is_not_believed() {
    scene.steps.add(() -> answer("Denied", new Header("Date", "Fri, 01 May 2026 09:00:00 GMT")));
    scene.run();
    assertThat(scene.account.cloudTime(NOW)).isEmpty();
  }

  // ---- turns ----

  @Test
  void a_pace_that_throws_lets_nothing_leave() {
    scene.broken = "pace";
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.PACE_BROKEN);
    assertThat(scene.sent).isEmpty();
  }

  @Test
  void a_turn_that_does_not_stand_any_more_is_waited_for_anew() {
    scene.turns.add(Duration.ofSeconds(3));
    scene.turns.add(Duration.ofSeconds(4));
    scene.standing.add(false);
    scene.answers("ok");
    scene.run();
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(4));
  }

  @Test
  void a_pace_that_gives_another_turn_at_once_keeps_no_thread_busy() {
    scene.turns.add(Duration.ofSeconds(3));
    scene.standing.add(false);
    scene.answers("ok");
    scene.run();
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(3), Duration.ofMillis(10));
  }

  @Test
  void whoever_was_stopped_asks_for_no_other_turn() {
    scene.turns.add(Duration.ofSeconds(3));
    scene.turns.add(Duration.ofSeconds(4));
    scene.standing.add(false);
    scene.interrupted = true;
    assertThat(scene.run().error().code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void a_kill_switch_that_is_thrown_while_the_intent_is_written_keeps_it_back() {
    scene.beforeItLeaves = () -> scene.killed = true;
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.KILL_SWITCH);
    assertThat(scene.sent).isEmpty();
  }

  @Test
  void what_the_cloud_wants_to_wait_for_a_busy_one_is_waited() {
    scene.steps.add(() -> answer("Busy", new Header("Retry-After", "30")));
    scene.answers("ok");
    scene.run();
    assertThat(scene.pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void a_wish_of_ten_minutes_is_heeded_in_full() {
    scene.deadline = Duration.ofHours(1);
    scene.control = scene.control();
    always(RetryDecision.giveUp("no"));
    scene.wish = Optional.of(Duration.ofMinutes(10));
    scene.answers("Throttled");
    scene.run();
    assertThat(scene.told.get(0).advice().leaveAlone()).contains(Duration.ofMinutes(10));
    assertThat(scene.events).isEmpty();
  }

  @Test
  void a_provider_that_cannot_read_wishes_has_none() {
    scene.broken = "paceAdvice";
    scene.answers("ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.told.get(0).advice()).isEqualTo(PaceAdvice.none());
  }

  @Test
  void the_pace_hears_how_long_the_answer_took_since_the_turn_came() {
    scene.turns.add(Duration.ofSeconds(3));
    scene.steps.add(
        () -> {
          scene.pass(Duration.ofMillis(250));
          return answer("ok");
        });
    scene.run();
    assertThat(scene.told.get(0).took()).isEqualTo(Duration.ofMillis(250));
  }
}
