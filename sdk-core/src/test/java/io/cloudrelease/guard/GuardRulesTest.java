package io.cloudrelease.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.execution.schedule.Waves;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.BlastBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final InstanceRef REF = InstanceRef.parse("zenlayer-zec:1");

  private static Candidate candidate(String name, Duration age) {
    Snapshot snapshot =
        Snapshot.builder(REF, NOW, LifecyclePhase.STABLE)
            .name(name)
            .state("RUNNING")
            .createdAt(NOW.minus(age))
            .tag("env", "prod")
            .build();
    return Candidate.seen(snapshot, NOW);
  }

  private static boolean passes(ReleaseGuard guard) {
    return guard.objection(candidate("web-01-prod", Duration.ofDays(3))).isEmpty();
  }

  @Test
  void names_are_compared_with_stars_for_any_text() {
    assertThat(passes(ReleaseGuard.denyName("web-*"))).isFalse();
    assertThat(passes(ReleaseGuard.denyName("*-prod"))).isFalse();
    assertThat(passes(ReleaseGuard.denyName("w*0*prod"))).isFalse();
    assertThat(passes(ReleaseGuard.denyName("web-01-prod"))).isFalse();
    assertThat(passes(ReleaseGuard.denyName("web"))).isTrue();
    assertThat(passes(ReleaseGuard.denyName("web-01*1-prod"))).isTrue();
    assertThat(passes(ReleaseGuard.requireName("web-*-prod"))).isTrue();
    assertThat(passes(ReleaseGuard.requireName("db-*"))).isFalse();
  }

  @Test
  void tags_states_ages_and_lists_decide_and_name_their_value() {
    assertThat(passes(ReleaseGuard.denyTag("env", "test"))).isTrue();
    assertThat(passes(ReleaseGuard.requireTag("env", "test"))).isFalse();
    assertThat(passes(ReleaseGuard.denyState("running"))).isFalse();
    assertThat(passes(ReleaseGuard.olderThan(Duration.ofDays(3)))).isTrue();
    assertThat(passes(ReleaseGuard.olderThan(Duration.ofDays(4)))).isFalse();
    assertThat(passes(ReleaseGuard.youngerThan(Duration.ofDays(2)))).isFalse();
    assertThat(passes(ReleaseGuard.denyInstances(List.of(REF)))).isFalse();
    assertThat(passes(ReleaseGuard.allowInstances(List.of()))).isFalse();
    assertThat(
            ReleaseGuard.denyTag("env")
                .objection(candidate("a", Duration.ZERO))
                .orElseThrow()
                .message())
        .contains("env=prod");
  }

  @Test
  void ages_are_told_as_they_are_typed() {
    Candidate web = candidate("web", Duration.ofSeconds(691_612).plusNanos(669));
    assertThat(ReleaseGuard.olderThan(Duration.ofDays(30)).objection(web).orElseThrow().message())
        .isEqualTo("it is 8d 6m old; it must be older than 30d");
    assertThat(
            ReleaseGuard.youngerThan(Duration.ofHours(36)).objection(web).orElseThrow().message())
        .isEqualTo("it is 8d 6m old; it must be younger than 1d 12h");
    Candidate fresh = candidate("web", Duration.ofSeconds(40));
    assertThat(ReleaseGuard.olderThan(Duration.ofHours(1)).objection(fresh).orElseThrow().message())
        .isEqualTo("it is 40s old; it must be older than 1h");
  }

  @Test
  void each_objection_is_led_by_the_code_of_its_guard() {
    assertThat(code(ReleaseGuard.denyInstances(List.of(REF)))).isEqualTo("DenyInstances");
    assertThat(code(ReleaseGuard.allowInstances(List.of()))).isEqualTo("AllowInstances");
    assertThat(code(ReleaseGuard.denyTag("env"))).isEqualTo("DenyTag");
    assertThat(code(ReleaseGuard.requireTag("env", "test"))).isEqualTo("RequireTag");
    assertThat(code(ReleaseGuard.denyName("web-*"))).isEqualTo("DenyName");
    assertThat(code(ReleaseGuard.requireName("db-*"))).isEqualTo("RequireName");
    assertThat(code(ReleaseGuard.denyState("running"))).isEqualTo("DenyState");
    assertThat(code(ReleaseGuard.olderThan(Duration.ofDays(4)))).isEqualTo("OlderThan");
    assertThat(code(ReleaseGuard.youngerThan(Duration.ofDays(2)))).isEqualTo("YoungerThan");
  }

  private static String code(ReleaseGuard guard) {
    return guard.objection(candidate("web-01-prod", Duration.ofDays(3))).orElseThrow().code();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p1:ap-guangzhou:ins-1a2b3c4d",
        "p2:ap-guangzhou:ins-1a2b3c4d",
        "p1:ap-beijing:ins-1a2b3c4d",
        "misspelt:ins-1a2b3c4d",
        "p1:ap-guangzhou:INS-1A2B3C4D"
      })
  void what_is_denied_is_held_back_by_its_id_whatever_stands_before_it(String denied) {
    ReleaseGuard guard = ReleaseGuard.denyInstances(List.of(InstanceRef.parse(denied)));
    InstanceRef asked = InstanceRef.parse("p1:ap-guangzhou:ins-1a2b3c4d");
    assertThat(guard.objection(Candidate.unseen(asked, NOW)).orElseThrow().message())
        .contains("on the deny list, as " + denied);
    InstanceRef other = InstanceRef.parse("p1:ap-guangzhou:ins-1a2b3c4e");
    assertThat(guard.objection(Candidate.unseen(other, NOW))).isEmpty();
  }

  @Test
  void denied_tags_are_compared_with_stars_for_any_text_as_a_policy_compares_them() {
    assertThat(passes(ReleaseGuard.denyTag("env", "prod*"))).isFalse();
    assertThat(passes(ReleaseGuard.denyTag("e*"))).isFalse();
    assertThat(passes(ReleaseGuard.denyTag("*", "p*d"))).isFalse();
    assertThat(passes(ReleaseGuard.denyTag("env", "Prod*"))).isTrue();
    assertThat(passes(ReleaseGuard.denyTag("environment*"))).isTrue();
    // What is required is required as it stands: a star there could only let more go.
    assertThat(passes(ReleaseGuard.requireTag("env", "prod*"))).isFalse();
  }

  @Test
  void settings_that_would_switch_a_guard_off_are_refused() {
    List<ThrowableAssert.ThrowingCallable> settings =
        List.of(
            () -> ReleaseGuard.denyTag(" "),
            () -> ReleaseGuard.denyTag("", "prod"),
            () -> ReleaseGuard.requireTag("", "prod"),
            () -> ReleaseGuard.denyName(""),
            () -> ReleaseGuard.requireName(" "),
            () -> ReleaseGuard.denyState(),
            () -> ReleaseGuard.denyState("STOPPED", ""),
            () -> ReleaseGuard.olderThan(Duration.ofDays(-2)),
            () -> ReleaseGuard.youngerThan(Duration.ofDays(-2)));
    for (ThrowableAssert.ThrowingCallable setting : settings) {
      assertThatThrownBy(setting)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("a guard ");
    }
  }

  @Test
  void a_budget_counts_each_account_for_itself_within_its_hour() {
    BlastBudget budget = BlastBudget.perHour(10);
    assertThat(budget.take("a", 7, NOW)).isEqualTo(7);
    assertThat(budget.take("a", 7, NOW.plusSeconds(60))).isEqualTo(3);
    assertThat(budget.take("b", 7, NOW)).isEqualTo(7);
    budget.giveBack("a", 2, NOW.plusSeconds(61));
    assertThat(budget.take("a", 7, NOW.plusSeconds(62))).isEqualTo(2);
    assertThat(budget.take("a", 7, NOW.plus(Duration.ofHours(1)))).isEqualTo(5);
    assertThat(BlastBudget.perHour(0).take("a", 1, NOW)).isZero();
  }

  @Test
  void what_is_given_back_leaves_the_later_charges_in_their_hour() {
    BlastBudget budget = BlastBudget.perHour(100);
    assertThat(budget.take("a", 50, NOW)).isEqualTo(50);
    assertThat(budget.take("a", 50, NOW.plusSeconds(780))).isEqualTo(50);
    // The first fifty were refused after all.
    budget.giveBack("a", 50, NOW.plusSeconds(840));
    assertThat(budget.take("a", 100, NOW.plus(Duration.ofHours(1)))).isEqualTo(50);
  }

  @Test
  void waves_add_up_and_hold_at_least_one_each() {
    assertThat(Waves.canary().sizes(1000)).containsExactly(10, 50, 250, 690);
    assertThat(Waves.canary().sizes(2)).containsExactly(1, 1);
    assertThat(Waves.canary().sizes(10)).containsExactly(1, 1, 2, 6);
    assertThat(Waves.none().sizes(10)).containsExactly(10);
    // Two lists of waves together make no wave larger than one of them alone.
    List<Integer> small = new ArrayList<>(Collections.nCopies(50, 1));
    List<Integer> sizes = new Waves(small, 5).sizes(150);
    assertThat(sizes).hasSize(76).last().isEqualTo(75);
    assertThat(sizes.subList(0, 75)).containsOnly(1);
    assertThatThrownBy(() -> new Waves(List.of(50, 50), 0))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void no_wave_is_larger_than_its_share() {
    assertThat(new Waves(List.of(1, 1, 1, 1), 5).sizes(150)).containsExactly(1, 1, 1, 1, 1, 1, 144);
    for (List<Integer> percents : List.of(List.of(1, 5, 25), List.of(30, 3, 7), List.of(33, 66))) {
      int sum = percents.stream().mapToInt(Integer::intValue).sum();
      for (int instances = 1; instances <= 1000; instances++) {
        List<Integer> sizes = new Waves(percents, 5).sizes(instances);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(instances);
        int before = sizes.size() - 1;
        for (int wave = 0; wave < before; wave++) {
          int percent = percents.get(Math.min(wave, percents.size() - 1));
          assertThat(sizes.get(wave)).isBetween(1, Math.max(1, instances * percent / 100));
        }
        assertThat(sizes.get(before)).isBetween(1, instances - instances * sum / 100);
      }
    }
  }

  @Test
  void what_is_wrong_with_a_setting_is_thrown_as_one_kind_of_mistake() {
    List<ThrowableAssert.ThrowingCallable> settings =
        List.of(
            () -> ReleaseClient.builder().waves(5, 0),
            () -> ReleaseClient.builder().waves(5, 60, 40),
            () -> ReleaseClient.builder().waves(101, 1),
            () -> BlastBudget.perHour(-1),
            () -> AssumedRole.of(" "),
            () -> AssumedRole.of("arn").duration(Duration.ZERO));
    for (ThrowableAssert.ThrowingCallable setting : settings) {
      assertThatThrownBy(setting).isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void an_instance_of_a_list_that_is_null_is_named() {
    List<InstanceRef> refs = Collections.singletonList(null);
    assertThatThrownBy(() -> ReleaseGuard.allowInstances(refs))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("ref");
  }
}
