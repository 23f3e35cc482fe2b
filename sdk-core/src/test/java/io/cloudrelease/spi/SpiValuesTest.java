package io.cloudrelease.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.setup.ProviderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class SpiValuesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ActionFacts LOOK = ActionFacts.of("Look", 100, 40, SECOND);
  private static final ActionFacts RELEASE = ActionFacts.of("Release", 100, 10, SECOND);

  private static ProviderFacts facts(List<ActionFacts> actions, Duration settling, Duration poll) {
    return ProviderFacts.of("fake", LOOK, actions)
        .idExample("i-1")
        .settlingTime(settling)
        .pollInterval(poll);
  }

  @Test
  void an_action_has_a_batch_a_rate_and_a_time_limit() {
    assertThatThrownBy(() -> ActionFacts.of("X", 0, 1, SECOND)).hasMessageContaining("X");
    assertThatThrownBy(() -> ActionFacts.of("X", 1, 0, SECOND)).hasMessageContaining("X");
    assertThatThrownBy(() -> ActionFacts.of("X", 1, Double.NaN, SECOND)).hasMessageContaining("X");
    assertThatThrownBy(() -> ActionFacts.of("X", 1, 1, Duration.ZERO)).hasMessageContaining("X");
  }

  @Test
  void a_provider_has_actions_of_distinct_names() {
    assertThat(facts(List.of(RELEASE), SECOND, SECOND).releaseActions()).containsExactly(RELEASE);
    assertThatThrownBy(() -> facts(List.of(), SECOND, SECOND))
        .hasMessageContaining("needs a release action");
    assertThatThrownBy(() -> facts(List.of(RELEASE, RELEASE), SECOND, SECOND))
        .hasMessageContaining("two actions named Release");
    assertThatThrownBy(() -> facts(List.of(RELEASE), SECOND.negated(), SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> facts(List.of(RELEASE), SECOND, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(facts(List.of(RELEASE), Duration.ZERO, SECOND).settlingTime()).isZero();
    assertThat(facts(List.of(RELEASE), Duration.ofMinutes(6), SECOND).longestLag())
        .isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void accounts_of_one_cloud_have_one_cloud_name() {
    ProviderFacts facts = facts(List.of(RELEASE), SECOND, SECOND);
    assertThat(facts.cloud()).isEqualTo("fake");
    ProviderFacts other = facts.cloud("nimbus");
    assertThat(other.cloud()).isEqualTo("nimbus");
    assertThat(other.releaseActions()).isEqualTo(facts.releaseActions());
    assertThat(other.pollInterval()).isEqualTo(SECOND);
  }

  /** In the place of the second one another may be missing. */
  @Test
  void a_look_that_shows_a_row_twice_proves_nobodys_absence() {
    InstanceRef one = InstanceRef.of("fake", "i-1");
    InstanceRef other = InstanceRef.of("fake", "i-2");
    Snapshot row = Snapshot.builder(one, Instant.EPOCH, LifecyclePhase.STABLE).build();
    Snapshot second = Snapshot.builder(other, Instant.EPOCH, LifecyclePhase.STABLE).build();
    LookAnswer twice = LookAnswer.shows(List.of(row, row), true);
    assertThat(twice.snapshots()).containsExactly(row);
    assertThat(twice.complete()).isFalse();
    assertThat(LookAnswer.shows(List.of(row, second), true).complete()).isTrue();
  }

  @Test
  void a_long_message_is_cut_between_characters() {
    String emoji = "\uD83D\uDE00";
    CloudFailure failure = CloudFailure.of(500, "c", "x".repeat(499) + emoji + "tail", "r");
    assertThat(failure.message()).isEqualTo("x".repeat(499) + "...");
    assertThat(CloudFailure.of(500, "c", "y".repeat(500), "r").message()).hasSize(500);
  }

  @Test
  void a_code_and_a_request_id_cannot_fill_a_log_either() {
    CloudFailure failure = CloudFailure.of(500, "c".repeat(9999), "m", "r".repeat(9999));
    assertThat(failure.code()).hasSizeLessThan(300);
    assertThat(failure.requestId()).hasSizeLessThan(300);
    String huge = "r".repeat(7_000_000);
    assertThat(ReleaseAnswer.accepted(huge).requestId()).isEqualTo("r".repeat(200) + "...");
    assertThat(ReleaseAnswer.acceptedExcept(huge, List.of()).requestId()).hasSizeLessThan(300);
  }

  @Test
  void only_whole_ids_are_blamed() {
    List<String> ids = List.of("ins-1", "ins-12", "ins-3", "s-1");
    assertThat(CloudFailure.of(400, "c", "['ins-12', 'ins-3'] busy", "").blaming(ids).culprits())
        .containsExactly("ins-12", "ins-3");
    assertThat(CloudFailure.of(400, "c", "xins-1 ins-1x ins-1", "").blaming(ids).culprits())
        .containsExactly("ins-1");
    assertThat(CloudFailure.of(400, "c", "none of them", "").blaming(ids).culprits()).isEmpty();
  }

  @Test
  void a_look_and_a_batch_hold_at_least_one_instance() {
    assertThatThrownBy(() -> new LookQuery("", List.of(), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settings_add_an_endpoint_and_keep_the_rest() {
    ProviderSettings settings = ProviderSettings.of("fake", variable -> "", Path.of("home"));
    assertThat(settings.endpoint()).isEmpty();
    assertThat(settings.credentials()).isEmpty();
    ProviderSettings moved = settings.endpoint(Endpoint.https("h"));
    assertThat(moved.endpoint()).contains(Endpoint.https("h"));
    assertThat(moved.name()).isEqualTo("fake");
    assertThat(moved.home()).isEqualTo(settings.home());
    assertThat(moved.variable("X")).isEqualTo(settings.variable("X"));
  }

  @Test
  void a_step_has_no_negative_stage() {
    assertThatThrownBy(() -> new Assessment.Step("Release", -1, "", false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Assessment.leaving().step().action()).isEmpty();
    assertThat(Assessment.leaving()).hasToString("LEAVING");
    assertThat(Assessment.leaving().step().bin()).isFalse();
    assertThat(Assessment.leavingIntoBin().kind()).isEqualTo(Assessment.Kind.LEAVING);
    assertThat(Assessment.leavingIntoBin().step().bin()).isTrue();
  }

  @Test
  void a_step_that_does_not_speak_of_a_bin_has_one_if_it_escalates_or_comes_second() {
    assertThat(new Assessment.Step("Release", 1, "", false).bin()).isFalse();
    assertThat(new Assessment.Step("Release", 1, "", true).bin()).isTrue();
    assertThat(new Assessment.Step("Release", 2, "", false).bin()).isTrue();
    assertThat(new Assessment.Step("Release", 1, "", false, true).bin()).isTrue();
  }

  @Test
  void what_an_answer_means_beyond_its_code_stays_with_it() {
    ErrorRule rule = ErrorRule.of(ErrorCategory.FORBIDDEN, Applied.NO, Remedy.GIVE_UP);
    CloudFailure plain = CloudFailure.of(200, "c", "ins-1 may not", "r");
    assertThat(plain.meaning()).isEmpty();
    CloudFailure told = plain.means(rule).blaming(List.of("ins-1"));
    assertThat(told.meaning()).contains(rule);
    assertThat(told.culprits()).containsExactly("ins-1");
    assertThat(told.code()).isEqualTo("c");
  }

  @Test
  void an_instance_at_its_goal_may_have_something_to_know() {
    assertThat(Assessment.atGoal().hint()).isEmpty();
    assertThat(Assessment.atGoal().hint("disks are billed").hint()).isEqualTo("disks are billed");
    assertThat(Assessment.atGoal().hint("disks are billed").kind())
        .isEqualTo(Assessment.Kind.AT_GOAL);
  }

  /** Else a time that fits into no arithmetic ends a run that has sent. */
  @Test
  void times_of_a_provider_are_at_most_a_year() {
    ProviderFacts facts = facts(List.of(RELEASE), SECOND, SECOND);
    Duration year = Duration.ofDays(365);
    Map<String, BiFunction<ProviderFacts, Duration, ProviderFacts>> times =
        Map.of(
            "settlingTime", ProviderFacts::settlingTime,
            "longestLag", ProviderFacts::longestLag,
            "longestDelay", ProviderFacts::longestDelay,
            "pollInterval", ProviderFacts::pollInterval,
            "throttleWindow", ProviderFacts::throttleWindow);
    times.forEach(
        (name, time) -> {
          assertThat(time.apply(facts, year)).isNotNull();
          for (Duration wrong :
              List.of(year.plusNanos(1), ChronoUnit.FOREVER.getDuration(), SECOND.negated())) {
            assertThatThrownBy(() -> time.apply(facts, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fake needs a " + name + " of 0 to 365 days, not " + wrong);
          }
        });
  }

  @Test
  void a_rate_is_finite() {
    assertThatThrownBy(() -> ActionFacts.of("X", 1, Double.POSITIVE_INFINITY, SECOND))
        .hasMessage("ratePerSecond of X must be above zero and finite, not Infinity");
    assertThatThrownBy(() -> new Pace.Lane("h", "k", "X", Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("finite");
  }

  @Test
  void lanes_that_differ_in_their_rate_are_not_equal_and_have_one_text() {
    Pace.Lane slow = new Pace.Lane("h", "k", "X", 1);
    assertThat(slow).isNotEqualTo(new Pace.Lane("h", "k", "X", 2));
    assertThat(slow).hasToString(new Pace.Lane("h", "k", "X", 2).toString());
  }

  @Test
  void facts_of_a_snapshot_that_are_null_are_named() {
    Snapshot.Builder builder =
        Snapshot.builder(InstanceRef.of("fake", "i-1"), Instant.EPOCH, LifecyclePhase.STABLE);
    assertThatThrownBy(() -> builder.tag(nothing(), "v")).hasMessage("key");
    assertThatThrownBy(() -> builder.tag("k", nothing())).hasMessage("value");
    assertThatThrownBy(() -> builder.attribute(nothing(), "v")).hasMessage("attributeName");
    assertThatThrownBy(() -> builder.attribute("k", nothing())).hasMessage("value");
  }

  @SuppressWarnings("NullAway") // what a caller without checks hands over
  private static <T> T nothing() {
    return null;
  }
}
