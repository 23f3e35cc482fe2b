package io.cloudrelease.benchmarks;

import com.sun.management.ThreadMXBean;
import io.cloudrelease.benchmarks.EncodeAndSign.Bare;
import io.cloudrelease.benchmarks.EncodeAndSign.ClassicSdk;
import io.cloudrelease.benchmarks.EncodeAndSign.Ours;
import io.cloudrelease.benchmarks.EncodeAndSign.TeaSdk;
import io.cloudrelease.benchmarks.EncodeAndSign.TencentSdk;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same as {@link EncodeAndSign}, interleaved in one process and by the CPU time of the thread:
 * ratios that hold on a machine that others use as well. JMH runs one benchmark after the other by
 * the wall clock, and whatever else happens meanwhile goes into the ratio.
 *
 * <p>Arguments: rounds, milliseconds per slice.
 */
public final class MicroRatios {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private MicroRatios() {}

  private interface Work {
    Object once() throws Throwable;
  }

  private static final class Candidate {
    final String name;
    final Work work;
    final List<Double> perSecond = new ArrayList<>();
    final List<Double> bytes = new ArrayList<>();

    Candidate(String name, Work work) {
      this.name = name;
      this.work = work;
    }

    void slice(long nanos, boolean keep) throws Throwable {
      long id = Thread.currentThread().getId();
      long cpu = THREADS.getCurrentThreadCpuTime();
      long allocated = THREADS.getThreadAllocatedBytes(id);
      long end = cpu + nanos;
      long done = 0;
      long now = cpu;
      int hash = 0;
      while (now < end) {
        for (int i = 0; i < 50; i++) {
          hash += work.once().hashCode() & 1;
        }
        done += 50;
        now = THREADS.getCurrentThreadCpuTime();
      }
      if (hash == Integer.MIN_VALUE) {
        throw new IllegalStateException("never, but the compiler does not know");
      }
      if (keep) {
        perSecond.add(done * 1e9 / (now - cpu));
        bytes.add((THREADS.getThreadAllocatedBytes(id) - allocated) / (double) done);
      }
    }
  }

  public static void main(String[] args) throws Throwable {
    int rounds = Integer.parseInt(args[0]);
    long nanos = Long.parseLong(args[1]) * 1_000_000;
    Map<String, Candidate> all = new LinkedHashMap<>();
    for (Clouds cloud : Clouds.values()) {
      Ours ours = new Ours(cloud);
      Bare bare = new Bare(ours);
      add(all, "ours-" + cloud.kind(), () -> Identity.of(ours.make()));
      add(all, "bare-" + cloud.kind(), bare::make);
    }
    add(all, "sdk-tencent", new TencentSdk()::make);
    add(all, "sdk-aliyun-tea", new TeaSdk()::make);
    add(all, "sdk-aliyun-classic", () -> Identity.of(new Object[] {CLASSIC.make()}));
    for (int i = 0; i < rounds * 2; i++) {
      for (Candidate candidate : all.values()) {
        candidate.slice(nanos, i >= rounds);
      }
    }
    for (Candidate candidate : all.values()) {
      Stats ops = Stats.of(candidate.perSecond);
      System.out.println(
          candidate.name
              + '\t'
              + Math.round(ops.median())
              + '\t'
              + Math.round(ops.spreadPercent())
              + '\t'
              + Math.round(Stats.of(candidate.bytes).median()));
    }
  }

  private static final ClassicSdk CLASSIC = new ClassicSdk();

  private static void add(Map<String, Candidate> all, String name, Work work) {
    all.put(name, new Candidate(name, work));
  }

  /** Hashing a record's parts would be measured too. */
  private record Identity(Object value) {
    static Identity of(Object value) {
      return new Identity(value);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(value);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }
}
