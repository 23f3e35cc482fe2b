package io.cloudrelease.testkit.tencent;

import java.time.Duration;

/** What a user may choose of the simulated CVM's behaviour; see {@link SimulatedTencent}. */
final class TencentBehavior {
  volatile Duration terminating = Duration.ofSeconds(20);
  volatile Duration isolating = Duration.ofSeconds(5);
  volatile Duration inBin = Duration.ofDays(7);
  volatile String passingState = "SHUTDOWN";
  volatile boolean busyWhileOperating;
  volatile boolean namesCulprits;
  volatile boolean anyScope;
}
