package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.Map;

/** The journal of one run while it goes on. Thread-safe. */
public interface RunLog extends AutoCloseable {

  /** Keeps nothing. */
  static RunLog none() {
    return NoJournal.NONE;
  }

  /** What the run wrote before it was resumed, in order; empty for a run that has just begun. */
  List<JournalEntry> history();

  /**
   * Writes down a call that is about to leave. When this returns an empty map the entry is durable
   * and the call may leave; otherwise nothing was written.
   *
   * @return the instances that are another run's, see {@link ClaimRule}
   * @throws JournalException when the entry cannot be made durable: the call must not leave
   */
  Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException;

  /**
   * Asked once more just before the bytes of a call leave whose intent is durable, before each
   * attempt: whether the run is still this process's. One that slept may find that another process
   * took the run over, that another run took it for dead and follows what it had sent, or that its
   * journal is gone. What others do at that moment comes either before the answer or after it.
   * Prompt where nothing happened since the intent.
   *
   * @throws JournalException when it is not, or that cannot be known: the call must not leave
   */
  default void checkOwner() throws JournalException {}

  /**
   * Writes down what happened. It survives the death of the process when this returns, and that of
   * the machine after the next {@link #intend} or {@link #close}. A store that is not on this
   * machine may keep it for a moment (a second at most while it can be reached), and must not wait
   * for the store here: an outcome that is lost costs a look, never a second send.
   *
   * @throws JournalException when it cannot be written; of a run with a verdict that could not be
   *     no end is written either, so that it can be resumed
   */
  void note(JournalEntry entry) throws JournalException;

  /**
   * Makes all of it durable and lets other processes have the journal.
   *
   * @throws JournalException when that fails
   */
  @Override
  void close() throws JournalException;
}
