package io.cloudrelease.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Says when a lane's next call may leave: the place to share one account's rate among many
 * processes, through a rate limiter that they all see. Asked once before each call of any kind,
 * looks too, which have lanes of their own.
 *
 * <p>Callers are served in the order in which they ask, so requests that run at once in one client
 * share a lane evenly. Implementations are thread-safe. They may block for a moment, as a call to a
 * remote store does; they should not wait for the turn itself, which the client does within
 * deadline and stop. What they throw holds the call back: nothing is sent.
 */
public interface Pace {

  /**
   * Takes the lane's next free moment and says how long it is until then; zero for now.
   *
   * @param lane whose turn
   * @param now the client's clock
   */
  Duration reserve(Lane lane, Instant now);

  /** The cloud took a call of that lane. */
  default void accepted(Lane lane) {}

  /**
   * The cloud asked to slow down.
   *
   * @param retryAfter how long it wants to be left alone, where it said so
   */
  default void throttled(Lane lane, Instant now, Optional<Duration> retryAfter) {}

  /**
   * Calls that share one rate.
   *
   * @param provider the account's registered name
   * @param region empty where the cloud has none
   * @param action the API action
   * @param ratePerSecond the documented rate, calls a second; positive
   */
  record Lane(String provider, String region, String action, double ratePerSecond) {

    public Lane {
      Objects.requireNonNull(provider, "provider");
      Objects.requireNonNull(region, "region");
      Objects.requireNonNull(action, "action");
      if (!(ratePerSecond > 0)) {
        throw new IllegalArgumentException("ratePerSecond must be positive: " + ratePerSecond);
      }
    }

    /** Provider, region where there is one, and action; without the rate. */
    @Override
    public String toString() {
      return region.isEmpty() ? provider + " " + action : provider + ":" + region + " " + action;
    }
  }
}
