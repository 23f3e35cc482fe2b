package io.cloudrelease.execution.record;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a call's intent down just before it leaves, and its outcome after. Made on the loop's
 * thread, used on the call's.
 */
public final class IntentWriter {
  private final RunRecord record;
  private final RunControl control;
  private final Account account;
  private final ReleaseBatch batch;
  private final Map<InstanceRef, Snapshot> seen;
  private final String batchId;
  private boolean intended;

  /**
   * A writer for one call.
   *
   * @param seen the last look at each of its instances, where there was one
   */
  public IntentWriter(
      RunRecord record,
      RunControl control,
      Account account,
      ReleaseBatch batch,
      Map<InstanceRef, Snapshot> seen) {
    this.record = record;
    this.control = control;
    this.account = account;
    this.batch = batch;
    this.seen = Map.copyOf(seen);
    this.batchId = record.nextBatchId();
  }

  /** The batch's name in the journal. */
  public String batchId() {
    return batchId;
  }

  /** Makes the intent durable; or says why the call must not leave. */
  public Optional<Withheld> intend() {
    ProviderFacts facts = account.facts();
    Optional<Withheld> withheld =
        record.intend(
            new JournalEntry.BatchIntent(
                control.now(),
                batchId,
                account.name(),
                facts.cloud(),
                batch.region(),
                batch.step().action(),
                batch.step().stage(),
                batch.step().group(),
                batch.step().escalates(),
                batch.step().bin(),
                batch.token(),
                facts.settlingTime(),
                facts.longestDelay(),
                facts.longestLag(),
                batch.instances(),
                seen));
    intended = withheld.isEmpty();
    return withheld;
  }

  /** Why the run is no longer this process's, if so; asked just before each attempt leaves. */
  public Optional<ReleaseError> checkOwner() {
    return record.checkOwner();
  }

  public void ended(Outcome<ReleaseAnswer> outcome) {
    if (intended) {
      record.outcome(batchId, outcome);
    }
  }
}
