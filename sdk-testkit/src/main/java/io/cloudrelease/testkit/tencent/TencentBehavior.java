package io.cloudrelease.testkit.tencent;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What a user may choose of the simulated CVM's behaviour; see {@link SimulatedTencent}. */
final class TencentBehavior {
  volatile Duration terminating = Duration.ofSeconds(20);
  volatile Duration isolating = Duration.ofSeconds(5);
  volatile Duration inBin = Duration.ofDays(7);
  volatile Duration postpaidInBin = Duration.ofHours(2);
  volatile boolean postpaidBins;
  volatile String isolatingOperation = TencentCall.TERMINATE;
  volatile boolean refusesWhileIsolating;
  volatile Set<String> unknownRegions = Set.of();
  volatile boolean onlyRealRegions;
  volatile List<String> regions = List.of();
  volatile List<String> regionsWithoutGroups = List.of();
  volatile boolean deniesGroups;
  volatile String passingState = "SHUTDOWN";
  volatile boolean passingUntold;
  volatile boolean busyWhileOperating;
  volatile boolean namesCulprits;
  volatile boolean anyScope;
}
