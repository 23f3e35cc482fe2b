package io.cloudrelease.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A run in the store.
 *
 * @param runId its id
 * @param state what is known of it
 * @param owner who has it, or had it last; printable, chosen by that one
 * @param began when, by the database's clock
 * @param silence how long nothing was heard of its owner
 * @param fence raised with each new owner, and when another run follows its calls as it is silent;
 *     what was written or asked with an older one is refused
 * @param lines how many lines its journal has
 */
public record StoredRun(
    String runId,
    State state,
    String owner,
    Instant began,
    Duration silence,
    long fence,
    long lines) {

  public StoredRun {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(began, "began");
    Objects.requireNonNull(silence, "silence");
  }

  /** What is known of a run. */
  public enum State {
    /** Its owner lives, or may. */
    UNDER_WAY,
    /** Its owner left it unfinished or is dead: {@link JdbcStore#run} takes it over. */
    ABANDONED,
    /** It is complete. */
    ENDED
  }
}
