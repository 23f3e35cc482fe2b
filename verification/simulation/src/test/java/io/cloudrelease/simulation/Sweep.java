package io.cloudrelease.simulation;

import java.util.List;
import java.util.Locale;

/** Runs a range of seeds on several threads. */
final class Sweep {

  private Sweep() {}

  static Tally run(long from, long to, int threads) {
    Tally tally = new Tally();
    EachSeed.of(from, to, threads, seed -> one(seed, tally));
    return tally;
  }

  private static void one(long seed, Tally tally) {
    Aftermath after = Simulation.run(seed, Mutation.NONE);
    List<Breach> broken;
    try {
      broken = Promises.broken(after);
    } catch (RuntimeException e) {
      broken = List.of(new Breach(seed, "the oracle works", e + " " + e.getStackTrace()[0]));
    }
    tally.add(after, broken);
  }

  /** Args: a range as {@code 0..199999}, or one seed to replay. */
  public static void main(String[] args) {
    if (!args[0].contains("..")) {
      long seed = Long.parseLong(args[0]);
      Aftermath after = Simulation.run(seed, Mutation.NONE, System.out::println);
      after.thrown().ifPresent(Throwable::printStackTrace);
      List<Breach> breaches = Promises.broken(after);
      breaches.forEach(System.out::println);
      System.exit(breaches.isEmpty() ? 0 : 1);
    }
    String[] ends = args[0].split("\\.\\.");
    long start = System.nanoTime();
    Tally tally =
        run(
            Long.parseLong(ends[0]),
            Long.parseLong(ends[1]),
            args.length > 1 ? Integer.parseInt(args[1]) : 2);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.print(tally.summary());
    System.out.printf(
        Locale.ROOT,
        "sweep %s: %d seeds in %.1f s, %.0f seeds/s; with a broken promise: %d%n",
        args[0],
        tally.schedules(),
        seconds,
        tally.schedules() / seconds,
        tally.broken());
    System.exit(tally.broken() == 0 ? 0 : 1);
  }
}
