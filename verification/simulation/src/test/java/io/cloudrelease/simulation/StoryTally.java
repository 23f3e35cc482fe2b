package io.cloudrelease.simulation;

import io.cloudrelease.model.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many stories add up to. Thread-safe. */
final class StoryTally {
  /** How many examples of a kind are shown: {@code -Dsimulation.shown=N}. */
  private static final int SHOWN = Integer.getInteger("simulation.shown", 3);

  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<String, Long> reached = new TreeMap<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, List<Breach>> examples = new TreeMap<>();
  private long stories;
  private long runs;
  private long calls;
  private long looks;
  private long broken;
  private long beyond;
  private long knowable;
  private long struck;

  synchronized void add(Story story, StoryPromises.Findings findings) {
    stories++;
    runs += story.runs.size();
    for (Traffic.Call call : story.traffic.calls()) {
      calls += call.destructive() ? 1 : 0;
      looks += call.destructive() ? 0 : 1;
    }
    for (ClientRun run : story.runs) {
      run.result.ifPresent(
          r -> r.counts().forEach((v, count) -> verdicts.merge(v, (long) count, Long::sum)));
    }
    story.reached.forEach(situation -> reached.merge(situation, 1L, Long::sum));
    knowable += findings.knowable();
    struck += findings.struck();
    if (findings.breaches().isEmpty()) {
      return;
    }
    boolean apart = story.hardships.beyond;
    broken += apart ? 0 : 1;
    beyond += apart ? 1 : 0;
    findings.breaches().stream()
        .map(b -> new Breach(b.seed(), (apart ? "beyond: " : "") + b.promise(), b.what()))
        .forEach(
            breach -> {
              kinds.merge(breach.promise(), 1L, Long::sum);
              List<Breach> some =
                  examples.computeIfAbsent(breach.promise(), p -> new ArrayList<>());
              if (some.size() < SHOWN) {
                some.add(breach);
              }
            });
  }

  synchronized long stories() {
    return stories;
  }

  synchronized long broken() {
    return broken;
  }

  /** Of the ids whose calls were struck, how many ended UNKNOWN though knowable, in per cent. */
  synchronized double knowableShare() {
    return struck == 0 ? 0 : 100.0 * knowable / struck;
  }

  synchronized long struck() {
    return struck;
  }

  synchronized Map<String, Long> reached() {
    return new TreeMap<>(reached);
  }

  synchronized String summary() {
    StringBuilder text = new StringBuilder();
    line(text, "stories %d, runs %d: %d destructive calls, %d looks", stories, runs, calls, looks);
    line(text, "verdicts %s", verdicts);
    line(text, "situations reached, in how many stories:");
    reached.forEach((situation, count) -> line(text, "  %8d  %s", count, situation));
    examples.forEach((promise, some) -> some.forEach(b -> line(text, "%s", cut(b.toString()))));
    line(text, "broken promises, how often:");
    kinds.forEach((promise, count) -> line(text, "  %8d  %s", count, promise));
    line(
        text,
        "UNKNOWN though knowable: %d of %d struck ids, %.4f %%",
        knowable,
        struck,
        knowableShare());
    line(text, "stories with a broken promise: %d; beyond the longest lag: %d", broken, beyond);
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() > 600 ? text.substring(0, 600) + "..." : text;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
