package io.cloudrelease.credentials;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * When keys are renewed, and on which thread.
 *
 * @param clock the wall time, which is what ends are told in
 * @param jitter from 0 to below 1, so that many machines do not ask at one time
 * @param later runs something after a while
 */
record Renewals(InstantSource clock, DoubleSupplier jitter, Later later) {
  /** With so much left the vendors' own libraries renew what lives an hour or more. */
  private static final Duration USUAL_MARGIN = Duration.ofMinutes(15);

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofMinutes(5);

  /** Runs something once, after that time, on a thread that may wait for services. */
  interface Later {
    void run(Duration after, Runnable task);
  }

  /** Loaded when something first expires: one thread for all providers of the process. */
  private static final class OneThread {
    private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

    private static ScheduledThreadPoolExecutor executor() {
      ScheduledThreadPoolExecutor executor =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "cloudrelease-keys");
                thread.setDaemon(true);
                return thread;
              });
      // Long after everybody is gone the thread need not stay.
      executor.setKeepAliveTime(1, TimeUnit.MINUTES);
      executor.allowCoreThreadTimeOut(true);
      return executor;
    }
  }

  static Renewals system() {
    return new Renewals(
        InstantSource.system(),
        () -> ThreadLocalRandom.current().nextDouble(),
        (after, task) ->
            // A wait that no number of milliseconds can hold is as long as one can be.
            OneThread.EXECUTOR.schedule(
                task, TimeUnit.MILLISECONDS.convert(after), TimeUnit.MILLISECONDS));
  }

  /** How long before that end to renew, of what is left now. */
  Duration margin(Instant end) {
    Duration quarter = left(end).dividedBy(4);
    return quarter.compareTo(USUAL_MARGIN) < 0 ? quarter : USUAL_MARGIN;
  }

  /** How long from now to renew keys that end then: a margin ahead, and a little earlier. */
  Duration untilRenewal(Instant end) {
    Duration margin = margin(end);
    return atLeast(left(end).minus(margin).minus(jittered(margin.dividedBy(4))));
  }

  /** How long from now to try again what failed, or brought nothing newer. */
  Duration untilNextTry(Instant end) {
    Duration quarter = left(end).dividedBy(4);
    Duration most =
        quarter.compareTo(LONGEST_PAUSE_AFTER_FAILURE) < 0 ? quarter : LONGEST_PAUSE_AFTER_FAILURE;
    return atLeast(most.minus(jittered(most.dividedBy(4))));
  }

  Duration left(Instant end) {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration jittered(Duration most) {
    return Duration.ofMillis((long) (most.toMillis() * jitter.getAsDouble()));
  }

  private static Duration atLeast(Duration pause) {
    return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
  }

  /** Renews it then, unless nobody holds it any more. */
  void renew(CachedCredentials provider, Duration after) {
    WeakReference<CachedCredentials> held = new WeakReference<>(provider);
    later.run(
        after,
        () -> {
          CachedCredentials still = held.get();
          if (still != null) {
            still.renew();
          }
        });
  }
}
