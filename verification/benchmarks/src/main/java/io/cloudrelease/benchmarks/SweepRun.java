package io.cloudrelease.benchmarks;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One paced sweep through the front door, looks on, until each instance is proven gone.
 *
 * <p>Arguments: the server's address, ids in all, accounts, how many ids of each account to release
 * before, as a process does that has run for a while, and whose they are ({@code ours}, {@code ours
 * without evidence}, or somebody's who only warms up the server). Prints wall seconds, verdicts,
 * sends and the largest heap seen after a collection.
 */
public final class SweepRun {
  /** Where the ids of others begin. */
  private static final int OTHERS = 1_100_000;

  private SweepRun() {}

  public static void main(String[] args) {
    String endpoint = args[0];
    int size = Integer.parseInt(args[1]);
    int accounts = Integer.parseInt(args[2]);
    int before = Integer.parseInt(args[3]) * accounts;
    boolean ours = args[4].startsWith("ours");
    int first = ours ? 0 : OTHERS;
    ReleaseClientBuilder builder = ReleaseClient.builder();
    for (int i = 0; i < accounts; i++) {
      builder.provider(
          Clouds.TENCENT.provider(name(i), endpoint, (ours ? "AKID" : "AKIDother") + i));
    }
    if (args[4].endsWith("without evidence")) {
      builder.withoutEvidence();
    }
    ReleaseInstancesRequest request = request(first + before, size, accounts);
    try (ReleaseClient client = builder.build()) {
      if (before > 0) {
        client.releaseInstances(request(first, before, accounts));
      }
      long start = System.nanoTime();
      ReleaseInstancesResult result = client.releaseInstances(request);
      double seconds = (System.nanoTime() - start) / 1e9;
      report(result, seconds);
    }
  }

  private static ReleaseInstancesRequest request(int from, int size, int accounts) {
    List<String> ids = Fleet.tencent(from + size).subList(from, from + size);
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().maxInstances(ids.size()).deadline(Duration.ofMinutes(5));
    for (int i = 0; i < size; i++) {
      request.instance(InstanceRef.parse(name(i % accounts) + ":ap-guangzhou:" + ids.get(i)));
    }
    return request.build();
  }

  private static String name(int account) {
    return "tencent-" + account;
  }

  private static void report(ReleaseInstancesResult result, double seconds) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    int most = 0;
    for (InstanceVerdict verdict : result.verdicts()) {
      counts.merge(verdict.verdict(), 1, Integer::sum);
      most = Math.max(most, verdict.sends());
    }
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
        peak += pool.getCollectionUsage().getUsed();
      }
    }
    System.out.printf(
        java.util.Locale.ROOT,
        "seconds\t%.3f\tverdicts\t%s\tmostSends\t%d\theapAfterGcMB\t%d%n",
        seconds,
        counts,
        most,
        peak >> 20);
  }
}
