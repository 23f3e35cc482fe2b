package io.cloudrelease.journal;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.fuzz.Scratch;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Journals as runs write them, through the front door of {@link FileJournal}. */
final class GenuineJournals {
  static final Instant NOW = Instant.parse("2026-11-20T08:00:00.123456Z");
  static final InstanceRef ONE = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1");
  static final InstanceRef TWO = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-2");

  /** In no journal. */
  static final InstanceRef FREE = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-9");

  /**
   * A journal and what it says.
   *
   * @param bytes of the file
   * @param runs the entries of each run, as JSON, in order
   * @param lastRun where the last run begins
   * @param unchained how many lines of the last run are of version 1, which no chain binds
   */
  record Genuine(byte[] bytes, List<List<String>> runs, int lastRun, int unchained) {}

  /** In a folder of its own: journals of one folder keep their instances apart. */
  private static Path file(String name) throws Exception {
    return Scratch.folder(name).resolve("run.jsonl");
  }

  /** One run that died with a call under way. */
  Genuine unfinished() throws Exception {
    Path file = file("unfinished");
    write(file, "r1", false, "1");
    return of(file, 0);
  }

  /** A complete run, and a second one that died. */
  Genuine second() throws Exception {
    Path file = file("second");
    write(file, "r1", true, "1");
    write(file, "r2", false, "3");
    return of(file, 0);
  }

  /** A run that has said no more than that it began. */
  Genuine begun() throws Exception {
    Path file = file("begun");
    FileJournal.at(file).begin(started("r1")).close();
    return of(file, 0);
  }

  /** A run of version 1 that was resumed by this one. */
  Genuine resumed() throws Exception {
    Path file = file("resumed");
    try (RunLog log = FileJournal.at(file).begin(started("r1"))) {
      log.note(new JournalEntry.GuardDecision(NOW, "Waves", "wave 1 begins"));
    }
    // As version 1 wrote it: without chain and without the places that it did not know.
    List<String> old = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String body = line.substring(0, line.indexOf(",\"sum\":"));
      int prev = body.indexOf(",\"prev\":");
      old.add((prev < 0 ? body : body.substring(0, prev)).replace("\"v\":2", "\"v\":1") + "}");
    }
    Files.write(file, old);
    try (RunLog log = FileJournal.at(file).resume()) {
      log.note(new JournalEntry.RunResumed(NOW));
      further(log, false, "1");
    }
    return of(file, 2);
  }

  private static void write(Path file, String run, boolean complete, String id) throws Exception {
    try (RunLog log = FileJournal.at(file).begin(started(run))) {
      further(log, complete, id);
    }
  }

  private static void further(RunLog log, boolean complete, String id) throws Exception {
    InstanceRef first = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-" + id);
    intend(log, "b1", first);
    log.note(outcome("b1"));
    if (complete) {
      log.note(
          new JournalEntry.VerdictGiven(
              NOW, GivenVerdict.builder(first, Verdict.RELEASED).sends(1).build()));
      log.note(new JournalEntry.RunEnded(NOW));
    } else {
      intend(log, "b2", InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-" + id + "b"));
    }
  }

  private static void intend(RunLog log, String batch, InstanceRef ref) throws Exception {
    if (!log.intend(intent(batch, ref)).isEmpty()) {
      throw new IllegalStateException("not written: " + batch);
    }
  }

  static JournalEntry.RunStarted started(String run) {
    return new JournalEntry.RunStarted(
        NOW,
        run,
        ReleaseInstancesRequest.builder()
            .instances(List.of(ONE, TWO))
            .goal(Goal.DESTROY)
            .waitAtMost(Duration.ofMinutes(3))
            .build(),
        Map.of("tencent-cvm", "0123456789abcdef"),
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        OptionalLong.empty());
  }

  static JournalEntry.BatchIntent intent(String id, InstanceRef ref) {
    return new JournalEntry.BatchIntent(
        NOW,
        id,
        ref.provider(),
        "tencent-cvm",
        ref.region(),
        "TerminateInstances",
        1,
        "PREPAID",
        true,
        true,
        "token",
        Duration.ofSeconds(10),
        Duration.ofMinutes(7),
        Duration.ofMinutes(5),
        List.of(ref),
        Map.of(ref, Snapshot.builder(ref, NOW, LifecyclePhase.STABLE).state("RUNNING").build()));
  }

  private static JournalEntry.BatchOutcome outcome(String id) {
    return new JournalEntry.BatchOutcome(
        NOW,
        id,
        JournalEntry.BatchOutcome.Kind.ACCEPTED,
        List.of("req-1"),
        1,
        0,
        true,
        List.of(),
        Proof.NOTHING,
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""));
  }

  private static Genuine of(Path file, int unchained) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    List<List<String>> runs = new ArrayList<>();
    JournalReader reader =
        new JournalReader(
            file,
            0,
            (entry, from, to) -> {
              if (entry instanceof JournalEntry.RunStarted) {
                runs.add(new ArrayList<>());
              }
              runs.get(runs.size() - 1).add(entry.toJson());
            });
    try (java.io.RandomAccessFile in = new java.io.RandomAccessFile(file.toFile(), "r")) {
      reader.readOn(in, bytes.length);
    }
    return new Genuine(bytes, runs, (int) LastRun.read(file).from(), unchained);
  }
}
