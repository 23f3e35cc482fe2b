package io.cloudrelease.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlannedBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table that a person is to confirm. */
class ReleasePlanTableTest {
  private static final InstanceRef REF = InstanceRef.of("fake", "i-1");
  private static final InstanceRef OTHER = InstanceRef.of("fake", "i-2");
  private static final String NASTY = "PRE\u001b[2J\u202e\u2028PAID";
  private static final String SHOWN = "PRE\\u001b[2J\\u202e\\u2028PAID";

  @Test
  void what_clouds_say_is_shown_and_not_obeyed() {
    InstanceVerdict excluded =
        GivenVerdict.builder(OTHER, Verdict.NOT_SENT)
            .error(Optional.of(ReleaseError.of(ErrorCategory.GUARDED, "c", "named " + NASTY)))
            .build();
    ReleasePlan plan =
        new MadePlan(
            ReleaseInstancesRequest.builder().instances(List.of(REF, OTHER)).build(),
            Instant.EPOCH,
            List.of(new PlannedBatch("fake", "", "Release", NASTY, List.of(REF), false)),
            List.of(),
            List.of(excluded),
            Map.of(),
            Map.of(REF, List.of(CollateralItem.of(NASTY, "d-1", CollateralItem.Fate.GOES))),
            Map.of(),
            Duration.ofSeconds(1));
    String table = plan.toTable();
    assertThat(table).doesNotContain("\u001b").doesNotContain("\u202e").doesNotContain("\u2028");
    assertThat(table)
        .contains("Release  " + SHOWN)
        .contains("goes too  " + SHOWN)
        .contains("named " + SHOWN);
  }

  @Test
  void a_hint_in_the_result_is_shown_and_not_obeyed() {
    InstanceVerdict verdict = GivenVerdict.builder(REF, Verdict.RECYCLED).hint(NASTY).build();
    ReleaseInstancesResult result =
        new FinishedResult(
            ReleaseInstancesRequest.builder().instances(List.of(REF)).build().intent(),
            List.of(verdict),
            Instant.EPOCH,
            Duration.ZERO);
    assertThat(result.toTable()).contains(SHOWN).doesNotContain("\u001b");
  }

  @Test
  void a_snapshot_shows_the_state_and_does_not_obey_it() {
    Snapshot snapshot =
        Snapshot.builder(REF, Instant.EPOCH, LifecyclePhase.STABLE).state(NASTY).build();
    assertThat(snapshot).hasToString("fake:i-1 STABLE (" + SHOWN + ") at 1970-01-01T00:00:00Z");
  }
}
