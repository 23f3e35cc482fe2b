package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.Map;

/** Keeps nothing. */
enum NoJournal implements ReleaseJournal, RunLog {
  NONE;

  @Override
  public RunLog begin(JournalEntry.RunStarted started) {
    return this;
  }

  @Override
  public RunLog resume() throws JournalException {
    throw new JournalException("there is no journal", "give the journal of the run to complete");
  }

  @Override
  public List<JournalEntry> history() {
    return List.of();
  }

  @Override
  public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) {
    return Map.of();
  }

  @Override
  public void note(JournalEntry entry) {
    // Nobody will read it.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
