package io.cloudrelease.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When keys are renewed, and on which thread.
 *
 * @param clock the wall time, which is what ends are told in
 * @param jitter from 0 to below 1, so that many machines do not ask at one time
 * @param beside runs a renewal where it may wait for services; one that hangs keeps no other
 */
record Renewals(InstantSource clock, DoubleSupplier jitter, Executor beside) {
  /** With so much left the vendors' own libraries renew what lives an hour or more. */
  private static final Duration USUAL_MARGIN = Duration.ofMinutes(15);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

  static Renewals system() {
    return new Renewals(
        InstantSource.system(),
        () -> ThreadLocalRandom.current().nextDouble(),
        renewal -> {
          // It ends with the renewal: between two of them nothing waits.
          Thread thread = new Thread(renewal, "cloudrelease-keys");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /** How long before that end to renew, of what is left now. */
  Duration margin(Instant end) {
    Duration quarter = left(end).dividedBy(4);
    return quarter.compareTo(USUAL_MARGIN) < 0 ? quarter : USUAL_MARGIN;
  }

  /** When to renew keys that end then: a margin ahead, and a little earlier. */
  Instant renewal(Instant end) {
    Duration margin = margin(end);
    return after(left(end).minus(margin).minus(jittered(margin.dividedBy(4))));
  }

  /** When to try again what failed, or brought nothing newer. */
  Instant nextTry(Instant end) {
    Duration quarter = left(end).dividedBy(4);
    Duration most =
        quarter.compareTo(LONGEST_PAUSE_AFTER_FAILURE) < 0 ? quarter : LONGEST_PAUSE_AFTER_FAILURE;
    return after(most.minus(jittered(most.dividedBy(4))));
  }

  Duration left(Instant end) {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration jittered(Duration most) {
    return Duration.ofMillis((long) (most.toMillis() * jitter.getAsDouble()));
  }

  private Instant after(Duration pause) {
    return clock.instant().plus(pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause);
  }
}
