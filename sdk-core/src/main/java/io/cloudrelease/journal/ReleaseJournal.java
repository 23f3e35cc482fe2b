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
   * Opens the run that is to be completed. Where a journal holds many (a folder, a store) it is an
   * unfinished one that no other process is at, and never one that ended. Where one is named (a
   * file, a run of a store) it is the unfinished one, or else the last, to be read.
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
