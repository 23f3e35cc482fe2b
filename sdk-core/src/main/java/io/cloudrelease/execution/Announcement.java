package io.cloudrelease.execution;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes a call's intent down just before it leaves, and its outcome after. Made on the loop's
 * thread, used on the call's.
 */
final class Announcement implements Supplier<Optional<Withheld>> {
  /** Until providers say: how long a call without an answer may still be carried out. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  /** Until providers say: how far looks may be behind. */
  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  private final Chronicle chronicle;
  private final Account account;
  private final ReleaseBatch batch;
  private final RunControl control;
  private final String batchId;
  private final Map<InstanceRef, Snapshot> seen = new HashMap<>();
  private boolean intended;

  Announcement(
      Chronicle chronicle,
      Account account,
      ReleaseBatch batch,
      List<Work> works,
      RunControl control) {
    this.chronicle = chronicle;
    this.account = account;
    this.batch = batch;
    this.control = control;
    this.batchId = chronicle.nextBatchId();
    for (Work work : works) {
      if (work.last != null) {
        seen.put(work.ref, work.last);
      }
    }
  }

  @Override
  public Optional<Withheld> get() {
    Optional<Withheld> withheld =
        chronicle.intend(
            new JournalEntry.BatchIntent(
                control.now(),
                batchId,
                account.name(),
                "",
                batch.region(),
                batch.step().action(),
                batch.step().stage(),
                batch.step().group(),
                batch.step().escalates(),
                batch.token(),
                account.facts().settlingTime(),
                LONGEST_DELAY,
                LONGEST_LAG,
                batch.instances(),
                seen));
    intended = withheld.isEmpty();
    return withheld;
  }

  void ended(Outcome<ReleaseAnswer> outcome) {
    if (intended) {
      chronicle.outcome(batchId, outcome);
    }
  }
}
