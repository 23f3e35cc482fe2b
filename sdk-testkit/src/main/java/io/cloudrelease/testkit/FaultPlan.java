package io.cloudrelease.testkit;

import java.util.Optional;

/**
 * Chooses, request by request, what goes wrong. Asked once for each request, one at a time, in the
 * order they arrive.
 */
@FunctionalInterface
public interface FaultPlan {

  /** The fault that strikes this request, if any. */
  Optional<Fault> faultFor(SimulatedCall call);

  /** Nothing ever goes wrong. */
  static FaultPlan none() {
    return call -> Optional.empty();
  }

  /** The first plan that has a fault for the request decides; all of them are asked in any case. */
  default FaultPlan or(FaultPlan other) {
    return call -> {
      Optional<Fault> mine = faultFor(call);
      Optional<Fault> theirs = other.faultFor(call);
      return mine.isPresent() ? mine : theirs;
    };
  }
}
