package io.cloudrelease.testkit;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of a request on the wire, as data that any face can play: an answer, or a way in
 * which the answer does not arrive.
 *
 * @param kind which of them
 * @param response the answer; with {@link Kind#TRUNCATE} what would have been answered, otherwise
 *     meaningless
 * @param delay how long the cloud takes
 */
public record SimulatedOutcome(Kind kind, HttpResponse response, Duration delay) {

  private static final HttpResponse NOTHING = HttpResponse.of(0, List.of(), HttpBody.empty());

  public SimulatedOutcome {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(response, "response");
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative: " + delay);
    }
  }

  /** What happens on the wire. */
  public enum Kind {
    /** The answer arrives whole. */
    ANSWER,
    /** The answer begins and breaks off. */
    TRUNCATE,
    /** The connection is cut without an answer. */
    DROP,
    /** The connection stays open and nothing comes. */
    HANG,
    /** No connection can be made: the request never reaches the cloud. */
    REFUSE
  }

  /** This outcome, that much later. */
  SimulatedOutcome delayedBy(Duration more) {
    return more.isZero() ? this : new SimulatedOutcome(kind, response, delay.plus(more));
  }

  static SimulatedOutcome answer(HttpResponse response, Duration delay) {
    return new SimulatedOutcome(Kind.ANSWER, response, delay);
  }

  static SimulatedOutcome without(Kind kind, Duration delay) {
    return new SimulatedOutcome(kind, NOTHING, delay);
  }
}
