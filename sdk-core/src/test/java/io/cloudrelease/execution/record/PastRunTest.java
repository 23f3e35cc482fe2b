package io.cloudrelease.execution.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.instance.Efforts;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Openness;
import io.cloudrelease.execution.instance.Terms;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalEntry.BatchIntent;
import io.cloudrelease.journal.JournalEntry.BatchOutcome;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.ProviderFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a journal says of an instance is what was known of it when its process died. */
class PastRunTest {
  private static final InstanceRef REF = InstanceRef.of("cloud", "i-1");
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  private static final ActionFacts RELEASE =
      ActionFacts.of("Release", 100, 10, Duration.ofSeconds(10));
  private static final Terms TERMS =
      new Terms(
          new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(Power.RESEND_WHEN_UNCHANGED), false),
          true,
          Duration.ofMinutes(5),
          false,
          ProviderFacts.of(
              "cloud", ActionFacts.of("Look", 100, 10, Duration.ofSeconds(10)), List.of(RELEASE)),
          any -> true);

  private static BatchIntent intent(String batch) {
    return new BatchIntent(
        NOW,
        batch,
        "cloud",
        "cloud",
        "",
        "Release",
        1,
        "",
        true,
        true,
        "token",
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        List.of(REF),
        Map.of());
  }

  private static BatchOutcome outcome(
      String batch, BatchOutcome.Kind kind, int sends, boolean answered, Proof proves) {
    ReleaseError error =
        kind == BatchOutcome.Kind.ACCEPTED
            ? ReleaseError.of(ErrorCategory.UNKNOWN, "", "")
            : ReleaseError.of(ErrorCategory.CLOCK_SKEW, "Code", "why");
    return new BatchOutcome(
        NOW, batch, kind, List.of(), sends, 0, answered, List.of(), proves, error);
  }

  private static InstanceLife life(JournalEntry... entries) {
    return PastRun.of(List.of(entries)).life(REF, NOW, TERMS);
  }

  @Test
  void what_was_refused_unseen_before_the_last_attempt_is_no_second_send() {
    InstanceLife accepted =
        life(intent("b1"), outcome("b1", BatchOutcome.Kind.ACCEPTED, 2, true, Proof.NOTHING));
    assertThat(accepted.sent().sends()).isEqualTo(2);
    assertThat(accepted.sent().mayCount()).isEqualTo(1);
    InstanceLife lost =
        life(intent("b1"), outcome("b1", BatchOutcome.Kind.AMBIGUOUS, 2, false, Proof.NOTHING));
    assertThat(lost.sent().mayCount()).isEqualTo(1);
    InstanceLife refused =
        life(intent("b1"), outcome("b1", BatchOutcome.Kind.REFUSED, 2, true, Proof.ALL));
    assertThat(refused.sent().mayCount()).isZero();
    assertThat(refused.sent().openness()).isEqualTo(Openness.CLOSED);
  }

  @Test
  void a_leave_by_which_nothing_left_is_still_there() {
    BatchOutcome lost = outcome("b1", BatchOutcome.Kind.AMBIGUOUS, 1, false, Proof.NOTHING);
    InstanceLife keptBack =
        life(
            intent("b1"),
            lost,
            intent("b2"),
            outcome("b2", BatchOutcome.Kind.NOT_SENT, 0, true, Proof.ALL));
    assertThat(keptBack.efforts().leave()).isEqualTo(Efforts.Leave.UNUSED);
    assertThat(life(intent("b1"), lost, intent("b2")).efforts().leave())
        .isEqualTo(Efforts.Leave.USED);
  }

  @Test
  void what_was_left_open_is_open_from_when_it_is_read_whatever_the_stamps_say() {
    List<JournalEntry> lost =
        List.of(intent("b1"), outcome("b1", BatchOutcome.Kind.AMBIGUOUS, 1, false, Proof.NOTHING));
    for (List<JournalEntry> entries : List.of(lost.subList(0, 1), lost)) {
      for (Duration clocksApart : List.of(Duration.ofMinutes(5), Duration.ofMinutes(-5))) {
        Instant read = NOW.plus(clocksApart);
        InstanceLife life = PastRun.of(entries).life(REF, read, TERMS);
        assertThat(life.sent().provenFrom(Duration.ZERO))
            .isEqualTo(read.plus(TERMS.facts().longestDelay()));
      }
    }
  }
}
