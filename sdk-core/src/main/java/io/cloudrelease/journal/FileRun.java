package io.cloudrelease.journal;

import io.cloudrelease.model.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A run in a journal file, the last one of it. Immutable. Handed out by the SDK, and not meant to
 * be implemented: it may gain methods.
 */
public interface FileRun {

  /** Where it is. */
  Path file();

  /** Its id; empty when it cannot be read. */
  String runId();

  /** What is known of it. */
  State state();

  /** When it began, by the clock of the process that began it. */
  Optional<Instant> beganAt();

  /** When it was complete. */
  Optional<Instant> endedAt();

  /** How many instances it was asked to release. */
  int instances();

  /** How many of them have which verdict so far. */
  Map<Verdict, Integer> verdicts();

  /** What is wrong with the file, or with its lock; empty when nothing is. */
  String damage();

  /** What is known of a run. */
  enum State {
    /** A process has it, or may have it: then {@link #damage} says why that is not known. */
    UNDER_WAY,
    /** Nobody has it, and it is not complete: it can be resumed. */
    ABANDONED,
    /** It is complete. */
    ENDED,
    /** Its file cannot be read. */
    DAMAGED
  }
}
