package io.cloudrelease.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.ListFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void conditions_that_could_only_select_by_mistake_are_refused() {
    List<ThrowableAssert.ThrowingCallable> settings =
        List.of(
            () -> Condition.name(""),
            () -> Condition.tag(" "),
            () -> Condition.tag("", "ci"),
            () -> Condition.state(""),
            () -> Condition.chargeType(""),
            () -> Condition.zone(""),
            () -> Condition.vpc(""),
            () -> Condition.olderThan(Duration.ofDays(-7)),
            () -> Condition.youngerThan(Duration.ofDays(-7)));
    for (ThrowableAssert.ThrowingCallable setting : settings) {
      assertThatThrownBy(setting).isInstanceOf(InvalidRequestException.class);
    }
  }

  private static final InstanceRef REF = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1");

  private static boolean holds(Condition condition, String... tag) {
    Instant now = Instant.parse("2026-11-20T08:00:00Z");
    Snapshot.Builder seen = Snapshot.builder(REF, now, LifecyclePhase.STABLE);
    if (tag.length > 0) {
      seen.tag(tag[0], tag[1]);
    }
    return condition.holds(seen.build(), now);
  }

  @Test
  void a_star_in_a_tag_stands_for_any_text_as_in_a_guard() {
    for (Condition condition :
        List.of(
            Condition.tag("env*"),
            Condition.tag("*"),
            Condition.tag("env", "prod*"),
            Condition.tag("e*v", "*1"),
            Condition.tag("env", "prod-1"))) {
      assertThat(holds(condition, "env", "prod-1")).as("%s", condition).isTrue();
      assertThat(holds(condition.not(), "env", "prod-1")).as("not %s", condition).isFalse();
      assertThat(holds(condition)).as("%s without tags", condition).isFalse();
      assertThat(holds(condition.not())).as("not %s without tags", condition).isTrue();
    }
    assertThat(holds(Condition.tag("env", "Prod*"), "env", "prod-1")).isFalse();
    assertThat(holds(Condition.tag("env"), "env", "")).isTrue();
  }

  @Test
  void by_a_pattern_no_cloud_is_asked_to_filter() {
    Selection.Builder selection = Selection.builder().in("tencent-cvm:*");
    selection.where(Condition.tag("e*")).where(Condition.tag("*", "x"));
    assertThat(selection.build().filter().isNone()).isTrue();
    selection.where(Condition.tag("env", "prod*")).where(Condition.tag("team", "a"));
    ListFilter filter = selection.build().filter();
    assertThat(filter.tagKeys()).containsExactly("env");
    assertThat(filter.tags()).containsExactly(Map.entry("team", "a"));
  }

  @Test
  void a_place_has_the_name_of_an_account() {
    for (String wrong : new String[] {"Prod", "a\u001b[31m", "a b", ""}) {
      assertThatThrownBy(() -> new Place(wrong, "ap-guangzhou"))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("is not a place: its account's name ")
          .hasMessageNotContaining("\u001b");
    }
    assertThat(Place.parse("prod:*").isEverywhere()).isTrue();
  }
}
