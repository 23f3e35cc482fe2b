package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a run is still this process's, by what the database said last. Thread-safe. */
final class Ownership {
  private static final Duration STILL_OURS = Duration.ofSeconds(1);

  private final String run;
  private volatile @Nullable Confirmed confirmed;
  private volatile String lost = "";

  Ownership(String run) {
    this.run = run;
  }

  /** The database said at that time whether it is. */
  void confirm(Confirmed at, boolean ours) {
    if (ours) {
      confirmed = at;
    } else {
      lose("was silent for too long: it, or what it sent, was taken over by another process");
    }
  }

  /** It is this process's no more, for good. */
  void lose(String how) {
    lost = how;
  }

  boolean isLost() {
    return !lost.isEmpty();
  }

  /** Whether that was confirmed so lately that nobody needs to ask. */
  boolean isCertain() {
    Confirmed last = confirmed;
    return !isLost() && last != null && last.isYoungerThan(STILL_OURS);
  }

  /** Throws when it is not. */
  void check() throws JournalException {
    if (isLost()) {
      throw gone();
    }
  }

  JournalException gone() {
    return new JournalException(
        "run " + run + " " + lost, "nothing more is sent here; see what became of it in the store");
  }
}
