package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What time a guard is told it is. */
class GuardTimeTest extends FakeRuns {

  @Test
  void a_front_end_with_a_wrong_clock_ages_nothing_in_other_regions() {
    cloud.regional = true;
    cloud.with(2);
    List<InstanceRef> refs =
        List.of(InstanceRef.of("fake", "r-0", "i-0"), InstanceRef.of("fake", "r-1", "i-1"));
    // Whichever answers last.
    for (int wrong = 0; wrong < 2; wrong++) {
      Map<InstanceRef, Instant> told = new HashMap<>();
      Instant now = time.instant();
      try (ReleaseClient client =
          builder()
              .transport(new WrongClock(cloud, "look i-" + wrong, time))
              .guard(
                  candidate -> {
                    told.put(candidate.ref(), candidate.at());
                    return ReleaseGuard.no("Test", "held back");
                  })
              .build()) {
        client.releaseInstances(ReleaseInstancesRequest.builder().instances(refs).build());
      }
      Duration soon = Duration.ofMinutes(5);
      assertThat(told.get(refs.get(1 - wrong))).isBetween(now.minus(soon), now.plus(soon));
      assertThat(told.get(refs.get(wrong))).isAfter(now.plus(WrongClock.AHEAD).minus(soon));
    }
    assertThat(cloud.applied).isEmpty();
  }
}
