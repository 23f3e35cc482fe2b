package io.cloudrelease.journal;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An instance is another run's: it must not be sent now.
 *
 * @param run the id of that run
 * @param why for people
 * @param freeIn after what time a fresh look lets it be sent, unless that run does something more;
 *     empty while that run lives and its call has no outcome: only it can say
 */
public record Claim(String run, String why, Optional<Duration> freeIn) {
  public Claim {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(freeIn, "freeIn");
  }
}
