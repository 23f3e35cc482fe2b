package io.cloudrelease.journal;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An instance is another run's: it must not be sent now. Immutable. */
public final class Claim {
  private final String run;
  private final String why;
  private final @Nullable Duration freeIn;

  private Claim(String run, String why, @Nullable Duration freeIn) {
    this.run = Objects.requireNonNull(run, "run");
    this.why = Objects.requireNonNull(why, "why");
    this.freeIn = freeIn;
  }

  /**
   * A claim that holds until its run says what became of the instance.
   *
   * @param run the id of that run
   * @param why for people
   */
  public static Claim of(String run, String why) {
    return new Claim(run, why, null);
  }

  /** A claim after whose time a fresh look lets it be sent, unless that run does something more. */
  public Claim freeIn(Duration time) {
    return new Claim(run, why, time.isNegative() ? Duration.ZERO : time);
  }

  public String run() {
    return run;
  }

  public String why() {
    return why;
  }

  /** Empty while that run lives and its call has no outcome: only it can say. */
  public Optional<Duration> freeIn() {
    return Optional.ofNullable(freeIn);
  }

  @Override
  public String toString() {
    return "Claim[" + run + ": " + why + "]";
  }
}
