package io.cloudrelease.spi;

import io.cloudrelease.model.Snapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
   * <p>Rows are handed in as they came. Of equal ones of an id one is kept; of those that
   * contradict each other none can be believed, and all of them are left out. Either way the answer
   * is incomplete: in the place of a row that comes twice another may be missing.
   *
   * @param complete false when the answer itself says that there is more than it shows (a total
   *     count, a next page): then absence means nothing, and the core looks again in smaller parts
   */
  public static LookAnswer shows(List<Snapshot> snapshots, boolean complete) {
    Map<String, Snapshot> shown = new LinkedHashMap<>();
    Set<String> contradicted = new HashSet<>();
    for (Snapshot row : snapshots) {
      String id = row.ref().id();
      Snapshot before = shown.putIfAbsent(id, row);
      if (before != null && !before.equals(row)) {
        contradicted.add(id);
      }
    }
    boolean once = shown.size() == snapshots.size();
    shown.keySet().removeAll(contradicted);
    return new LookAnswer(List.copyOf(shown.values()), complete && once, null);
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
