package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** Deadline and stop of one run. Thread-safe. */
public final class RunControl {
  /** Longer deadlines mean the same, and would not fit into the arithmetic of times. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final InstantSource clock;
  private final Instant startedAt;
  private final Instant deadline;
  private final BooleanSupplier killSwitch;
  private final CompletableFuture<ReleaseError> stopped = new CompletableFuture<>();

  public RunControl(InstantSource clock, Duration deadline, BooleanSupplier killSwitch) {
    this.clock = clock;
    this.startedAt = clock.instant();
    this.deadline = startedAt.plus(deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST);
    this.killSwitch = killSwitch;
  }

  /** Ends the sending at once; the first reason stays. */
  public void stop(String reason) {
    stopped.complete(ReleaseError.of(ErrorCategory.STOPPED, "Stopped", reason));
  }

  Instant startedAt() {
    return startedAt;
  }

  Instant deadline() {
    return deadline;
  }

  Instant now() {
    return clock.instant();
  }

  /** Time until the deadline; never negative. */
  Duration timeLeft() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Completes when the run is stopped. */
  Future<?> whenStopped() {
    return stopped;
  }

  /** Runs that when the run is stopped, on the thread that stops it; at once if it is already. */
  void onStop(Runnable action) {
    stopped.thenRun(action);
  }

  /** Why nothing more may be sent, if so. */
  Optional<ReleaseError> halted() {
    if (stopped.isDone()) {
      return Optional.of(stopped.join());
    }
    if (timeLeft().isZero()) {
      return Optional.of(
          ReleaseError.of(ErrorCategory.DEADLINE, "DeadlinePassed", "the deadline has passed")
              .hint("give the request a longer deadline"));
    }
    return Optional.empty();
  }

  /** As {@link #halted}, asking the kill switch too: for the moment before a destructive send. */
  Optional<ReleaseError> mayNotSend() {
    if (!stopped.isDone()) {
      killed()
          .ifPresent(
              why ->
                  stopped.complete(
                      ReleaseError.of(ErrorCategory.GUARDED, "KillSwitch", why)
                          .hint("nothing more was sent; looking tells what had left")));
    }
    return halted();
  }

  private Optional<String> killed() {
    try {
      return killSwitch.getAsBoolean()
          ? Optional.of("the kill switch was thrown")
          : Optional.empty();
    } catch (RuntimeException broken) {
      return Optional.of("the kill switch itself threw " + broken.getClass().getName());
    }
  }
}
