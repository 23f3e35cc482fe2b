package io.cloudrelease.spi.leftover;

import io.cloudrelease.spi.CloudFailure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to the question what there is, or a failure. */
public final class LeftoverAnswer {
  private final List<LeftoverItem> items;
  private final boolean complete;
  private final @Nullable CloudFailure failure;

  private LeftoverAnswer(
      List<LeftoverItem> items, boolean complete, @Nullable CloudFailure failure) {
    this.items = List.copyOf(items);
    this.complete = complete;
    this.failure = failure;
  }

  /**
   * These.
   *
   * @param complete whether there is surely no other; what is not shown by a complete answer is not
   *     there
   */
  public static LeftoverAnswer shows(List<LeftoverItem> items, boolean complete) {
    return new LeftoverAnswer(items, complete, null);
  }

  /** Not readable, or refused: nothing is known. */
  public static LeftoverAnswer failed(CloudFailure failure) {
    return new LeftoverAnswer(List.of(), false, Objects.requireNonNull(failure, "failure"));
  }

  public List<LeftoverItem> items() {
    return items;
  }

  /** Whether there is surely no other. */
  public boolean isComplete() {
    return complete;
  }

  /** The failure; empty when the answer can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
