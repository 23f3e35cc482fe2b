package io.cloudrelease.journal;

/**
 * Where runs write down what they are about to send before it leaves, so that a run whose process
 * died can be completed. Implementations are thread-safe.
 */
public interface ReleaseJournal {

  /**
   * Begins a run; its first entry is durable when this returns.
   *
   * @throws JournalException when it cannot be written, is used by another process, or holds a run
   *     that was not completed
   */
  RunLog begin(JournalEntry.RunStarted started) throws JournalException;

  /**
   * Opens the run that is to be completed: the unfinished one, or else the last.
   *
   * @throws JournalException when there is none, it cannot be read or written, or another process
   *     uses it
   */
  RunLog resume() throws JournalException;

  /** Keeps nothing: a run whose process dies cannot be completed. */
  static ReleaseJournal none() {
    return NoJournal.NONE;
  }
}
