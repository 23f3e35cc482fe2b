package io.cloudrelease.testkit.aliyun;

import java.time.Duration;

/** What a user may choose of the simulated ECS's behaviour; see {@link SimulatedAliyun}. */
final class AliyunBehavior {
  volatile Duration releasing = Duration.ofSeconds(10);
  volatile Duration gracefulStop = Duration.ofMinutes(2);
  volatile Duration tokenMemory = Duration.ofMinutes(30);
  volatile Duration tokenRunning = Duration.ZERO;
  volatile boolean remembersRefusals;
  volatile boolean securityLockRefuses;
  volatile String dryRunCode = "DRYRUN.SUCCESS";
  volatile int throttleStatus = 400;
  volatile boolean noncesOnce = true;
  volatile boolean rateHeader;
  volatile boolean retryAfterHeader;
}
