package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceLifeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private static InstanceLife refusedAfter(int sends, boolean lookedFirst, LifecyclePhase shows) {
    Snapshot look = Snapshot.builder(InstanceRef.of("zenlayer-vm", "1"), NOW, shows).build();
    return InstanceLife.NEW
        .sent(SendRecord.NONE.left(sends, 0, 0, NOW, List.of()))
        .seen(Sightings.NONE.shown(look, lookedFirst, false, NOW));
  }

  @Test
  void what_may_lie_in_the_bin_by_an_earlier_send_of_ours_is_not_called_rejected() {
    assertThat(refusedAfter(2, false, LifecyclePhase.RECYCLED).refused())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void what_lay_there_before_or_does_not_lie_there_or_was_sent_once_is() {
    assertThat(refusedAfter(2, true, LifecyclePhase.RECYCLED).refused())
        .isEqualTo(Verdict.REJECTED);
    assertThat(refusedAfter(2, false, LifecyclePhase.STABLE).refused()).isEqualTo(Verdict.REJECTED);
    assertThat(refusedAfter(1, false, LifecyclePhase.RECYCLED).refused())
        .isEqualTo(Verdict.REJECTED);
  }
}
