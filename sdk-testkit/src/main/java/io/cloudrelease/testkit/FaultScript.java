package io.cloudrelease.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A plan written down line by line: which requests, which of them by order, and what happens to
 * them.
 *
 * <pre>{@code
 * cloud.faults(new FaultScript()
 *     .first(SimulatedCall::destructive, Fault.dropped().afterEffect())
 *     .nth(2, call -> !call.destructive(), Fault.gateway(503)));
 * }</pre>
 *
 * <p>The first line that fits decides; every line counts the requests it fits. Thread-safe, lines
 * may be added while it plays.
 */
public final class FaultScript implements FaultPlan {
  private final List<Line> lines = new ArrayList<>();

  /** An empty script. */
  public FaultScript() {}

  /** That happens to the first request that fits. */
  public FaultScript first(Predicate<SimulatedCall> which, Fault fault) {
    return range(1, 1, which, fault);
  }

  /**
   * That happens to the request of that order among those that fit.
   *
   * @param order from 1
   */
  public FaultScript nth(int order, Predicate<SimulatedCall> which, Fault fault) {
    return range(fromOne("order", order), order, which, fault);
  }

  /**
   * That happens to the first so many requests that fit.
   *
   * @param howMany not negative; 0 for none of them
   */
  public FaultScript times(int howMany, Predicate<SimulatedCall> which, Fault fault) {
    if (howMany < 0) {
      throw new IllegalArgumentException("howMany is " + howMany + "; it must not be negative");
    }
    return range(1, howMany, which, fault);
  }

  /** That happens to every request that fits. */
  public FaultScript always(Predicate<SimulatedCall> which, Fault fault) {
    return range(1, Integer.MAX_VALUE, which, fault);
  }

  /** What never strikes lets a test pass for nothing. */
  private static int fromOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " is " + value + "; it must be at least 1");
    }
    return value;
  }

  private synchronized FaultScript range(
      int from, int to, Predicate<SimulatedCall> which, Fault fault) {
    lines.add(
        new Line(
            from,
            to,
            Objects.requireNonNull(which, "which"),
            Objects.requireNonNull(fault, "fault")));
    return this;
  }

  @Override
  public synchronized Optional<Fault> faultFor(SimulatedCall call) {
    Optional<Fault> chosen = Optional.empty();
    for (Line line : lines) {
      if (line.which.test(call)) {
        line.seen++;
        if (chosen.isEmpty() && line.seen >= line.from && line.seen <= line.to) {
          chosen = Optional.of(line.fault);
        }
      }
    }
    return chosen;
  }

  private static final class Line {
    private final int from;
    private final int to;
    private final Predicate<SimulatedCall> which;
    private final Fault fault;
    private int seen;

    Line(int from, int to, Predicate<SimulatedCall> which, Fault fault) {
      this.from = from;
      this.to = to;
      this.which = which;
      this.fault = fault;
    }
  }
}
