package io.cloudrelease.benchmarks;

import com.sun.management.ThreadMXBean;
import io.cloudrelease.benchmarks.EncodeAndSign.Bare;
import io.cloudrelease.benchmarks.EncodeAndSign.ClassicSdk;
import io.cloudrelease.benchmarks.EncodeAndSign.Ours;
import io.cloudrelease.benchmarks.EncodeAndSign.TeaSdk;
import io.cloudrelease.benchmarks.EncodeAndSign.TencentSdk;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The same as {@link EncodeAndSign} and {@link ReadAnswers}, by the CPU time of the thread and in
 * slices, so that candidates, each in a process of its own as JMH would have it, can be run in
 * turn: ratios that hold on a machine that others use as well. JMH runs one benchmark after the
 * other by the wall clock, and whatever else happens meanwhile goes into the ratio.
 *
 * <p>For each line on its input, milliseconds, it works that long and prints operations per CPU
 * second and bytes allocated by each.
 *
 * <p>Argument: the candidate.
 */
public final class MicroRatios {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** So that the compiler leaves nothing out. */
  static volatile Object sink;

  private MicroRatios() {}

  private interface Work {
    Object once() throws Throwable;
  }

  public static void main(String[] args) throws Throwable {
    Work work = work(args[0]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      slice(work, Long.parseLong(line) * 1_000_000);
    }
  }

  private static Work work(String candidate) throws Exception {
    int dash = candidate.indexOf('-');
    String cloud = candidate.substring(dash + 1).toUpperCase(Locale.ROOT);
    return switch (candidate) {
      case "sdk-tencent" -> new TencentSdk()::make;
      case "sdk-aliyun-tea" -> new TeaSdk()::make;
      case "sdk-aliyun-classic" -> new ClassicSdk()::make;
      case "look-tokens" -> new ReadAnswers()::tokensLook;
      case "look-ours" -> new ReadAnswers()::oursLook;
      case "look-sdk-tencent" -> new ReadAnswers()::sdkTencentLook;
      case "release-ours" -> new ReadAnswers()::oursRelease;
      default -> {
        Ours ours = new Ours(Clouds.valueOf(cloud));
        yield candidate.startsWith("bare-") ? new Bare(ours)::make : ours::make;
      }
    };
  }

  private static void slice(Work work, long nanos) throws Throwable {
    long id = Thread.currentThread().getId();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getThreadAllocatedBytes(id);
    long end = cpu + nanos;
    long done = 0;
    long now = cpu;
    while (now < end) {
      for (int i = 0; i < 50; i++) {
        sink = work.once();
      }
      done += 50;
      now = THREADS.getCurrentThreadCpuTime();
    }
    System.out.println(
        done * 1e9 / (now - cpu)
            + "\t"
            + (THREADS.getThreadAllocatedBytes(id) - allocated) / (double) done);
  }
}
