package io.cloudrelease.spi.refund;

import io.cloudrelease.remains.Refund;
import io.cloudrelease.spi.CloudFailure;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cloud says it would pay back, or a failure. */
public final class RefundAnswer {
  private final Map<String, Refund> refunds;
  private final @Nullable CloudFailure failure;

  private RefundAnswer(Map<String, Refund> refunds, @Nullable CloudFailure failure) {
    this.refunds = Map.copyOf(refunds);
    this.failure = failure;
  }

  /**
   * So much; of instances that are not named nothing is known.
   *
   * @param refunds by the instances' ids
   */
  public static RefundAnswer shows(Map<String, Refund> refunds) {
    return new RefundAnswer(refunds, null);
  }

  /** Not readable, or refused: nothing is known. */
  public static RefundAnswer failed(CloudFailure failure) {
    return new RefundAnswer(Map.of(), Objects.requireNonNull(failure, "failure"));
  }

  /** What would be paid back, by the instances' ids. */
  public Map<String, Refund> refunds() {
    return refunds;
  }

  /** The failure; empty when the answer can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
