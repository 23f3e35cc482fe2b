package io.cloudrelease.pace;

import java.time.Duration;
import java.time.Instant;

/**
 * A process that asks for its turn again and again, and prints when each one came. In a program
 * that releases, it is {@code ReleaseClient.builder().pace(new RedisPace(uri))}.
 */
public final class Caller {
  private Caller() {}

  /** Arguments: where Redis is, calls, calls a second. */
  public static void main(String[] args) throws InterruptedException {
    Pace.Lane lane =
        new Pace.Lane(
            "cvm.tencentcloudapi.com",
            "account prod",
            "TerminateInstances",
            Double.parseDouble(args[2]));
    try (RedisPace pace = new RedisPace(args[0])) {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        long before = System.currentTimeMillis();
        Duration wait = pace.reserve(lane, Instant.now());
        long after = System.currentTimeMillis();
        // Redis took its time somewhere in between, so the turn lies between these two.
        System.out.println((before + wait.toMillis()) + "\t" + (after + wait.toMillis() + 1));
        Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
      }
    }
  }
}
