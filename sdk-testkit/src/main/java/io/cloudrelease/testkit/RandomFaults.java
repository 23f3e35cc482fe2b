package io.cloudrelease.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Faults drawn from a seeded generator: the same seed and the same requests give the same faults.
 * Not thread-safe by itself; a simulated cloud asks one request at a time.
 */
public final class RandomFaults implements FaultPlan {
  private final RandomGenerator random;
  private double destructiveShare;
  private List<Fault> destructive = List.of();
  private double lookShare;
  private List<Fault> looks = List.of();
  private int left = Integer.MAX_VALUE;
  private Instant end = Instant.MAX;

  /**
   * No faults yet.
   *
   * @param random seeded by the caller
   */
  public RandomFaults(RandomGenerator random) {
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Strikes that share of the destructive requests with one of these, each as likely.
   *
   * @param share 0 to 1
   * @param faults at least one, unless the share is 0
   */
  public RandomFaults destructive(double share, List<Fault> faults) {
    check(share, faults);
    destructiveShare = share;
    destructive = List.copyOf(faults);
    return this;
  }

  /**
   * Strikes that share of the other requests with one of these, each as likely.
   *
   * @param share 0 to 1
   * @param faults at least one, unless the share is 0
   */
  public RandomFaults looks(double share, List<Fault> faults) {
    check(share, faults);
    lookShare = share;
    looks = List.copyOf(faults);
    return this;
  }

  private static void check(double share, List<Fault> faults) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the share is " + share + "; it must be 0 to 1");
    }
    if (share > 0 && faults.isEmpty()) {
      throw new IllegalArgumentException(
          "no faults for a share of " + share + "; give at least one");
    }
  }

  /** Stops after so many faults; not negative. */
  public RandomFaults atMost(int faults) {
    if (faults < 0) {
      throw new IllegalArgumentException("atMost is " + faults + "; it must not be negative");
    }
    left = faults;
    return this;
  }

  /** Stops at that time, after which everything works. */
  public RandomFaults until(Instant time) {
    end = Objects.requireNonNull(time, "time");
    return this;
  }

  @Override
  public Optional<Fault> faultFor(SimulatedCall call) {
    List<Fault> choice = call.destructive() ? destructive : looks;
    double share = call.destructive() ? destructiveShare : lookShare;
    if (choice.isEmpty() || left <= 0 || !call.at().isBefore(end) || random.nextDouble() >= share) {
      return Optional.empty();
    }
    left--;
    return Optional.of(choice.get(random.nextInt(choice.size())));
  }
}
