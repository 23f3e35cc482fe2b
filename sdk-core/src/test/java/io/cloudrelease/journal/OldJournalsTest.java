package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.model.InstanceRef;
import java.io.BufferedWriter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journals of format version 1, as the release before wrote them: {@code finished} holds a whole
 * run, {@code unfinished} that one and another whose process died after its call, {@code torn} one
 * that died while it wrote.
 */
class OldJournalsTest {
  private static final Instant THEN = Instant.parse("2026-11-20T08:01:00Z");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("run.jsonl");
  }

  private byte[] old(String name) throws Exception {
    try (InputStream in = getClass().getResourceAsStream("version-1/" + name + ".jsonl")) {
      assertThat(in).isNotNull();
      byte[] bytes = in.readAllBytes();
      Files.write(file, bytes);
      return bytes;
    }
  }

  private List<String> kinds() throws Exception {
    try (RunLog log = FileJournal.at(file).resume()) {
      return log.history().stream().map(entry -> entry.getClass().getSimpleName()).toList();
    }
  }

  @Test
  void an_unfinished_one_is_resumed_and_finished_in_the_present_form() throws Exception {
    byte[] before = old("unfinished");
    try (RunLog log = FileJournal.at(file).resume()) {
      assertThat(log.history()).hasSize(2);
      assertThat(log.history().get(0)).isInstanceOf(JournalEntry.RunStarted.class);
      JournalEntry.BatchIntent intent = (JournalEntry.BatchIntent) log.history().get(1);
      assertThat(intent.escalates()).isTrue();
      assertThat(intent.cloud()).isEmpty();
      assertThat(intent.lag()).isPositive();
      assertThat(intent.delay()).isPositive();
      log.note(new JournalEntry.RunResumed(THEN));
      log.note(new JournalEntry.RunEnded(THEN));
    }
    byte[] after = Files.readAllBytes(file);
    assertThat(Arrays.copyOf(after, before.length)).isEqualTo(before);
    String added = new String(after, before.length, after.length - before.length);
    assertThat(added.lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "\"v\":2", "\"prev\":\"" + JournalLines.digest(before) + "\",\"sum\""),
            second -> assertThat(second).contains("\"v\":2").doesNotContain("prev"));
    assertThat(kinds()).containsExactly("RunStarted", "BatchIntent", "RunResumed", "RunEnded");
  }

  @Test
  void a_finished_one_gives_its_run_once_more_and_takes_a_further_one() throws Exception {
    byte[] before = old("finished");
    assertThat(kinds())
        .containsExactly(
            "RunStarted",
            "BatchIntent",
            "BatchOutcome",
            "BatchIntent",
            "BatchOutcome",
            "VerdictGiven",
            "VerdictGiven",
            "RunEnded");
    FileJournal.at(file).begin(Entries.run("new", THEN, ONE)).close();
    assertThat(kinds()).containsExactly("RunStarted");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(lines.size() - 1))
        .contains("\"prev\":\"" + JournalLines.digest(before) + "\"");
  }

  @Test
  void a_torn_one_loses_its_torn_end_and_is_resumed() throws Exception {
    byte[] before = old("torn");
    assertThat(before[before.length - 1]).isNotEqualTo((byte) '\n');
    try (RunLog log = FileJournal.at(file).resume()) {
      assertThat(log.history()).hasSize(2);
      log.note(new JournalEntry.RunResumed(THEN));
    }
    assertThat(kinds()).containsExactly("RunStarted", "BatchIntent", "RunResumed");
  }

  @Test
  void what_stood_there_before_the_present_form_is_vouched_for_from_then_on() throws Exception {
    byte[] before = old("unfinished");
    try (RunLog log = FileJournal.at(file).resume()) {
      log.note(new JournalEntry.RunResumed(THEN));
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at = 10; at < before.length; at += 97) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 4;
      Files.write(file, flipped);
      assertThatThrownBy(this::kinds).as("byte %d", at).isInstanceOf(JournalException.class);
    }
  }

  @Test
  void its_runs_keep_others_off_by_the_ids_of_instances() throws Exception {
    old("unfinished");
    FileJournal beside = FileJournal.at(folder.resolve("other.jsonl"));
    InstanceRef same = InstanceRef.parse("renamed:ap-guangzhou:ins-v1open");
    try (RunLog log = beside.begin(Entries.run("r2", THEN, same, ONE))) {
      assertThat(log.intend(Entries.intent("b1", "tencent-cvm", true, THEN, same, ONE)))
          .containsOnlyKeys(same);
    }
  }

  @Test
  void lines_of_the_old_form_after_those_of_the_present_one_are_foreign() throws Exception {
    byte[] before = old("finished");
    FileJournal.at(file).begin(Entries.run("new", THEN, ONE)).close();
    Files.write(file, before, StandardOpenOption.APPEND);
    assertThatThrownBy(this::kinds).hasMessageContaining("damaged: line 10");
  }

  /**
   * Writes runs, one after another, until the file is that long; the last one is not finished.
   *
   * @param different whether they are to be read: else it is one run again and again
   */
  private long writeRuns(long length, Instant ended, boolean different) throws Exception {
    String before = JournalLines.START;
    long written = 0;
    List<String> lines = new ArrayList<>();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int run = 0; written < length; run++) {
        if (lines.isEmpty() || different) {
          lines = lines(oldRun(run, ended), before);
          before = JournalLines.sumOf(lines.get(lines.size() - 1)).orElseThrow();
        }
        for (String line : lines) {
          out.write(line);
          out.write('\n');
          written += line.length() + 1;
        }
      }
      out.write(JournalLines.encode(Entries.run("last", NOW, ONE, TWO), before));
      out.write('\n');
    }
    return written;
  }

  private static List<JournalEntry> oldRun(int run, Instant ended) {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(Entries.run("old" + run, ended, ONE));
    for (int call = 0; call < 50; call++) {
      InstanceRef[] refs = new InstanceRef[20];
      for (int i = 0; i < refs.length; i++) {
        refs[i] = InstanceRef.of("tencent-cvm", "ap-guangzhou", run + "x" + call + "x" + i);
      }
      entries.add(Entries.intent("b" + call, refs));
    }
    entries.add(new JournalEntry.RunEnded(ended));
    return entries;
  }

  private static List<String> lines(List<JournalEntry> entries, String before) {
    List<String> lines = new ArrayList<>();
    String sum = before;
    for (JournalEntry entry : entries) {
      String line = JournalLines.encode(entry, sum);
      sum = JournalLines.sumOf(line).orElseThrow();
      lines.add(line);
    }
    return lines;
  }

  /** Resumes the journal, and begins a further run in it. */
  static final class Later {
    private Later() {}

    public static void main(String[] args) throws Exception {
      FileJournal journal = FileJournal.at(Path.of(args[0]));
      try (RunLog log = journal.resume()) {
        if (log.history().size() != 1 || !log.intend(Entries.intent("b1", TWO)).isEmpty()) {
          throw new IllegalStateException("not the last run: " + log.history());
        }
        log.note(new JournalEntry.RunEnded(NOW));
      }
      journal.begin(Entries.run("next", NOW, ONE)).close();
      System.out.println("resumed");
    }
  }

  private String resumeInASmallHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Later.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void a_quarter_of_a_gigabyte_of_old_runs_takes_no_memory() throws Exception {
    writeRuns(250_000_000, NOW.minus(Duration.ofDays(3)), false);
    assertThat(Files.size(file)).isGreaterThan(250_000_000);
    assertThat(resumeInASmallHeap()).contains("resumed");
  }

  @Test
  void runs_of_the_last_day_are_asked_what_they_sent_and_take_no_memory_either() throws Exception {
    writeRuns(40_000_000, NOW.minus(Duration.ofHours(3)), true);
    assertThat(resumeInASmallHeap()).contains("resumed");
  }
}
