package io.cloudrelease.execution.call;

import static io.cloudrelease.execution.call.CallScene.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client knows of an account over all its runs. */
class AccountTest {
  private static final Credentials KEY = Credentials.ofKey("AKID", "c4n4ry-key");
  private static final Credentials TEMPORARY =
      Credentials.ofSession("TEMP1", "c4n4ry-key", "c4n4ry");
  private static final Credentials BEARER = Credentials.ofBearer("c4n4ry-token");
  private static final Caller ANN = new Caller("100", "user", "ann");

  private final CallScene scene = new CallScene();
  private final ActionFacts release = scene.action();
  private final Account account = scene.account;

  // ---- whose keys these are ----

  @Test
  void whose_keys_these_are_is_known_once_the_cloud_was_asked() {
    assertThat(account.caller(KEY)).isEmpty();
    assertThat(account.id()).isEmpty();
    assertThat(account.callerName()).isEmpty();
    account.learn(KEY, ANN);
    assertThat(account.caller(KEY)).contains(ANN);
    assertThat(account.id()).contains("100");
    assertThat(account.callerName()).isEqualTo("ann");
    assertThat(account.caller(TEMPORARY)).isEmpty();
  }

  @Test
  void of_keys_that_cannot_be_had_nothing_is_known() {
    account.learn(KEY, ANN);
    scene.broken = "credentials";
    assertThat(account.id()).isEmpty();
    assertThat(account.callerName()).isEmpty();
  }

  @Test
  void of_keys_that_are_renewed_again_and_again_only_the_latest_are_remembered() {
    for (int i = 0; i <= 65; i++) {
      account.learn(Credentials.ofSession("TEMP" + i, "c4n4ry-key", "c4n4ry"), ANN);
      assertThat(account.caller(Credentials.ofSession("TEMP0", "c4n4ry-key", "c4n4ry")).isPresent())
          .as("after %s", i)
          .isEqualTo(i < 65);
    }
    assertThat(account.caller(Credentials.ofSession("TEMP65", "c4n4ry-key", "c4n4ry")))
        .contains(ANN);
  }

  @Test
  void an_account_may_be_expected_to_be_one_and_is_any_otherwise() {
    assertThat(account.expectedId()).isEmpty();
    assertThat(new Account(scene, "100", AccountWishes.none()).expectedId()).isEqualTo("100");
    assertThat(account.name()).isEqualTo("fake");
  }

  @Test
  void keys_that_nobody_checks_are_not_used_where_they_have_to_be() {
    assertThatThrownBy(() -> account.problem(scene.parts(), scene.control, KEY, "100"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("fake");
  }

  // ---- what may be printed of them ----

  @Test
  void what_is_printed_of_a_key_is_the_same_for_the_same_key_and_tells_nothing_of_it() {
    String mark = account.mark();
    assertThat(mark).matches("[0-9a-f]{16}").isEqualTo(new Account(new CallScene()).mark());
    scene.key = Credentials.ofKey("OTHER", "c4n4ry-key");
    assertThat(account.mark()).matches("[0-9a-f]{16}").isNotEqualTo(mark);
    scene.key = BEARER;
    assertThat(account.mark()).matches("bearer [0-9a-f]{16}");
  }

  @Test
  void temporary_keys_tell_only_that_they_are_temporary() {
    assertThat(Keys.identity(KEY)).matches("key [0-9a-f]{16}");
    assertThat(Keys.identity(TEMPORARY)).isEqualTo("temporary keys");
    assertThat(Keys.identity(BEARER)).matches("bearer [0-9a-f]{16}");
    assertThat(Keys.identity(BEARER))
        .isNotEqualTo(Keys.identity(Credentials.ofBearer("c4n4ry-token2")));
  }

  @Test
  void a_budget_counts_by_the_key_and_by_the_name_where_keys_change() {
    scene.broken = "credentials";
    assertThat(account.budgetName()).isEqualTo("fake#fake");
    assertThat(account.lane("r1", release).key()).isEqualTo("account fake");
    scene.broken = "";
    assertThat(account.budgetName()).isEqualTo("fake#" + account.mark());
    scene.key = TEMPORARY;
    account.mark();
    assertThat(account.budgetName()).isEqualTo("fake#fake");
  }

  @Test
  void and_by_the_clouds_own_id_where_one_is_expected() {
    Account expected = new Account(scene, "1234", AccountWishes.none());
    assertThat(expected.budgetName()).isEqualTo("fake#1234");
  }

  @Test
  void and_not_by_what_was_heard_by_the_way() {
    String name = account.budgetName();
    account.learn(KEY, ANN);
    assertThat(account.budgetName()).isEqualTo(name);
  }

  @Test
  void its_keys_and_the_clouds_own_id_tell_that_it_is_the_same_under_other_names() {
    scene.broken = "credentials";
    assertThat(account.identities()).isEmpty();
    scene.broken = "";
    String key = "key " + account.mark();
    assertThat(account.identities()).containsExactly(key);
    account.learn(KEY, ANN);
    assertThat(account.identities()).containsExactlyInAnyOrder(key, "id " + ANN.accountId());
    Account expected = new Account(scene, "1234", AccountWishes.none());
    assertThat(expected.identities()).containsExactlyInAnyOrder(key, "id 1234");
  }

  @Test
  void a_run_asks_for_keys_at_its_beginning_and_its_loop_for_none() {
    account.mark();
    int asked = scene.asked;
    account.budgetName();
    account.lane("r1", release);
    assertThat(scene.asked).isEqualTo(asked).isPositive();
  }

  // ---- lanes ----

  @Test
  void what_the_cloud_counts_together_is_one_lane() {
    Pace.Lane lane = account.lane("r1", release);
    assertThat(lane).isEqualTo(new Pace.Lane("host-of-r1", "key " + account.mark(), "Release", 10));
    assertThat(account.lane("r1", release)).isSameAs(lane);
    assertThat(account.lane("r2", release).host()).isEqualTo("host-of-r2");
  }

  @Test
  void the_keys_of_one_sub_account_are_one_lane_where_the_cloud_said_so_before() {
    Caller caller = new Caller("100", "user", "uin/7");
    Credentials one = Credentials.ofKey("AKIDONE", "one");
    Credentials two = Credentials.ofKey("AKIDTWO", "two");
    scene.key = one;
    account.learn(one, caller);
    Pace.Lane first = account.lane("r1", release);
    scene.key = two;
    Account other = new Account(scene);
    other.learn(two, caller);
    assertThat(other.lane("r1", release)).isEqualTo(first);
    assertThat(new Account(scene).lane("r1", release)).isNotEqualTo(first);
  }

  @Test
  void keys_that_change_share_the_lane_of_their_account() {
    scene.key = TEMPORARY;
    assertThat(account.lane("r1", release).key()).isEqualTo("account fake");
    scene.key = BEARER;
    assertThat(account.lane("r2", release).key()).isEqualTo("account fake");
    scene.broken = "credentials";
    assertThat(account.lane("r3", release).key()).isEqualTo("account fake");
  }

  @Test
  void where_a_provider_does_not_tell_its_host_the_region_or_the_cloud_stands_for_it() {
    scene.broken = "accessHost";
    assertThat(account.lane("r1", release).host()).isEqualTo("r1");
    assertThat(account.lane("", release).host()).isEqualTo("fake");
  }

  @Test
  void an_owner_may_want_another_rate_and_another_time_to_answer() {
    Duration minute = Duration.ofMinutes(1);
    Account slow =
        new Account(scene, "", new AccountWishes(Map.of("Release", 2.0), Optional.of(minute)));
    assertThat(slow.lane("r1", release).ratePerSecond()).isEqualTo(2);
    assertThat(slow.lane("r1", scene.facts().lookAction()).ratePerSecond()).isEqualTo(10);
    assertThat(slow.timeout(release)).isEqualTo(minute);
    assertThat(account.timeout(release)).isEqualTo(Duration.ofSeconds(30));
  }

  // ---- the rest ----

  @Test
  void tokens_are_fetched_through_the_clients_own_transport() {
    account.callThrough(scene.parts().transport());
    assertThat(scene.tokensThrough).hasSize(1);
    scene.broken = "callThrough";
    account.callThrough(scene.parts().transport());
    assertThat(scene.tokensThrough).hasSize(1);
  }

  @Test
  void what_time_it_is_at_the_cloud_is_known_once_it_said_so() {
    assertThat(account.cloudTime(NOW)).isEmpty();
    assertThat(account.cloudTimeBySteady("r-1", NOW)).isEmpty();
    account.clock().heard("r-1", NOW.plusSeconds(40), NOW, NOW.minusSeconds(900));
    assertThat(account.cloudTime(NOW.plusSeconds(5))).contains(NOW.plusSeconds(45));
    Instant steady = NOW.minusSeconds(895);
    assertThat(account.cloudTimeBySteady("r-1", steady)).contains(NOW.plusSeconds(45));
    // Better than this machine's, where that region said nothing yet.
    assertThat(account.cloudTimeBySteady("r-2", steady)).contains(NOW.plusSeconds(45));
  }

  @Test
  void a_front_end_with_a_wrong_clock_says_nothing_of_the_other_regions() {
    account.clock().heard("r-1", NOW, NOW, NOW);
    account.clock().heard("r-2", NOW.plusSeconds(5_000_000), NOW, NOW);
    assertThat(account.cloudTimeBySteady("r-1", NOW)).contains(NOW);
  }

  @Test
  void an_action_that_its_provider_has_not_is_named() {
    Account account = new Account(new CallScene());
    assertThat(account.action("Release").name()).isEqualTo("Release");
    assertThatThrownBy(() -> account.action("Nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fake has no release action Nothing");
  }
}
