package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.retry.RetryDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether temporary keys that take others' place are of the same account: the cloud is asked. */
class RenewedKeysTest {
  private static final Credentials FIRST = session(1);
  private static final Credentials SECOND = session(2);

  private static Credentials session(int number) {
    return Credentials.ofSession("TEMP" + number, "c4n4ry-key", "c4n4ry");
  }

  private final AskingScene scene = new AskingScene();
  private final Account account = guarded(scene);

  private static Account guarded(CallScene scene) {
    Account account = new Account(scene);
    IdentityGuard.over(account);
    scene.account = account;
    return account;
  }

  private Optional<ReleaseError> problem(Credentials first, Credentials now) {
    return account.renewed(scene.parts(), scene.control, first, now);
  }

  @Test
  void the_same_keys_are_not_asked_about() {
    assertThat(problem(FIRST, session(1))).isEmpty();
    assertThat(scene.askedWith).isEmpty();
  }

  @Test
  void renewed_keys_of_the_same_account_pass_and_each_is_asked_about_once() {
    scene.answers("100", "100");
    assertThat(problem(FIRST, SECOND)).isEmpty();
    assertThat(problem(FIRST, SECOND)).isEmpty();
    assertThat(scene.askedWith).containsExactly("TEMP1", "TEMP2");
    scene.answers("100");
    assertThat(problem(FIRST, session(3))).isEmpty();
    assertThat(scene.askedWith).containsExactly("TEMP1", "TEMP2", "TEMP3");
  }

  @Test
  void keys_of_another_account_do_not_and_both_are_named() {
    scene.answers("100", "200");
    for (int time = 1; time <= 2; time++) {
      ReleaseError problem = problem(FIRST, SECOND).orElseThrow();
      assertThat(problem.code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
      assertThat(problem.message()).contains("to be account 100", "are of account 200");
    }
    assertThat(scene.askedWith).hasSize(2);
  }

  @Test
  void what_the_cloud_does_not_say_is_asked_once_and_holds_nothing_back() {
    scene.answers("Denied", "200");
    assertThat(problem(FIRST, SECOND)).isEmpty();
    assertThat(problem(FIRST, SECOND)).isEmpty();
    assertThat(scene.askedWith).hasSize(2);
    AskingScene silentNow = new AskingScene();
    silentNow.answers("100", "Denied");
    assertThat(guarded(silentNow).renewed(silentNow.parts(), silentNow.control, FIRST, SECOND))
        .isEmpty();
  }

  @Test
  void keys_that_are_asked_about_are_not_exchanged_for_others() {
    scene.answers("Expired", "200");
    problem(FIRST, SECOND);
    assertThat(scene.refreshed).isZero();
    assertThat(scene.askedWith).containsExactly("TEMP1", "TEMP2");
  }

  /** In another account all instances of the run would seem to be gone. */
  @Test
  void
      keys_that_take_the_place_of_ones_that_are_over_are_held_back_where_nobody_can_say_whose_those_were() {
    scene.answers("Expired", "200", "200");
    for (int time = 1; time <= 2; time++) {
      ReleaseError problem = problem(FIRST, SECOND).orElseThrow();
      assertThat(problem.code()).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
      assertThat(problem.message()).contains("are over", "expect-account");
    }
    assertThat(problem(FIRST, session(3))).isPresent();
    assertThat(scene.askedWith).containsExactly("TEMP1", "TEMP2", "TEMP3");
  }

  @Test
  void where_the_cloud_names_nobody_at_all_they_are_used() {
    scene.answers("Expired", "Denied");
    assertThat(problem(FIRST, SECOND)).isEmpty();
  }

  @Test
  void the_run_waits_ten_seconds_for_it_and_no_longer() {
    scene.policy = context -> RetryDecision.sendAgain(Duration.ofSeconds(4), "again");
    scene.answers("Accident", "Accident", "Accident", "100");
    assertThat(problem(FIRST, SECOND)).isEmpty();
    assertThat(Duration.between(CallScene.NOW, scene.steady)).isEqualTo(Duration.ofSeconds(10));
    assertThat(scene.control.halted()).isEmpty();
  }

  @Test
  void keys_that_a_stopped_run_could_not_ask_about_are_not_used_and_the_next_one_asks() {
    scene.control.stop("enough");
    assertThat(problem(FIRST, SECOND).orElseThrow().code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(scene.askedWith).isEmpty();
    scene.control = scene.control();
    scene.answers("100", "200");
    assertThat(problem(FIRST, SECOND)).isPresent();
  }

  /** Another call asks while one waits for its turn to ask, in the middle of an answer. */
  private Optional<ReleaseError> problemOfOneThatWaits() {
    List<Optional<ReleaseError>> waiting = new ArrayList<>();
    scene.steps.add(
        () -> {
          waiting.add(problem(FIRST, session(3)));
          return CallScene.answer("100");
        });
    problem(FIRST, SECOND);
    assertThat(scene.askedWith).containsExactly("TEMP1");
    assertThat(waiting).hasSize(1);
    return waiting.get(0);
  }

  @Test
  void one_asks_at_a_time_and_the_end_of_the_run_ends_the_waiting() {
    scene.afterPause = () -> scene.control.stop("enough");
    ReleaseError problem = problemOfOneThatWaits().orElseThrow();
    assertThat(problem.code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(problem.message()).isEqualTo("enough");
    assertThat(scene.pauses).containsExactly(Duration.ofMillis(100));
  }

  @Test
  void an_interrupt_ends_the_waiting_and_is_not_swallowed() {
    scene.interrupted = true;
    ReleaseError problem = problemOfOneThatWaits().orElseThrow();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(problem.message()).isEqualTo("interrupted");
  }

  @Test
  void of_sixty_four_it_is_remembered_that_nobody_said_whose_they_are() {
    scene.answers("Denied");
    for (int number = 2; number <= 65; number++) {
      scene.answers("Denied");
      problem(FIRST, session(number));
    }
    problem(FIRST, session(65));
    assertThat(scene.askedWith).hasSize(65).containsOnlyOnce("TEMP1");
    scene.answers("Denied", "Denied");
    problem(FIRST, session(66));
    assertThat(scene.askedWith).hasSize(66).containsOnlyOnce("TEMP1");
    problem(FIRST, session(66));
    assertThat(scene.askedWith).hasSize(67).endsWith("TEMP66", "TEMP1");
  }

  @Test
  void a_call_that_would_leave_with_keys_of_another_account_stays() {
    scene.key = FIRST;
    scene.answers("ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    scene.key = SECOND;
    scene.answers("100", "200");
    Outcome<String> outcome = scene.run();
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(outcome.error().code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
  }

  @Test
  void a_cloud_that_cannot_be_asked_has_renewed_keys_used() {
    CallScene mute = new CallScene();
    assertThat(guarded(mute).renewed(mute.parts(), mute.control, FIRST, SECOND)).isEmpty();
    assertThat(mute.sent).isEmpty();
  }
}
