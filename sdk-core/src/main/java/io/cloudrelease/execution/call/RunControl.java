package io.cloudrelease.execution.call;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.outcome.NoListener;
import io.cloudrelease.outcome.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Deadline and stop of one run, who hears of it and how far it has come, what it may trust, and as
 * whom it calls. Thread-safe.
 *
 * <p>Its times are those of the steady clock: an hour more or less on the machine's clock changes
 * none of them.
 */
public final class RunControl {
  /** Longer deadlines mean the same, and would not fit into the arithmetic of times. */
  private static final Duration LONGEST = Duration.ofDays(365);

  /** What was decided on a look must still be so when it leaves. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final InstantSource wall;
  private final InstantSource steady;
  private final Instant startedAt;
  private final Instant deadline;
  private final BooleanSupplier killSwitch;
  private final CompletableFuture<ReleaseError> stopped;
  private final Map<String, Pinned> identities;
  private volatile @Nullable ReleaseError sendsOver;
  private volatile ReleaseListener listener = NoListener.NONE;
  private volatile ReleaseProgress progress = RunProgress.begun(0);
  private Duration wallAhead;
  private Instant distrustBefore = Instant.MIN;

  /**
   * A run that begins now.
   *
   * @param wall the machine's clock; only how far it runs away from the other is looked at
   * @param steady goes forward evenly
   */
  public RunControl(
      InstantSource wall, InstantSource steady, Duration deadline, BooleanSupplier killSwitch) {
    this.wall = wall;
    this.steady = steady;
    this.startedAt = steady.instant();
    this.wallAhead = Duration.between(startedAt, wall.instant());
    this.deadline = startedAt.plus(deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST);
    this.killSwitch = killSwitch;
    this.stopped = new CompletableFuture<>();
    this.identities = new ConcurrentHashMap<>();
  }

  private RunControl(RunControl whole, Instant deadline) {
    this.wall = whole.wall;
    this.steady = whole.steady;
    this.startedAt = whole.startedAt;
    this.wallAhead = Duration.between(steady.instant(), wall.instant());
    this.deadline = deadline;
    this.killSwitch = whole.killSwitch;
    this.stopped = whole.stopped;
    this.identities = whole.identities;
  }

  /** A part of this run, which ends sooner: it is stopped with the whole, and calls as the same. */
  public RunControl within(Duration atMost) {
    Instant sooner = now().plus(atMost);
    return new RunControl(this, sooner.isBefore(deadline) ? sooner : deadline);
  }

  /** A part that nothing else may wait for long: so much, or a quarter of the time that is left. */
  public RunControl beside(Duration atMost) {
    Duration quarter = timeLeft().dividedBy(4);
    return within(quarter.compareTo(atMost) < 0 ? quarter : atMost);
  }

  /** Who hears of this run alone; told before it begins. */
  public RunControl heardBy(ReleaseListener own) {
    listener = own;
    return this;
  }

  ReleaseListener listener() {
    return listener;
  }

  /** How far the run has come. */
  public ReleaseProgress progress() {
    return progress;
  }

  /** It has come so far. */
  public void progress(ReleaseProgress now) {
    progress = now;
  }

  /** Ends the sending at once; the first reason stays. */
  public void stop(String reason) {
    stopped.complete(ReleaseError.of(ErrorCategory.STOPPED, OwnCodes.STOPPED, reason));
  }

  /** Ends the sending alone, also of calls that wait for their turn; looking goes on. */
  public void sendNoMore(ReleaseError why) {
    sendsOver = why;
  }

  public Instant startedAt() {
    return startedAt;
  }

  public Instant now() {
    return steady.instant();
  }

  /** Time until the deadline; never negative. */
  public Duration timeLeft() {
    Duration left = Duration.between(steady.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * What was seen before that time is looked at again before it is acted on: it is too old, or the
   * machine's clock has run away from the steady one since (the machine slept, and no clock counted
   * how long).
   */
  public synchronized Instant trustedFrom() {
    Instant now = steady.instant();
    Duration ahead = Duration.between(now, wall.instant());
    if (ahead.minus(wallAhead).compareTo(FRESH) > 0) {
      distrustBefore = now;
    }
    wallAhead = ahead;
    Instant fresh = now.minus(FRESH);
    return fresh.isBefore(distrustBefore) ? distrustBefore : fresh;
  }

  /**
   * As whom an account was first called.
   *
   * @param key what its credentials tell of themselves
   * @param accountId the cloud's own id of it; empty when that was not known then
   * @param credentials what it was called with
   */
  record Pinned(String key, String accountId, Credentials credentials) {}

  /**
   * As whom the run calls for that account: as it was first asked.
   *
   * @return the identity of its first call
   */
  Pinned pinned(String account, Pinned identity) {
    Pinned first = identities.putIfAbsent(account, identity);
    return first == null ? identity : first;
  }

  /** Completes when the run is stopped. */
  public Future<?> whenStopped() {
    return stopped;
  }

  /** Runs that when the run is stopped, on the thread that stops it; at once if it is already. */
  public void onStop(Runnable action) {
    stopped.thenRun(action);
  }

  /** Why nothing more may be sent, if so. */
  public Optional<ReleaseError> halted() {
    if (stopped.isDone()) {
      return Optional.of(stopped.join());
    }
    if (timeLeft().isZero()) {
      return Optional.of(
          ReleaseError.of(
                  ErrorCategory.DEADLINE, OwnCodes.DEADLINE_PASSED, "the deadline has passed")
              .hint("give the request a longer deadline"));
    }
    return Optional.empty();
  }

  /** As {@link #halted}, asking the kill switch too: for the moment before a destructive send. */
  public Optional<ReleaseError> mayNotSend() {
    if (!stopped.isDone()) {
      killed()
          .ifPresent(
              why ->
                  stopped.complete(
                      ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.KILL_SWITCH, why)
                          .hint("nothing more was sent; looking tells what had left")));
    }
    return halted().or(() -> Optional.ofNullable(sendsOver));
  }

  /** As {@link #mayNotSend}, where a send that is not given its least time is not begun. */
  Optional<ReleaseError> mayNotSendWithin(Duration least) {
    Optional<ReleaseError> halted = mayNotSend();
    return halted.isPresent() || timeLeft().compareTo(least) >= 0
        ? halted
        : Optional.of(
            ReleaseError.of(
                    ErrorCategory.DEADLINE,
                    OwnCodes.DEADLINE_TOO_NEAR,
                    "too little time is left to send")
                .hint("give the request a longer deadline"));
  }

  private Optional<String> killed() {
    try {
      return Extension.ask(killSwitch::getAsBoolean)
          ? Optional.of("the kill switch was thrown")
          : Optional.empty();
    } catch (Extension.BrokenException broken) {
      return Optional.of("the kill switch itself threw " + broken.getMessage());
    }
  }
}
