package io.cloudrelease.pace;

import io.cloudrelease.spi.CloudProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says when a lane's next call may leave: the place to share one account's rate among many
 * processes, through a rate limiter that they all see. Asked once before each call of any kind,
 * looks too, which have lanes of their own.
 *
 * <p>Callers are served in the order in which they ask, so requests that run at once in one client
 * share a lane evenly. Implementations are thread-safe. They may block for a moment, as a call to a
 * remote store does; they should not wait for the turn itself, which the client does within
 * deadline and stop. What they throw holds the call back: nothing is sent.
 *
 * <p>The times it is told are of the client's steady clock, not of the machine's: they are compared
 * with each other, within one process only. A pace that several processes share goes by the clock
 * of what they share.
 */
public interface Pace {

  /**
   * Takes the lane's next free moment and says how long it is until then; zero for now.
   *
   * @param lane whose turn
   * @param now by the steady clock
   */
  Duration reserve(Lane lane, Instant now);

  /**
   * Whether a turn that has come still stands; asked when its time is there. False when the cloud
   * asked meanwhile to be left alone: then that turn is dropped and another one reserved.
   *
   * @param now by the steady clock
   */
  default boolean stands(Lane lane, Instant now) {
    return true;
  }

  /**
   * The cloud answered a call of that lane. Calls that got no answer are not told.
   *
   * @param now by the steady clock
   */
  default void answered(Lane lane, Instant now, Answer answer) {}

  /**
   * What an answer means for the pace.
   *
   * @param kind whether the call was taken
   * @param took from the call's turn to its answer; how far these differ says how far apart calls
   *     may arrive that left evenly
   * @param advice what the cloud says of its pace; its wish to be left alone is held to the
   *     deadline of the run that met it, and told with {@link Kind#THROTTLED} only
   * @param window the time by which the cloud counts: one that throttles takes calls again in the
   *     next; zero where that is not known
   */
  record Answer(Kind kind, Duration took, PaceAdvice advice, Duration window) {

    public Answer {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(advice, "advice");
      if (took.isNegative() || window.isNegative()) {
        throw new IllegalArgumentException("neither may be negative: " + took + ", " + window);
      }
    }

    /** Three ways to answer. */
    public enum Kind {
      /** It was taken. */
      ACCEPTED,
      /** It was refused for what it is; no matter of pace. */
      REFUSED,
      /** It came too soon. */
      THROTTLED
    }
  }

  /**
   * Calls that a cloud counts together, and that share one rate.
   *
   * @param host the access host the calls go to ({@link CloudProvider#accessHost})
   * @param key who calls, printable and without a secret: a digest of a permanent access key's id,
   *     the same under whichever names the key is registered. Temporary keys have another id after
   *     each renewal while the cloud goes on counting for the same caller, so for them (and for
   *     bearer tokens) it is the name of the account: two names for one role have two lanes
   * @param action the API action
   * @param ratePerSecond the documented rate or the one that was set, calls a second; positive and
   *     finite. Lanes that differ in it only are not equal, yet the cloud counts their calls
   *     together: a pace goes by {@link #toString}, at the lower of the rates
   */
  record Lane(String host, String key, String action, double ratePerSecond) {

    public Lane {
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(action, "action");
      if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
        throw new IllegalArgumentException(
            "ratePerSecond must be positive and finite: " + ratePerSecond);
      }
    }

    // Written out for the sake of starts, as in InstanceRef.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Lane lane
          && Double.compare(ratePerSecond, lane.ratePerSecond) == 0
          && action.equals(lane.action)
          && key.equals(lane.key)
          && host.equals(lane.host);
    }

    @Override
    public int hashCode() {
      return (host.hashCode() * 31 + key.hashCode()) * 31 + action.hashCode();
    }

    /** Host, key and action, without the rate: the same text for what the cloud counts together. */
    @Override
    public String toString() {
      return host + " " + action + " (" + key + ")";
    }
  }
}
