package io.cloudrelease.retry;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Decides after a failure. The only place that lets a request be sent again.
 *
 * <p>Pure and thread-safe. The client holds a policy to the rules that protect instances: {@code
 * SEND_AGAIN} for a destructive request that may have been applied is carried out only with an
 * idempotency token, or after the looks that {@link RetryContext#unchangedAfterSettling} stands
 * for.
 */
@FunctionalInterface
public interface RetryPolicy {

  RetryDecision decide(RetryContext context);

  /**
   * The SDK's own rules: look rather than send, and never send what could go further than the goal.
   *
   * @param random for jitter; asked at each decision
   */
  static RetryPolicy standard(Supplier<? extends RandomGenerator> random) {
    return new DefaultRetryPolicy(random);
  }
}
