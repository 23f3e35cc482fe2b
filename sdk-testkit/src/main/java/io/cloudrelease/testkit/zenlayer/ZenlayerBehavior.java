package io.cloudrelease.testkit.zenlayer;

import java.time.Duration;

/** What a user may choose of the simulated Zenlayer's behaviour; see {@link SimulatedZenlayer}. */
final class ZenlayerBehavior {
  volatile Duration releasing = Duration.ofSeconds(30);
  volatile Duration recycling = Duration.ofSeconds(10);
  volatile Duration inBin = Duration.ofHours(24);
  volatile String passingState = "";
  volatile boolean prepaidRefused;
  volatile boolean endedRefused;
  volatile boolean zecRefusesBatches;
}
