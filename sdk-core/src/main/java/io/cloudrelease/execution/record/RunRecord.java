package io.cloudrelease.execution.record;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.spi.ReleaseAnswer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what a run does: for its evidence, and into its journal. Thread-safe. */
public final class RunRecord implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecord.class);
  private static final Pattern BATCH_ID = Pattern.compile("b([0-9]{1,9})");

  private final InstantSource clock;
  private final RunLog log;
  private final EvidenceLog evidence;
  private int batches;
  private boolean ended;
  private boolean complained;
  private boolean closed;

  /** Whether the journal may lack what was noted last. */
  private boolean cutShort;

  /** Those whose verdicts could not be written into the journal. */
  private final Set<InstanceRef> unwritten = ConcurrentHashMap.newKeySet();

  private RunRecord(InstantSource clock, RunLog log, EvidenceLog evidence, int batches) {
    this.clock = clock;
    this.log = StrangersLog.of(log);
    this.evidence = evidence;
    this.batches = batches;
  }

  /** Begins to write into a journal. */
  public interface Beginning {
    RunLog begin() throws JournalException;
  }

  /**
   * The record of a run that begins: its evidence first, since a run that stands in a journal is
   * one to be completed.
   *
   * @throws JournalException when either cannot be written; then neither holds the run
   */
  public static RunRecord begun(
      InstantSource clock, Beginning journal, EvidencePlace place, JournalEntry.RunStarted started)
      throws JournalException {
    EvidenceLog evidence = opened(place, started.runId(), List.of(started));
    try {
      return new RunRecord(clock, journal.begin(), evidence, 0);
    } catch (JournalException unusable) {
      evidence.discard();
      throw unusable;
    }
  }

  /**
   * A record that goes on after these entries, which the journal holds already.
   *
   * @throws JournalException when its evidence cannot be written; the log is closed then
   */
  public static RunRecord of(
      InstantSource clock,
      RunLog log,
      EvidencePlace place,
      String runId,
      List<JournalEntry> written)
      throws JournalException {
    try {
      return new RunRecord(clock, log, opened(place, runId, written), batches(written));
    } catch (JournalException unwritable) {
      StrangersLog.shut(log);
      throw unwritable;
    }
  }

  private static EvidenceLog opened(EvidencePlace place, String runId, List<JournalEntry> written)
      throws JournalException {
    EvidenceLog evidence = place.open(runId);
    written.forEach(evidence::add);
    Optional<IOException> failure = evidence.failure();
    if (failure.isPresent()) {
      // A file could be made, and not a line be written to it: the disk is full.
      evidence.discard();
      throw new JournalException(
          "the evidence of the run cannot be written (" + failure.get() + ")",
          "make room, or name another place",
          failure.get());
    }
    return evidence;
  }

  /** The highest number that was given to a batch: those of batches that did not leave are gaps. */
  private static int batches(List<JournalEntry> written) {
    int highest = 0;
    for (JournalEntry entry : written) {
      if (entry instanceof JournalEntry.BatchIntent intent) {
        Matcher id = BATCH_ID.matcher(intent.batchId());
        highest = id.matches() ? Math.max(highest, Integer.parseInt(id.group(1))) : highest;
      }
    }
    return highest;
  }

  /** A record in memory only, of what sends nothing. */
  public static RunRecord inMemory(InstantSource clock, List<JournalEntry> written) {
    EvidenceLog evidence = EvidenceLog.inMemory();
    written.forEach(evidence::add);
    return new RunRecord(clock, RunLog.none(), evidence, batches(written));
  }

  /** The run does not go on after all: what was written of its evidence is not left behind. */
  public void discardEvidence() {
    evidence.discard();
  }

  public synchronized String nextBatchId() {
    batches++;
    return "b" + batches;
  }

  /** Makes the intent durable; or says why the call must not leave. */
  public Optional<Withheld> intend(JournalEntry.BatchIntent intent) {
    Map<InstanceRef, Claim> claimed;
    try {
      claimed = log.intend(intent);
    } catch (JournalException | Extension.BrokenException e) {
      return Optional.of(Withheld.of(Withheld.Kind.JOURNAL, NotWritten.because(e)));
    }
    if (claimed.isEmpty()) {
      remember(intent);
      return Optional.empty();
    }
    return Optional.of(NotWritten.claimed(intent, claimed));
  }

  /** Why the run is no longer this process's, if so. */
  Optional<ReleaseError> checkOwner() {
    try {
      log.checkOwner();
      return Optional.empty();
    } catch (JournalException | Extension.BrokenException e) {
      return Optional.of(NotWritten.because(e));
    }
  }

  public void outcome(String batchId, Outcome<ReleaseAnswer> outcome) {
    note(
        new JournalEntry.BatchOutcome(
            clock.instant(),
            batchId,
            kind(outcome),
            outcome.requestIds(),
            outcome.sends(),
            outcome.tally().throttled(),
            outcome.tally().answered(),
            outcome.kind() == Outcome.Kind.REFUSED ? outcome.culprits() : outcome.refusedIds(),
            outcome.rule().proves(),
            outcome.error()));
  }

  private static JournalEntry.BatchOutcome.Kind kind(Outcome<?> outcome) {
    return switch (outcome.kind()) {
      case ACCEPTED -> JournalEntry.BatchOutcome.Kind.ACCEPTED;
      case REFUSED -> JournalEntry.BatchOutcome.Kind.REFUSED;
      case AMBIGUOUS -> JournalEntry.BatchOutcome.Kind.AMBIGUOUS;
      case NOT_SENT, WITHHELD -> JournalEntry.BatchOutcome.Kind.NOT_SENT;
    };
  }

  public void verdict(InstanceVerdict verdict) {
    note(new JournalEntry.VerdictGiven(clock.instant(), verdict));
  }

  public void decided(String guard, String decision) {
    note(new JournalEntry.GuardDecision(clock.instant(), guard, decision));
  }

  public void resumed() {
    note(new JournalEntry.RunResumed(clock.instant()));
  }

  /** Nothing more comes. */
  public void ended() {
    note(new JournalEntry.RunEnded(clock.instant()));
    closeLog();
  }

  /** Once it has ended, whether the journal may lack its verdict: a resume goes on with it then. */
  public boolean lacks(InstanceRef ref) {
    return cutShort || unwritten.contains(ref);
  }

  private void note(JournalEntry entry) {
    if (!remember(entry)) {
      return;
    }
    if (entry instanceof JournalEntry.RunEnded && !unwritten.isEmpty()) {
      LOG.warn("a verdict is not in the journal: its run is left there as one to be resumed");
      return;
    }
    try {
      log.note(entry);
    } catch (JournalException | Extension.BrokenException e) {
      if (entry instanceof JournalEntry.VerdictGiven given) {
        unwritten.add(given.verdict().ref());
      }
      complain(e);
    }
  }

  private synchronized boolean remember(JournalEntry entry) {
    if (ended) {
      return false;
    }
    evidence.add(entry);
    ended = entry instanceof JournalEntry.RunEnded;
    return true;
  }

  private synchronized void complain(Exception e) {
    // The run is no less true for it; only a resumed run would have to look once more.
    if (!complained) {
      complained = true;
      LOG.warn("the journal could not be written: {}", e.toString());
    }
  }

  /** Whether its evidence is held in memory, and not in a file or nowhere. */
  public boolean holdsEvidence() {
    return evidence.isInMemory();
  }

  public synchronized Evidence evidence() {
    return evidence.evidence();
  }

  @Override
  public void close() {
    evidence.close();
    closeLog();
  }

  private void closeLog() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      log.close();
    } catch (JournalException | Extension.BrokenException e) {
      cutShort = true;
      complain(e);
    }
  }
}
