package io.cloudrelease.retry;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.transport.SendPhase;
import java.time.Duration;
import java.util.Optional;

/**
 * All that a {@link RetryPolicy} is told about a failure. Handed out by the SDK, and implemented by
 * nobody else but tests: it may gain methods.
 */
public interface RetryContext {

  /** Whether the request changes something; reads may always be sent again. */
  boolean destructive();

  /** How far it got. */
  SendPhase phase();

  /** What the provider's table says of the failure. */
  ErrorRule rule();

  /** How often it was sent or tried by now, from 1. */
  int attempt();

  /** Whether the cloud itself guarantees that the same token acts once. */
  boolean idempotencyToken();

  /** Whether a second application could go further than the goal. */
  boolean escalates();

  /** Whether looks, the last of them after the settling time, show every instance as before. */
  boolean unchangedAfterSettling();

  /** Whether the caller granted {@code RESEND_WHEN_UNCHANGED}. */
  boolean resendGranted();

  /** Whether the clock offset was already learned for this request. */
  boolean clockFixed();

  /** Whether credentials were already refreshed for this request. */
  boolean credentialsRefreshed();

  /** What the cloud asked for. */
  Optional<Duration> retryAfter();

  /** Until the caller's deadline. */
  Duration timeLeft();
}
