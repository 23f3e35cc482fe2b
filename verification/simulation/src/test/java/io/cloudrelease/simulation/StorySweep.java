package io.cloudrelease.simulation;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Runs a range of seeds of version 2 on several threads. */
final class StorySweep {

  /** Of struck ids, in per cent: more that end UNKNOWN though knowable is a fault as well. */
  static final double MOST_KNOWABLE = 0.1;

  /** Of fewer struck ids one story more or less would decide. */
  private static final long ENOUGH_STRUCK = 20_000;

  private StorySweep() {}

  static StoryTally run(long from, long to, int threads, Dense which) {
    StoryTally tally = new StoryTally();
    EachSeed.of(
        from,
        to,
        threads,
        seed -> {
          if (which.has(seed)) {
            one(seed, tally);
          }
        });
    return tally;
  }

  private static void one(long seed, StoryTally tally) {
    Story story = Story.of(seed);
    StoryPromises.Findings findings;
    try {
      findings = StoryPromises.of(story);
    } catch (RuntimeException e) {
      Breach own = new Breach(seed, "the oracle works", e + " " + e.getStackTrace()[0]);
      findings = new StoryPromises.Findings(List.of(own), 0, 0);
    }
    tally.add(story, findings);
  }

  /** A hash of everything that happens in that story: the same in every process. */
  static String hash(long seed) {
    Trace.Ink ink = new Trace.Ink();
    Story.of(seed, line -> ink.line(Disk.withoutPlace(line)));
    return HexFormat.of().formatHex(ink.digest());
  }

  /**
   * Args: a range as {@code 0..199999}, and perhaps a number of threads and which seeds of it (see
   * {@link Dense}); or one seed to replay.
   */
  public static void main(String[] args) {
    if (args[0].equals("--hashes")) {
      for (long seed = Long.parseLong(args[1]); seed <= Long.parseLong(args[2]); seed++) {
        System.out.println(seed + " " + hash(seed));
      }
      System.exit(0);
    }
    if (!args[0].contains("..")) {
      Story story = Story.of(Long.parseLong(args[0]), System.out::println);
      List<Breach> breaches = StoryPromises.of(story).breaches();
      breaches.forEach(System.out::println);
      System.exit(breaches.isEmpty() ? 0 : 1);
    }
    String[] ends = args[0].split("\\.\\.");
    int threads =
        args.length > 1 ? Integer.parseInt(args[1]) : Runtime.getRuntime().availableProcessors();
    Dense which = args.length > 2 ? Dense.of(args[2]) : Dense.ALL;
    long start = System.nanoTime();
    StoryTally tally = run(Long.parseLong(ends[0]), Long.parseLong(ends[1]), threads, which);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.print(tally.summary());
    if (tally.stories() == 0) {
      System.out.println("no such seed lies in it");
    }
    System.out.printf(
        Locale.ROOT,
        "sweep %s, %s: %d seeds in %.1f s, %.0f seeds/s; with a broken promise: %d%n",
        args[0],
        which,
        tally.stories(),
        seconds,
        tally.stories() / seconds,
        tally.broken());
    boolean enough = which == Dense.ALL && tally.struck() >= ENOUGH_STRUCK;
    boolean tooUnknown = enough && tally.knowableShare() >= MOST_KNOWABLE;
    if (tooUnknown) {
      System.out.println("too many end UNKNOWN though knowable");
    }
    boolean kept = tally.stories() > 0 && tally.broken() == 0 && !tooUnknown;
    System.exit(kept ? 0 : 1);
  }
}
