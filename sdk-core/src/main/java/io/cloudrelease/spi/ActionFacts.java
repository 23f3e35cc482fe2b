package io.cloudrelease.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Standing facts of one API action. Immutable. */
public final class ActionFacts {
  private final String name;
  private final int maxBatch;
  private final double ratePerSecond;
  private final boolean idempotencyToken;
  private final Duration timeout;

  private ActionFacts(
      String name, int maxBatch, double ratePerSecond, boolean idempotencyToken, Duration timeout) {
    this.name = Objects.requireNonNull(name, "name");
    this.maxBatch = maxBatch;
    this.ratePerSecond = ratePerSecond;
    this.idempotencyToken = idempotencyToken;
    this.timeout = timeout;
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch of " + name + " must be at least 1");
    }
    if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
      throw new IllegalArgumentException(
          "ratePerSecond of " + name + " must be above zero and finite, not " + ratePerSecond);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout of " + name + " must be positive");
    }
  }

  /**
   * An action without an idempotency token.
   *
   * @param name the action as the cloud calls it
   * @param maxBatch the most instances in one call, at least 1
   * @param ratePerSecond documented calls a second for an account, above zero and finite
   * @param timeout how long one call may take, positive
   */
  public static ActionFacts of(String name, int maxBatch, double ratePerSecond, Duration timeout) {
    return new ActionFacts(name, maxBatch, ratePerSecond, false, timeout);
  }

  /** This action, where a repeated call with the same token acts only once, or not. */
  public ActionFacts idempotencyToken(boolean value) {
    return new ActionFacts(name, maxBatch, ratePerSecond, value, timeout);
  }

  public String name() {
    return name;
  }

  public int maxBatch() {
    return maxBatch;
  }

  public double ratePerSecond() {
    return ratePerSecond;
  }

  public boolean idempotencyToken() {
    return idempotencyToken;
  }

  public Duration timeout() {
    return timeout;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ActionFacts o
        && name.equals(o.name)
        && maxBatch == o.maxBatch
        && Double.compare(ratePerSecond, o.ratePerSecond) == 0
        && idempotencyToken == o.idempotencyToken
        && timeout.equals(o.timeout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, maxBatch, ratePerSecond, idempotencyToken, timeout);
  }

  @Override
  public String toString() {
    return name;
  }
}
