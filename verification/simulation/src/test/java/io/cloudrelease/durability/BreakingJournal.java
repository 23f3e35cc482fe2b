package io.cloudrelease.durability;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that is full after so many intents. */
final class BreakingJournal implements ReleaseJournal, RunLog {
  private final AtomicInteger left;

  BreakingJournal(int intents) {
    left = new AtomicInteger(intents);
  }

  @Override
  public RunLog begin(JournalEntry.RunStarted started) {
    return this;
  }

  @Override
  public RunLog resume() {
    return this;
  }

  @Override
  public List<JournalEntry> history() {
    return List.of();
  }

  @Override
  public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
    if (left.getAndDecrement() <= 0) {
      throw new JournalException("journal x cannot be written: no space left", "make room");
    }
    return Map.of();
  }

  @Override
  public void note(JournalEntry entry) throws JournalException {
    if (left.get() < 0) {
      throw new JournalException("journal x cannot be written: no space left", "make room");
    }
  }

  @Override
  public void close() {}
}
