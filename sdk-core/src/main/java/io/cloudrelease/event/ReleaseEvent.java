package io.cloudrelease.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened during a run. Holds no secret.
 *
 * @param kind what happened
 * @param at when
 * @param lane where: provider, region where there is one, and action; empty for the whole run
 * @param instances how many instances it concerns
 * @param detail for people: a request id, a code, a reason; may be empty
 * @param settled how many instances have their verdict by now
 * @param total how many instances the request names
 * @param settledPerSecond how fast instances get their verdicts, over the whole run so far; zero
 *     where the event does not say
 * @param timeLeft how long it takes at that rate until all have theirs; empty where nothing is
 *     known, and a guess where it is
 */
public record ReleaseEvent(
    Kind kind,
    Instant at,
    String lane,
    int instances,
    String detail,
    int settled,
    int total,
    double settledPerSecond,
    Optional<Duration> timeLeft) {

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  public ReleaseEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(timeLeft, "timeLeft");
  }

  /** An event that says nothing of rate and time left. */
  public ReleaseEvent(
      Kind kind, Instant at, String lane, int instances, String detail, int settled, int total) {
    this(kind, at, lane, instances, detail, settled, total, 0, Optional.empty());
  }

  /**
   * This event with the rate and the time left of a run.
   *
   * @param running since when the run goes on
   */
  public ReleaseEvent inRunSince(Instant running) {
    double seconds = Duration.between(running, at).toNanos() / NANOS;
    if (settled == 0 || seconds <= 0) {
      return this;
    }
    double rate = settled / seconds;
    Duration left = Duration.ofMillis(Math.round((total - settled) / rate * MILLIS));
    return new ReleaseEvent(
        kind, at, lane, instances, detail, settled, total, rate, Optional.of(left));
  }

  /** The kinds of events. */
  public enum Kind {
    /** The plan is made; nothing was sent yet. */
    PLANNED,
    /** A destructive request is about to leave. */
    SENDING,
    /** A destructive request was answered, or no answer came. */
    ANSWERED,
    /** A request will be sent again after a pause. */
    RETRYING,
    /** The cloud wants to be left alone for longer than the run, or a lane, may be held. */
    HELD_BACK,
    /** Instances were read. */
    LOOKED,
    /** An instance got its verdict. */
    VERDICT,
    /** The sending was stopped. */
    STOPPED,
    /** The result is complete. */
    FINISHED
  }
}
