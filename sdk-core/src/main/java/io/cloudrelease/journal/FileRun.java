package io.cloudrelease.journal;

import io.cloudrelease.model.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A run in a journal file, the last one of it.
 *
 * @param file where it is
 * @param runId its id; empty when it cannot be read
 * @param state what is known of it
 * @param beganAt when it began, by the clock of the process that began it
 * @param endedAt when it was complete
 * @param instances how many instances it was asked to release
 * @param verdicts how many of them have which verdict so far
 * @param damage what is wrong with the file; empty when nothing is
 */
public record FileRun(
    Path file,
    String runId,
    State state,
    Optional<Instant> beganAt,
    Optional<Instant> endedAt,
    int instances,
    Map<Verdict, Integer> verdicts,
    String damage) {

  public FileRun {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(beganAt, "beganAt");
    Objects.requireNonNull(endedAt, "endedAt");
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    counts.putAll(verdicts);
    verdicts = Collections.unmodifiableMap(counts);
    Objects.requireNonNull(damage, "damage");
  }

  /** What is known of a run. */
  public enum State {
    /** A process has it. */
    UNDER_WAY,
    /** Nobody has it, and it is not complete: it can be resumed. */
    ABANDONED,
    /** It is complete. */
    ENDED,
    /** Its file cannot be read. */
    DAMAGED
  }
}
