package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.retry.RetryDecision;
import io.cloudrelease.spi.identity.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether keys are of the account that is meant: asked of the cloud where it is not known. */
class AccountCheckTest {

  private final AskingScene scene = new AskingScene();
  private final Account account = expecting("100");

  private Account expecting(String id) {
    Account expecting = new Account(scene, id, AccountWishes.none());
    IdentityGuard.over(expecting);
    scene.account = expecting;
    return expecting;
  }

  private AccountCheck check() {
    return new AccountCheck(scene.parts(), scene.control);
  }

  private static String code(Optional<ReleaseError> problem) {
    return problem.map(ReleaseError::code).orElse("");
  }

  @Test
  void the_cloud_is_asked_with_the_keys_and_the_answer_is_remembered() {
    scene.answers("100");
    assertThat(check().ask(account)).isEmpty();
    assertThat(account.caller(scene.key)).contains(new Caller("100", "user", "ann"));
    assertThat(scene.sent).extracting(HttpRequest::query).containsExactly("who=1");
    assertThat(scene.sent).extracting(HttpRequest::timeout).containsExactly(Duration.ofSeconds(7));
    assertThat(scene.lanes.get(0).action()).isEqualTo("WhoAmI");
    assertThat(scene.lanes.get(0).host()).isEqualTo("host-of-");
  }

  @Test
  void to_ask_is_a_read_and_may_be_repeated() {
    scene.policy =
        context ->
            context.destructive() || context.escalates() || context.attempt() > 1
                ? RetryDecision.giveUp("no")
                : RetryDecision.sendAgain(Duration.ZERO, "again");
    scene.answers("Accident", "100");
    assertThat(check().ask(account)).isEmpty();
    assertThat(scene.askedWith).hasSize(2);
  }

  @Test
  void a_cloud_that_does_not_answer_is_asked_for_half_a_minute() {
    scene.policy = context -> RetryDecision.sendAgain(Duration.ofSeconds(20), "again");
    scene.answers("Accident", "Accident", "100");
    assertThat(code(check().ask(account))).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
    assertThat(scene.askedWith).hasSize(2);
    assertThat(scene.control.halted()).isEmpty();
  }

  @Test
  void a_provider_that_cannot_ask_confirms_nothing() {
    CallScene mute = new CallScene();
    Optional<ReleaseError> problem = check().ask(new Account(mute));
    assertThat(code(problem)).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
    assertThat(problem.orElseThrow().message()).contains("fake", "cannot ask");
  }

  @Test
  void what_the_cloud_refuses_to_say_is_not_confirmed() {
    scene.answers("Denied");
    ReleaseError problem = check().ask(account).orElseThrow();
    assertThat(problem.code()).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
    assertThat(problem.category()).isEqualTo(ErrorCategory.GUARDED);
    assertThat(problem.message()).contains("Denied: said ***");
    assertThat(problem.hint()).isEqualTo("give the key the right to ask who it is");
  }

  @Test
  void a_right_is_only_asked_for_where_the_cloud_denies_it() {
    scene.answers("Accident");
    ReleaseError problem = check().ask(account).orElseThrow();
    assertThat(problem.code()).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
    assertThat(problem.hint()).isEmpty();
  }

  @Test
  void an_account_that_may_be_any_is_not_asked_for() {
    assertThat(check().problem(expecting(""))).isEmpty();
    assertThat(scene.askedWith).isEmpty();
  }

  @Test
  void an_account_is_asked_for_once_and_may_be_used_when_it_is_the_one_that_is_meant() {
    scene.answers("100");
    assertThat(check().problem(account)).isEmpty();
    assertThat(check().problem(account)).isEmpty();
    assertThat(scene.askedWith).hasSize(1);
  }

  @Test
  void another_account_is_not_used_and_both_are_named() {
    scene.answers("200");
    ReleaseError problem = check().problem(account).orElseThrow();
    assertThat(problem.code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
    assertThat(problem.message())
        .isEqualTo("fake is to be account 100, and its keys are of account 200");
    assertThat(problem.hint()).isNotEmpty();
  }

  @Test
  void an_account_that_is_not_known_is_not_used() {
    scene.answers("Denied");
    assertThat(code(check().problem(account))).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
  }

  @Test
  void keys_that_are_over_at_the_beginning_are_renewed_and_the_new_ones_asked_about() {
    scene.rotates = true;
    scene.answers("Expired", "100");
    assertThat(check().problem(account)).isEmpty();
    assertThat(scene.askedWith).containsExactly("AKID", "TEMP1");
  }

  @Test
  void what_is_known_of_other_keys_says_nothing_of_these() {
    Credentials others = Credentials.ofKey("OTHERS", "c4n4ry-key");
    scene.answers("100", "200");
    assertThat(check().ask(account)).isEmpty();
    assertThat(code(check().problem(account, others, "100"))).isEqualTo(OwnCodes.OTHER_ACCOUNT);
    assertThat(scene.askedWith).containsExactly("AKID", "OTHERS");
  }

  // ---- at each call ----

  @Test
  void a_call_of_an_expected_account_leaves_once_the_cloud_said_that_it_is_that() {
    scene.answers("100", "ok", "ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.askedWith).hasSize(1);
    assertThat(scene.sent).hasSize(3);
  }

  @Test
  void a_call_of_another_account_does_not_leave() {
    scene.answers("200");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
    assertThat(end.error().message()).contains("200");
    assertThat(scene.sent).hasSize(1);
  }

  @Test
  void keys_that_a_source_soon_exchanges_are_asked_about_themselves_before_they_sign() {
    scene.destructive = false;
    Credentials others = Credentials.ofKey("OTHERS", "c4n4ry-key");
    // For its lane, and to sign with.
    scene.before.addAll(List.of(others, others));
    scene.answers("200");
    assertThat(scene.run().error().code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
    assertThat(scene.askedWith).containsExactly("OTHERS");
    assertThat(scene.signings).isEmpty();
  }

  @Test
  void keys_that_are_over_before_they_were_asked_about_are_renewed_once() {
    scene.destructive = false;
    scene.rotates = true;
    scene.answers("Expired", "100", "ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(scene.askedWith).containsExactly("AKID", "TEMP1");
    scene.rotates = false;
    scene.key = Credentials.ofKey("MUTE", "c4n4ry-key");
    scene.answers("Denied");
    assertThat(scene.run().error().code()).isEqualTo(OwnCodes.ACCOUNT_NOT_CONFIRMED);
    assertThat(scene.askedWith).containsExactly("AKID", "TEMP1", "MUTE");
  }

  @Test
  void a_run_stays_with_the_account_that_it_began_with_whatever_its_keys_are() {
    Account any = expecting("");
    scene.answers("100");
    check().ask(any);
    scene.answers("ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    scene.key = Credentials.ofKey("RENEWED", "c4n4ry-key");
    scene.answers("100", "ok");
    assertThat(scene.run().kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    scene.key = Credentials.ofKey("OTHER", "c4n4ry-key");
    scene.answers("200");
    Outcome<String> end = scene.run();
    assertThat(end.kind()).isEqualTo(Outcome.Kind.NOT_SENT);
    assertThat(end.error().code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
  }

  @Test
  void where_no_id_was_known_at_first_other_keys_are_another_account() {
    expecting("");
    scene.answers("ok");
    scene.run();
    scene.key = Credentials.ofKey("OTHER", "c4n4ry-key");
    assertThat(scene.run().error().code()).isEqualTo(OwnCodes.OTHER_ACCOUNT);
    assertThat(scene.askedWith).isEmpty();
  }
}
