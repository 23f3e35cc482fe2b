package io.cloudrelease.spi;

import io.cloudrelease.model.Snapshot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to a look: what it shows, or a failure. */
public final class LookAnswer {
  private final List<Snapshot> snapshots;
  private final boolean complete;
  private final @Nullable CloudFailure failure;

  private LookAnswer(List<Snapshot> snapshots, boolean complete, @Nullable CloudFailure failure) {
    this.snapshots = List.copyOf(snapshots);
    this.complete = complete;
    this.failure = failure;
  }

  /**
   * The instances the cloud shows; ids that were asked for and are not among them are absent.
   *
   * @param complete false when the answer itself says that there is more than it shows (a total
   *     count, a next page): then absence means nothing, and the core looks again in smaller parts
   */
  public static LookAnswer shows(List<Snapshot> snapshots, boolean complete) {
    return new LookAnswer(snapshots, complete, null);
  }

  /** Not readable, or refused. */
  public static LookAnswer failed(CloudFailure failure) {
    return new LookAnswer(List.of(), false, Objects.requireNonNull(failure, "failure"));
  }

  public List<Snapshot> snapshots() {
    return snapshots;
  }

  public boolean complete() {
    return complete;
  }

  /** The failure; empty when the look can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
