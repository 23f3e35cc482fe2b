package io.cloudrelease.examples.demo;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.testkit.Ledger;
import io.cloudrelease.testkit.SimulatedCloud;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what was claimed with what the clouds know to be true.
 *
 * @param verdicts how many were compared
 * @param lies claims the ledger does not bear out
 * @param calls destructive requests that reached a cloud
 * @param twice how many of them were sent a second time, byte for byte
 */
record LedgerCheck(int verdicts, List<String> lies, int calls, int twice) {

  LedgerCheck {
    lies = List.copyOf(lies);
  }

  static LedgerCheck of(Fleet fleet, ReleaseInstancesResult result) {
    int compared = 0;
    List<String> lies = new ArrayList<>();
    Set<SimulatedCloud> clouds = new LinkedHashSet<>();
    for (Fleet.Group group : fleet.groups()) {
      clouds.add(group.cloud());
      for (InstanceRef ref : group.refs()) {
        compared++;
        boolean borneOut =
            result.verdict(ref).filter(v -> isTrue(group.cloud().ledger(), v)).isPresent();
        if (!borneOut) {
          lies.add(result.verdict(ref).map(Object::toString).orElse(ref + " has no verdict"));
        }
      }
    }
    int calls = clouds.stream().mapToInt(c -> c.ledger().destructiveRequests().size()).sum();
    int twice = clouds.stream().mapToInt(c -> c.ledger().identicalRequests().size()).sum();
    return new LedgerCheck(compared, lies, calls, twice);
  }

  private static boolean isTrue(Ledger ledger, InstanceVerdict verdict) {
    String id = verdict.ref().id();
    boolean untouched = ledger.timesApplied(id) == 0;
    boolean there = ledger.knows(id) && !ledger.isGone(id);
    boolean borneOut =
        switch (verdict.verdict()) {
          case RELEASED -> !untouched && ledger.isGone(id);
          case RECYCLED -> !untouched && ledger.isInRecycleBin(id);
          case ACCEPTED -> !untouched;
          case ALREADY_DONE -> untouched && (ledger.isGone(id) || ledger.isInRecycleBin(id));
          case NOT_FOUND -> untouched && !there;
          case REJECTED, NOT_SENT, DRY_RUN_PASSED -> untouched;
          case UNKNOWN -> true;
        };
    return borneOut && ledger.stepsBeyond(id, Goal.RELEASE) == 0;
  }

  /** Whether every claim is true and nothing was sent twice. */
  boolean agrees() {
    return lies.isEmpty() && twice == 0;
  }
}
