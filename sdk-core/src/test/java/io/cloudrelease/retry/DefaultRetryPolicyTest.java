package io.cloudrelease.retry;

import static io.cloudrelease.retry.RetryDecision.Action.GIVE_UP;
import static io.cloudrelease.retry.RetryDecision.Action.LOOK;
import static io.cloudrelease.retry.RetryDecision.Action.SEND_AGAIN;
import static io.cloudrelease.transport.SendPhase.ANSWERED;
import static io.cloudrelease.transport.SendPhase.NOT_SENT;
import static io.cloudrelease.transport.SendPhase.NO_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.execution.call.RetryQuestion;
import io.cloudrelease.transport.SendPhase;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultRetryPolicyTest {
  private final DefaultRetryPolicy policy = new DefaultRetryPolicy(() -> new Random(7));

  private boolean destructive = true;
  private SendPhase phase = ANSWERED;
  private int attempt = 1;
  private boolean token;
  private boolean escalates;
  private boolean settled;
  private boolean granted;
  private boolean clockFixed;
  private boolean refreshed;
  private Optional<Duration> retryAfter = Optional.empty();
  private Duration left = Duration.ofMinutes(10);

  private RetryDecision decide(ErrorCategory category, Applied applied, Remedy remedy) {
    return policy.decide(
        new RetryQuestion(
            destructive,
            phase,
            ErrorRule.of(category, applied, remedy),
            attempt,
            token,
            escalates,
            settled,
            granted,
            clockFixed,
            refreshed,
            retryAfter,
            left));
  }

  @ParameterizedTest(name = "destructive={0} {1} token={2} {3} {4} {5} -> {6}")
  @CsvSource({
    // A destructive call: not sent, or refused for a passing cause, goes again.
    "true,  NOT_SENT,  false, UNAVAILABLE,     NO,    RETRY,               SEND_AGAIN",
    "true,  ANSWERED,  false, THROTTLED,       NO,    RETRY,               SEND_AGAIN",
    "true,  ANSWERED,  false, BUSY,            NO,    RETRY,               SEND_AGAIN",
    "true,  ANSWERED,  false, CLOCK_SKEW,      NO,    FIX_CLOCK,           SEND_AGAIN",
    "true,  ANSWERED,  false, UNAUTHENTICATED, NO,    REFRESH_CREDENTIALS, SEND_AGAIN",
    // Once it may have been applied, it does not, whatever the table advises ...
    "true,  NO_ANSWER, false, UNAVAILABLE,     MAYBE, RETRY,               LOOK",
    "true,  NO_ANSWER, false, UNAVAILABLE,     NO,    RETRY,               LOOK",
    "true,  ANSWERED,  false, UNAVAILABLE,     MAYBE, RETRY,               LOOK",
    "true,  ANSWERED,  false, THROTTLED,       MAYBE, RETRY,               LOOK",
    "true,  ANSWERED,  false, UNKNOWN,         MAYBE, LOOK_FIRST,          LOOK",
    "true,  ANSWERED,  false, INTERNAL,        MAYBE, GIVE_UP,             LOOK",
    // ... but for the cloud's own guarantee, and then only what is understood.
    "true,  NO_ANSWER, true,  UNAVAILABLE,     MAYBE, RETRY,               SEND_AGAIN",
    "true,  ANSWERED,  true,  UNAVAILABLE,     MAYBE, RETRY,               SEND_AGAIN",
    "true,  ANSWERED,  true,  UNKNOWN,         MAYBE, LOOK_FIRST,          LOOK",
    "true,  ANSWERED,  true,  UNKNOWN,         MAYBE, GIVE_UP,             LOOK",
    // A refusal stands, or the state tells more.
    "true,  ANSWERED,  false, INVALID_REQUEST, NO,    GIVE_UP,             GIVE_UP",
    "true,  ANSWERED,  false, FORBIDDEN,       NO,    GIVE_UP,             GIVE_UP",
    "true,  ANSWERED,  false, WRONG_STATE,     NO,    LOOK_FIRST,          LOOK",
    "true,  ANSWERED,  false, NOT_FOUND,       NO,    ALREADY_DONE,        LOOK",
    "true,  ANSWERED,  false, BILLING,         NO,    REGROUP,             LOOK",
    // A read may always go again, unless it cannot succeed.
    "false, NO_ANSWER, false, UNAVAILABLE,     MAYBE, RETRY,               SEND_AGAIN",
    "false, ANSWERED,  false, UNKNOWN,         MAYBE, LOOK_FIRST,          SEND_AGAIN",
    "false, NOT_SENT,  false, UNAVAILABLE,     NO,    RETRY,               SEND_AGAIN",
    "false, ANSWERED,  false, FORBIDDEN,       NO,    GIVE_UP,             GIVE_UP",
  })
  void the_ladder(
      boolean isDestructive,
      SendPhase how,
      boolean hasToken,
      ErrorCategory category,
      Applied applied,
      Remedy remedy,
      RetryDecision.Action expected) {
    destructive = isDestructive;
    phase = how;
    token = hasToken;
    assertThat(decide(category, applied, remedy).action()).isEqualTo(expected);
  }

  @Test
  void no_context_lets_a_destructive_call_that_may_have_been_applied_go_again_without_a_token() {
    for (SendPhase how : SendPhase.values()) {
      for (ErrorCategory category : ErrorCategory.values()) {
        for (Applied applied : Applied.values()) {
          for (Remedy remedy : Remedy.values()) {
            phase = how;
            boolean maybe = how == NO_ANSWER || applied == Applied.MAYBE;
            // What a table says of a clock or a token is that it was refused before anything.
            if (!maybe || remedy == Remedy.FIX_CLOCK || remedy == Remedy.REFRESH_CREDENTIALS) {
              continue;
            }
            assertThat(decide(category, applied, remedy).action())
                .as("%s %s %s %s", how, category, applied, remedy)
                .isEqualTo(LOOK);
          }
        }
      }
    }
  }

  @Test
  void a_clock_is_fixed_once_and_credentials_are_refreshed_once() {
    assertThat(decide(ErrorCategory.CLOCK_SKEW, Applied.NO, Remedy.FIX_CLOCK).delay()).isZero();
    clockFixed = true;
    assertThat(decide(ErrorCategory.CLOCK_SKEW, Applied.NO, Remedy.FIX_CLOCK).action())
        .isEqualTo(GIVE_UP);
    refreshed = true;
    assertThat(
            decide(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.REFRESH_CREDENTIALS).action())
        .isEqualTo(GIVE_UP);
  }

  @Test
  void passing_trouble_is_tried_five_times_and_throttling_as_long_as_there_is_time() {
    phase = NOT_SENT;
    attempt = 4;
    assertThat(decide(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.RETRY).action())
        .isEqualTo(SEND_AGAIN);
    attempt = 5;
    assertThat(decide(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.RETRY))
        .satisfies(d -> assertThat(d.action()).isEqualTo(GIVE_UP))
        .satisfies(d -> assertThat(d.reason()).contains("used up"));
    phase = ANSWERED;
    attempt = 500;
    assertThat(decide(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).action())
        .isEqualTo(SEND_AGAIN);
  }

  @Test
  void with_a_token_and_attempts_used_up_it_looks() {
    phase = NO_ANSWER;
    token = true;
    attempt = 5;
    assertThat(decide(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY).action())
        .isEqualTo(LOOK);
  }

  @Test
  void what_the_cloud_asks_to_wait_is_waited_within_the_deadline() {
    retryAfter = Optional.of(Duration.ofSeconds(42));
    assertThat(decide(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).delay())
        .isEqualTo(Duration.ofSeconds(42));
    left = Duration.ofSeconds(42);
    assertThat(decide(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).action())
        .isEqualTo(GIVE_UP);
    token = true;
    assertThat(decide(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY).action())
        .isEqualTo(LOOK);
  }

  @Test
  void without_such_a_wish_the_delay_is_a_backoff() {
    attempt = 3;
    assertThat(decide(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY).delay())
        .isBetween(Duration.ZERO, Duration.ofSeconds(2));
  }

  @ParameterizedTest(name = "{0} escalates={1} granted={2} -> {3}")
  @CsvSource({
    "UNAVAILABLE, false, false, SEND_AGAIN",
    "UNAVAILABLE, true,  false, GIVE_UP",
    "UNAVAILABLE, true,  true,  SEND_AGAIN",
    "INTERNAL,    true,  false, GIVE_UP",
    "UNKNOWN,     false, false, SEND_AGAIN",
    "UNKNOWN,     true,  true,  SEND_AGAIN",
    "UNKNOWN,     true,  false, GIVE_UP",
  })
  void unchanged_after_settling(
      ErrorCategory category, boolean couldEscalate, boolean grant, RetryDecision.Action expected) {
    settled = true;
    phase = NO_ANSWER;
    escalates = couldEscalate;
    granted = grant;
    assertThat(decide(category, Applied.MAYBE, Remedy.RETRY).action()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2, SEND_AGAIN", "3, GIVE_UP", "4, GIVE_UP"})
  void what_nobody_understands_is_sent_twice_more_at_most(
      int sends, RetryDecision.Action expected) {
    settled = true;
    attempt = sends;
    assertThat(decide(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.GIVE_UP).action())
        .isEqualTo(expected);
  }

  @Test
  void contexts_and_decisions_that_make_no_sense_are_refused() {
    attempt = 0;
    assertThatThrownBy(() -> decide(ErrorCategory.BUSY, Applied.NO, Remedy.RETRY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RetryDecision.sendAgain(Duration.ofNanos(-1), "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(RetryDecision.look("x").delay()).isZero();
    assertThat(RetryDecision.giveUp("x").action()).isEqualTo(GIVE_UP);
  }
}
