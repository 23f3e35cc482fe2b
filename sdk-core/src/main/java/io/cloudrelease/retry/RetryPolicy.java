package io.cloudrelease.retry;

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
}
