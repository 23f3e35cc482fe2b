package io.cloudrelease.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes the traces of a range of seeds, a thousand at a time, and compares them with recorded
 * ones: a change that only reshapes code leaves them equal.
 *
 * <p>A line of a record is the first seed of a thousand, a SHA-256 over all its traces, and the
 * first half of one each for wire, evidence and verdicts, which tell where a difference is.
 */
final class Traces {
  private static final int BLOCK = 1000;
  private static final int PART = 16;
  private static final List<String> PARTS = List.of("wire", "evidence", "verdicts");

  private final Map<Long, String> blocks = new ConcurrentHashMap<>();
  private final Map<Long, String> seeds = new ConcurrentHashMap<>();

  /** Whole thousands: the range is widened to them. */
  private void compute(long from, long to, int threads, boolean keepSeeds) {
    EachSeed.of(
        from / BLOCK,
        to / BLOCK,
        threads,
        block -> blocks.put(block * BLOCK, block(block * BLOCK, keepSeeds)));
  }

  private String block(long first, boolean keepSeeds) {
    Trace.Ink all = new Trace.Ink();
    List<Trace.Ink> parts = List.of(new Trace.Ink(), new Trace.Ink(), new Trace.Ink());
    for (long seed = first; seed < first + BLOCK; seed++) {
      Trace trace = Trace.of(Simulation.run(seed, Mutation.NONE));
      List<byte[]> digests = List.of(trace.wire(), trace.evidence(), trace.verdicts());
      for (int i = 0; i < parts.size(); i++) {
        all.bytes(digests.get(i));
        parts.get(i).bytes(digests.get(i));
      }
      if (keepSeeds) {
        seeds.put(seed, trace.toText());
      }
    }
    StringBuilder line = new StringBuilder(HexFormat.of().formatHex(all.digest()));
    parts.forEach(
        part -> line.append(' ').append(HexFormat.of().formatHex(part.digest(), 0, PART)));
    return line.toString();
  }

  /** How many thousands differ from the record or are missing there; each is named. */
  private int compare(Map<Long, String> recorded) {
    int differing = 0;
    for (Map.Entry<Long, String> block : new TreeMap<>(blocks).entrySet()) {
      String before = recorded.get(block.getKey());
      if (before == null) {
        System.out.println(name(block.getKey()) + " is not recorded");
        differing++;
      } else if (!before.equals(block.getValue())) {
        System.out.println(name(block.getKey()) + " differs in " + where(before, block.getValue()));
        differing++;
      }
    }
    return differing;
  }

  private static String name(long block) {
    return block + ".." + (block + BLOCK - 1);
  }

  /** Which of the last three words of two lines differ. */
  private static List<String> where(String before, String now) {
    String[] a = before.split(" ");
    String[] b = now.split(" ");
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= PARTS.size(); i++) {
      if (!a[a.length - i].equals(b[b.length - i])) {
        parts.add(0, PARTS.get(PARTS.size() - i));
      }
    }
    return parts;
  }

  /** Names the seeds that differ from a file of seeds that was written by another commit. */
  private void compareSeeds(Map<Long, String> before) {
    int differing = 0;
    for (Map.Entry<Long, String> seed : new TreeMap<>(seeds).entrySet()) {
      String then = before.get(seed.getKey());
      if (then != null && !then.equals(seed.getValue())) {
        System.out.println("seed " + seed.getKey() + " differs in " + where(then, seed.getValue()));
        differing++;
      }
    }
    System.out.println("seeds that differ: " + differing);
  }

  private static Map<Long, String> read(Path file) {
    Map<Long, String> lines = new TreeMap<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        int space = line.indexOf(' ');
        if (!line.startsWith("#")) {
          lines.put(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static void write(Path file, String head, Map<Long, String> lines) {
    List<String> text = new ArrayList<>(List.of("# " + head));
    new TreeMap<>(lines).forEach((seed, line) -> text.add(seed + " " + line));
    try {
      Files.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Args: the record, the range, then any of {@code --record} (write instead of compare), {@code
   * --threads N}, {@code --write-seeds FILE} (a line for each seed), {@code --seeds FILE} (compare
   * seed by seed with such a file).
   */
  public static void main(String[] args) {
    Path record = Path.of(args[0]);
    String[] ends = args[1].split("\\.\\.");
    long from = Long.parseLong(ends[0]);
    long to = Long.parseLong(ends[1]);
    List<String> options = List.of(args).subList(2, args.length);
    String writeSeeds = option(options, "--write-seeds", "");
    String oldSeeds = option(options, "--seeds", "");
    int threads =
        Integer.parseInt(
            option(options, "--threads", Runtime.getRuntime().availableProcessors() + ""));

    Traces traces = new Traces();
    long start = System.nanoTime();
    traces.compute(from, to, threads, !writeSeeds.isEmpty() || !oldSeeds.isEmpty());
    double seconds = (System.nanoTime() - start) / 1e9;

    if (!writeSeeds.isEmpty()) {
      write(Path.of(writeSeeds), "seed wire evidence verdicts", traces.seeds);
    }
    if (!oldSeeds.isEmpty()) {
      traces.compareSeeds(read(Path.of(oldSeeds)));
    }
    int differing = 0;
    if (options.contains("--record")) {
      Map<Long, String> all = read(record);
      all.putAll(traces.blocks);
      write(record, "first seed of a thousand, all, wire, evidence, verdicts", all);
    } else {
      differing = traces.compare(read(record));
    }
    int count = traces.blocks.size();
    System.out.printf(
        Locale.ROOT,
        "traces: %d seeds on %d threads in %.1f s, %.0f seeds/s; thousands: %d equal, %d differ%n",
        (long) count * BLOCK,
        threads,
        seconds,
        count * BLOCK / seconds,
        count - differing,
        differing);
    System.exit(differing == 0 ? 0 : 1);
  }

  private static String option(List<String> options, String name, String other) {
    int at = options.indexOf(name);
    return at < 0 ? other : options.get(at + 1);
  }
}
