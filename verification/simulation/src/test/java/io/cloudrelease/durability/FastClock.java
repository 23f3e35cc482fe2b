package io.cloudrelease.durability;

import io.cloudrelease.clockwork.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that several processes share and that runs faster than the machine's: so that clouds and
 * clients agree on the time, and minutes of waiting take seconds.
 *
 * @param began when both clocks showed the same
 * @param factor how much faster it runs
 */
record FastClock(Instant began, int factor) implements InstantSource {

  @Override
  public Instant instant() {
    return began.plus(Duration.between(began, Instant.now()).multipliedBy(factor));
  }

  Sleeper sleeper() {
    Sleeper real = Sleeper.system();
    return (duration, wake) -> real.sleep(duration.dividedBy(factor), wake);
  }
}
