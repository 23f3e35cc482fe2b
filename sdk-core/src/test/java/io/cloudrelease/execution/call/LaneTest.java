package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.spi.ActionFacts;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a call belongs. */
class LaneTest {
  private static List<Lane> lanes() {
    return List.of(
        new Lane("a", "r", "Look"),
        new Lane("b", "r", "Look"),
        new Lane("a", "s", "Look"),
        new Lane("a", "r", "Release"),
        new Lane("a", "", "Look"));
  }

  private static List<Region> regions() {
    return List.of(new Region("a", "r"), new Region("b", "r"), new Region("a", "s"));
  }

  @Test
  void account_region_and_action_tell_lanes_apart_and_account_and_name_regions() {
    assertThat(new HashSet<>(lanes())).isEqualTo(new HashSet<>(lanes())).hasSize(5);
    assertThat(new HashSet<>(regions())).isEqualTo(new HashSet<>(regions())).hasSize(3);
    for (Lane lane : lanes()) {
      assertThat(lanes()).filteredOn(lane::equals).hasSize(1);
      assertThat(lane.equals((Object) "a")).isFalse();
    }
    for (Region region : regions()) {
      assertThat(regions()).filteredOn(region::equals).hasSize(1);
      assertThat(region.equals((Object) "a")).isFalse();
    }
  }

  @Test
  void lanes_and_regions_spread_over_a_table() {
    assertThat(lanes().stream().map(Lane::hashCode).distinct()).hasSize(5);
    assertThat(regions().stream().map(Region::hashCode).distinct()).hasSize(3);
    assertThat(new Lane("a", "b", "c").hashCode()).isNotEqualTo(new Lane("b", "a", "c").hashCode());
    assertThat(new Region("a", "b").hashCode()).isNotEqualTo(new Region("b", "a").hashCode());
  }

  @Test
  void a_lane_is_in_the_region_of_its_account() {
    assertThat(regions())
        .filteredOn(new Lane("a", "r", "Look")::isIn)
        .containsExactly(new Region("a", "r"));
  }

  @Test
  void a_lane_reads_as_account_region_and_action() {
    assertThat(new Lane("a", "r", "Look")).hasToString("a:r Look");
    assertThat(new Lane("a", "", "Look")).hasToString("a Look");
  }

  @ParameterizedTest(name = "at {0} a second: {1}")
  @CsvSource({"0.5, 4", "4, 4", "4.1, 5", "10, 10", "24, 24", "25, 24", "1000, 24"})
  void as_many_calls_are_under_way_as_leave_in_a_second_within_bounds(double rate, int calls) {
    assertThat(Lane.mostCalls(ActionFacts.of("Look", 10, rate, Duration.ofSeconds(1))))
        .isEqualTo(calls);
  }
}
