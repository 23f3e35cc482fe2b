package io.cloudrelease.simulation;

import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many runs add up to. Thread-safe. */
final class Tally {
  private static final int SHOWN = 20;

  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<String, Long> promises = new TreeMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private final List<String> knowable = new ArrayList<>();
  private long broken;
  private long schedules;
  private long ids;
  private long destructive;
  private long looks;
  private long faults;
  private long recoverable;
  private long recoverableIds;
  private long ambiguousIds;
  private long unknownByRule;
  private long unknownThoughKnowable;

  synchronized void add(Aftermath after, List<Breach> found) {
    schedules++;
    ids += after.request().instances().size();
    for (SimulatedCloud cloud : Promises.clouds(after)) {
      for (RecordedRequest request : cloud.ledger().requests()) {
        destructive += request.call().request().destructive() ? 1 : 0;
        looks += request.call().request().destructive() ? 0 : 1;
        faults += request.fault().isPresent() ? 1 : 0;
      }
    }
    after
        .result()
        .ifPresent(
            result -> {
              result.counts().forEach((v, count) -> verdicts.merge(v, (long) count, Long::sum));
              if (isRecoverable(after)) {
                addRecoverable(after, result.verdicts());
              }
            });
    if (!found.isEmpty()) {
      broken++;
      found.forEach(breach -> promises.merge(breach.promise(), 1L, Long::sum));
      breaches.add(found.get(0));
    }
  }

  /** Looks are on, allowed, and work for long enough before the end. */
  private static boolean isRecoverable(Aftermath after) {
    Settings settings = after.world().settings;
    Instant deadline = after.world().start().plus(settings.deadline());
    return settings.looks()
        && after.stopped().isEmpty()
        && after.world().houses.stream().allMatch(House::maySee)
        && after.world().looksWorkFrom.isBefore(deadline.minus(Duration.ofMinutes(2)));
  }

  private void addRecoverable(Aftermath after, List<InstanceVerdict> results) {
    recoverable++;
    Map<io.cloudrelease.model.InstanceRef, Evidence> evidence = Evidence.of(after);
    for (InstanceVerdict v : results) {
      Evidence e = evidence.get(v.ref());
      recoverableIds++;
      if (e == null) {
        continue;
      }
      boolean ambiguous =
          e.sends.stream().anyMatch(s -> !s.answered() || s.request().fault().isPresent());
      ambiguousIds += ambiguous ? 1 : 0;
      if (v.verdict() == Verdict.UNKNOWN && !e.looksFailedForGood()) {
        boolean byRule =
            e.effects.isEmpty()
                && (Promises.escalates(after, e) && !Promises.granted(after)
                    || Promises.notUnderstood(v)
                    || mayComeUntilTheEnd(after, e));
        unknownByRule += byRule ? 1 : 0;
        unknownThoughKnowable += byRule ? 0 : 1;
        if (!byRule && knowable.size() < SHOWN) {
          knowable.add(after.world().seed + " " + v);
        }
      }
    }
  }

  /** Whether one that nobody of the cloud answered may be carried out as late as the run ends. */
  private static boolean mayComeUntilTheEnd(Aftermath after, Evidence e) {
    Duration bound = Hardships.longestDelay(e.member.house().kind()).plus(Hardships.LONGEST_LAG);
    Instant deadline = after.world().start().plus(after.world().settings.deadline());
    return e.sends.stream()
        .filter(s -> s.exchange().answer().isPresent() && !s.acknowledged())
        .filter(s -> Witness.requestId(s.exchange().answer().get()).isEmpty())
        .anyMatch(s -> s.exchange().endedAt().plus(bound).isAfter(deadline));
  }

  synchronized long schedules() {
    return schedules;
  }

  synchronized long broken() {
    return broken;
  }

  synchronized List<Breach> breaches() {
    return List.copyOf(breaches);
  }

  synchronized double unknownShare() {
    return ambiguousIds == 0 ? 0 : 100.0 * unknownThoughKnowable / ambiguousIds;
  }

  synchronized String summary() {
    StringBuilder text = new StringBuilder();
    line(text, "schedules %d, ids %d", schedules, ids);
    line(
        text,
        "requests: %d destructive, %d looks; %d struck by a fault",
        destructive,
        looks,
        faults);
    line(text, "verdicts %s", verdicts);
    line(
        text,
        "looks work again before the deadline: %d schedules, %d ids, %d of them with a struck send",
        recoverable,
        recoverableIds,
        ambiguousIds);
    line(
        text,
        "  of these UNKNOWN though knowable: %d = %.4f %% of struck ids, %.4f %% of all;"
            + " UNKNOWN by rule (unchanged, must not be sent again): %d",
        unknownThoughKnowable,
        unknownShare(),
        recoverableIds == 0 ? 0 : 100.0 * unknownThoughKnowable / recoverableIds,
        unknownByRule);
    line(text, "schedules with a broken promise: %d", broken);
    promises.forEach((promise, count) -> line(text, "  %6d  %s", count, promise));
    knowable.forEach(k -> line(text, "    UNKNOWN %s", k));
    breaches.stream().forEach(b -> line(text, "%s\n    %s", b, reproduce(b.seed())));
    return text.toString();
  }

  /** One line that shows the run of that seed again, with everything that happened. */
  static String reproduce(long seed) {
    return "mvn -q -pl verification/simulation -am test -Dtest=ReplayTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.seed="
        + seed;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
