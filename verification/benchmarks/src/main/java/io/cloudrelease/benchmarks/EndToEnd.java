package io.cloudrelease.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One candidate in a process of its own. For each line on its input, a number of requests, it makes
 * that many with eight callers and prints microseconds of this process's CPU time and bytes
 * allocated by the callers, per request. The whole process is counted: the garbage collector and
 * the library's own threads too.
 *
 * <p>Arguments: the candidate, the server's address.
 */
public final class EndToEnd {
  private static final int CALLERS = 8;
  private static final int SIZE = 100;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private EndToEnd() {}

  public static void main(String[] args) throws Exception {
    Candidate candidate = Candidate.of(args[0], args[1], SIZE);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int each = Integer.parseInt(line) / CALLERS;
      long cpu = SYSTEM.getProcessCpuTime();
      long allocated = 0;
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        running.add(callers.submit(caller(candidate, each)));
      }
      for (Future<Long> caller : running) {
        allocated += caller.get();
      }
      cpu = SYSTEM.getProcessCpuTime() - cpu;
      double requests = (double) each * CALLERS;
      System.out.println(cpu / requests / 1000 + "\t" + allocated / requests);
    }
    callers.shutdownNow();
    System.exit(0);
  }

  private static Callable<Long> caller(Candidate candidate, int calls) {
    return () -> {
      long id = Thread.currentThread().getId();
      long before = THREADS.getThreadAllocatedBytes(id);
      for (int i = 0; i < calls; i++) {
        candidate.call();
      }
      return THREADS.getThreadAllocatedBytes(id) - before;
    };
  }
}
