package io.cloudrelease.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * Feeds a target as fast as it goes, without instruments: known inputs changed, and random ones.
 */
final class Plain {
  private static final int CHECK_EVERY = 256;

  private Plain() {}

  /** Arguments: target, seconds or so many executions (1000x), seed, known inputs, findings. */
  public static void main(String[] args) throws Exception {
    Target target = Targets.of(args[0]).make();
    boolean counted = args[1].endsWith("x");
    long most = Long.parseLong(counted ? args[1].substring(0, args[1].length() - 1) : args[1]);
    Inputs inputs = new Inputs(Long.parseLong(args[2]), Inputs.in(Path.of(args[3])));
    long start = System.nanoTime();
    long executions = 0;
    while (counted
        ? executions < most
        : executions % CHECK_EVERY != 0 || secondsSince(start) < most) {
      byte[] input = inputs.next();
      executions++;
      try {
        target.feed(input);
      } catch (Exception | AssertionError | StackOverflowError finding) {
        Path kept = Files.createDirectories(Path.of(args[4])).resolve("plain-" + executions);
        Files.write(kept, input);
        System.out.println("FINDING " + args[0] + ", input " + kept);
        System.out.println("  base64: " + Base64.getEncoder().encodeToString(input));
        finding.printStackTrace(System.out);
        System.out.println("executions " + executions);
        System.exit(1);
      }
    }
    System.out.println("executions " + executions);
    long cpu = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    System.out.println("per CPU second " + executions * 1000 / Math.max(1, cpu));
  }

  private static long secondsSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }
}
