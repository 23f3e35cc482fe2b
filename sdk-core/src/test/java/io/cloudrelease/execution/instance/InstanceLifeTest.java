package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
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

  private static Efforts.Leave leaveAfter(boolean open, boolean first, boolean told, boolean left) {
    SendRecord record = open ? Rules.lost(Rules.PREPAID).life().sent() : SendRecord.NONE;
    return InstanceLife.NEW
        .sent(record)
        .next(new Assessment.Step("Release", 0, "", first), "")
        .toldAsSent(new Assessment.Step("Release", 0, "", told), left)
        .efforts()
        .leave();
  }

  @Test
  void a_second_send_that_a_journal_tells_of_used_the_leave_up_where_a_step_goes_too_far() {
    assertThat(leaveAfter(true, true, false, true)).isEqualTo(Efforts.Leave.USED);
    assertThat(leaveAfter(true, false, true, true)).isEqualTo(Efforts.Leave.USED);
    Efforts.Leave before = InstanceLife.NEW.efforts().leave();
    assertThat(before).isNotEqualTo(Efforts.Leave.USED);
    assertThat(leaveAfter(true, false, false, true)).as("harmless").isEqualTo(before);
    assertThat(leaveAfter(false, true, true, true)).as("nothing open").isEqualTo(before);
    assertThat(leaveAfter(true, true, true, false)).as("not left").isEqualTo(before);
  }

  @Test
  void what_the_account_was_refused_is_counted_for_what_was_sent_alone() {
    InstanceLife sent = Rules.lost(Rules.POSTPAID).life();
    ReleaseError why = ReleaseError.of(ErrorCategory.FORBIDDEN, "Denied", "not for you");
    Terms terms = Rules.POSTPAID.terms(false);
    assertThat(HeldBack.accountRefused(sent, why, NOW, terms).life().sent())
        .isEqualTo(HeldBack.by(sent.sent(sent.sent().refusedOnce()), why, NOW, terms).life().sent())
        .isNotEqualTo(HeldBack.by(sent, why, NOW, terms).life().sent());
    assertThat(HeldBack.accountRefused(InstanceLife.NEW, why, NOW, terms).life().sent())
        .isEqualTo(SendRecord.NONE);
  }
}
