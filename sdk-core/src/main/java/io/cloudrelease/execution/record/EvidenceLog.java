package io.cloudrelease.execution.record;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.outcome.RunEvidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run did, as it is kept for its result. Used by one thread at a time. */
interface EvidenceLog extends AutoCloseable {

  void add(JournalEntry entry);

  /** What kept it from being written, if anything did; what was added since is lost. */
  default Optional<IOException> failure() {
    return Optional.empty();
  }

  /** Ends it and leaves nothing of it behind: the run did not begin. */
  default void discard() {
    close();
  }

  /** Whether all of it is held in memory. */
  default boolean isInMemory() {
    return false;
  }

  /** What was added until now. */
  Evidence evidence();

  @Override
  void close();

  /** Keeps nothing. */
  static EvidenceLog none() {
    return new EvidenceLog() {
      @Override
      public void add(JournalEntry entry) {}

      @Override
      public Evidence evidence() {
        return RunEvidence.none();
      }

      @Override
      public void close() {}
    };
  }

  /** Keeps everything in memory, and makes lines of it when they are asked for. */
  static EvidenceLog inMemory() {
    List<JournalEntry> entries = new ArrayList<>();
    return new EvidenceLog() {
      @Override
      public void add(JournalEntry entry) {
        entries.add(entry);
      }

      @Override
      public boolean isInMemory() {
        return true;
      }

      @Override
      public Evidence evidence() {
        List<JournalEntry> all = List.copyOf(entries);
        return RunEvidence.of(() -> all.stream().map(JournalEntry::toJson).toList());
      }

      @Override
      public void close() {}
    };
  }
}
