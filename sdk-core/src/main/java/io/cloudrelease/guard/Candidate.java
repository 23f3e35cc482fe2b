package io.cloudrelease.guard;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance that is about to be sent. Immutable. */
public final class Candidate {
  private final InstanceRef ref;
  private final @Nullable Snapshot snapshot;
  private final Instant at;

  private Candidate(InstanceRef ref, @Nullable Snapshot snapshot, Instant at) {
    this.ref = Objects.requireNonNull(ref, "ref");
    this.snapshot = snapshot;
    this.at = Objects.requireNonNull(at, "at");
  }

  /**
   * One that was looked at.
   *
   * @param snapshot the last look at it
   * @param at now
   */
  public static Candidate seen(Snapshot snapshot, Instant at) {
    return new Candidate(snapshot.ref(), snapshot, at);
  }

  /** One that was not looked at, since looks are switched off. */
  public static Candidate unseen(InstanceRef ref, Instant at) {
    return new Candidate(ref, null, at);
  }

  public InstanceRef ref() {
    return ref;
  }

  /** The last look at it; empty when looks are switched off. */
  public Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** Now. */
  public Instant at() {
    return at;
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
