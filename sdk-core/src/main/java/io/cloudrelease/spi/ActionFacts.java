package io.cloudrelease.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * Standing facts of one API action.
 *
 * @param name the action as the cloud calls it
 * @param maxBatch the most instances in one call, at least 1
 * @param ratePerSecond documented calls a second for an account, above zero
 * @param idempotencyToken whether a repeated call with the same token acts only once
 * @param timeout how long one call may take, positive
 */
public record ActionFacts(
    String name, int maxBatch, double ratePerSecond, boolean idempotencyToken, Duration timeout) {

  public ActionFacts {
    Objects.requireNonNull(name, "name");
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch of " + name + " must be at least 1");
    }
    if (!(ratePerSecond > 0)) {
      throw new IllegalArgumentException("ratePerSecond of " + name + " must be above zero");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout of " + name + " must be positive");
    }
  }
}
