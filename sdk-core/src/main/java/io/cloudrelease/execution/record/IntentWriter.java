package io.cloudrelease.execution.record;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes a call's intent down just before it leaves, and its outcome after. Made on the loop's
 * thread, used on the call's.
 */
final class IntentWriter implements Supplier<Optional<Withheld>> {
  private final RunRecord chronicle;
  private final Account account;
  private final ReleaseBatch batch;
  private final RunControl control;
  private final String batchId;
  private final Map<InstanceRef, Snapshot> seen = new HashMap<>();
  private boolean intended;

  IntentWriter(
      RunRecord chronicle,
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
                batch.region(),
                batch.step().action(),
                batch.step().stage(),
                batch.step().group(),
                batch.step().escalates(),
                batch.token(),
                account.facts().settlingTime(),
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
