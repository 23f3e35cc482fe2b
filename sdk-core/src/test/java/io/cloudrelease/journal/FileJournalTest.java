package io.cloudrelease.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00.123456Z");
  private static final InstanceRef ONE = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1");
  private static final InstanceRef TWO = InstanceRef.parse("zenlayer-zec:2");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("run.jsonl");
  }

  private static JournalEntry.RunStarted started() {
    return new JournalEntry.RunStarted(
        NOW,
        "r1",
        ReleaseInstancesRequest.builder()
            .instance(ONE)
            .instance(TWO)
            .goal(Goal.DESTROY)
            .grant(Power.FORCE)
            .waitAtMost(Duration.ofMinutes(3))
            .build(),
        Map.of("tencent-cvm", "0123456789abcdef"),
        true,
        Map.of(ONE, "mark TerminateInstances "));
  }

  private static JournalEntry.BatchIntent intent(String id, InstanceRef... refs) {
    return new JournalEntry.BatchIntent(
        NOW,
        id,
        "tencent-cvm",
        "ap-guangzhou",
        "TerminateInstances",
        1,
        "PREPAID",
        true,
        "token",
        Duration.ofSeconds(10),
        List.of(refs),
        Map.of(refs[0], snapshot(refs[0])));
  }

  private static Snapshot snapshot(InstanceRef ref) {
    return Snapshot.builder(ref, NOW, LifecyclePhase.STABLE)
        .state("RUNNING")
        .name("web \"1\"\nüñ")
        .chargeType("PREPAID")
        .createdAt(Optional.of(NOW.minusSeconds(60)))
        .attribute("IsolatedSource", "NOTISOLATED")
        .tag("env", "test")
        .build();
  }

  private static List<JournalEntry> further() {
    return List.of(
        new JournalEntry.BatchOutcome(
            NOW,
            "b1",
            JournalEntry.BatchOutcome.Kind.AMBIGUOUS,
            List.of("req-1"),
            2,
            List.of("ins-1"),
            new ReleaseError(ErrorCategory.UNAVAILABLE, "NoAnswer", "cut", "look")),
        new JournalEntry.GuardDecision(NOW, "Waves", "wave 2 begins"),
        new JournalEntry.RunResumed(NOW),
        new JournalEntry.VerdictGiven(
            NOW,
            InstanceVerdict.builder(ONE, Verdict.RECYCLED)
                .before(Optional.of(snapshot(ONE)))
                .last(Optional.of(snapshot(ONE)))
                .requestIds(List.of("req-1"))
                .sends(1)
                .hint("hint")
                .billing(Billing.STOPPED)
                .restorableUntil(Optional.of(NOW))
                .collateral(List.of(new CollateralItem("disk", "d-1", CollateralItem.Fate.STAYS)))
                .build()),
        new JournalEntry.RunEnded(NOW));
  }

  private List<JournalEntry> write() throws JournalException {
    List<JournalEntry> all = new ArrayList<>();
    try (RunLog log = FileJournal.at(file).begin(started())) {
      all.add(started());
      assertThat(log.intend(intent("b1", ONE))).isEmpty();
      all.add(intent("b1", ONE));
      for (JournalEntry entry : further()) {
        log.note(entry);
        all.add(entry);
      }
    }
    return all;
  }

  private List<String> history() throws JournalException {
    try (RunLog log = FileJournal.at(file).resume()) {
      return log.history().stream().map(JournalEntry::toJson).toList();
    }
  }

  @Test
  void what_was_written_is_read_back() throws Exception {
    List<JournalEntry> all = write();
    assertThat(history()).isEqualTo(all.stream().map(JournalEntry::toJson).toList());
    assertThat(Files.readString(file)).hasLineCount(all.size()).endsWith("\n");
  }

  @Test
  void a_journal_torn_at_any_byte_keeps_the_lines_before() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file);
    int firstLine = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    for (int length = firstLine; length < whole.length; length += 7) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      int lines = 0;
      for (int i = 0; i < length; i++) {
        lines += whole[i] == '\n' ? 1 : 0;
      }
      assertThat(history()).as("cut at byte %d", length).hasSize(lines);
      try (RunLog log = FileJournal.at(file).resume()) {
        log.note(new JournalEntry.RunResumed(NOW));
      }
      assertThat(history()).as("continued after byte %d", length).hasSize(lines + 1);
    }
  }

  @Test
  void an_end_that_the_file_system_only_reserved_is_cut_off() throws Exception {
    write();
    int lines = history().size();
    Files.write(file, new byte[5000], StandardOpenOption.APPEND);
    assertThat(history()).hasSize(lines);
  }

  @Test
  void damage_before_the_end_is_refused() throws Exception {
    write();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, lines.get(2).substring(5));
    Files.write(file, lines);
    assertThatThrownBy(this::history).hasMessageContaining("damaged: line 3");
  }

  @Test
  void files_of_others_and_of_later_versions_are_refused_and_left_as_they_are() throws Exception {
    for (String text :
        List.of("{\"version\":3}\n", "hello\nworld\n", "{\"v\":2,\"kind\":\"run\"}\n", "hello")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> FileJournal.at(file).begin(started()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(text.contains("\"v\"") ? "later version" : "not a journal");
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  @Test
  void a_second_user_of_a_file_is_refused_until_the_first_is_done() throws Exception {
    try (RunLog first = FileJournal.at(file).begin(started())) {
      assertThatThrownBy(() -> FileJournal.at(file).begin(started()))
          .hasMessageContaining("used by another");
      assertThatThrownBy(() -> FileJournal.at(file).resume())
          .hasMessageContaining("used by another");
      first.note(new JournalEntry.RunEnded(NOW));
    }
    try (RunLog second = FileJournal.at(file).begin(started())) {
      assertThat(second.history()).isEmpty();
    }
  }

  @Test
  void an_unfinished_run_is_to_be_resumed_before_another_begins() throws Exception {
    FileJournal.at(file).begin(started()).close();
    assertThatThrownBy(() -> FileJournal.at(file).begin(started()))
        .hasMessageContaining("not completed");
  }

  @Test
  void intents_of_many_threads_are_all_there_and_whole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (RunLog log = FileJournal.at(file).begin(started())) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String id = "b" + i;
        done.add(threads.submit(() -> log.intend(intent(id, ONE))));
      }
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(history()).hasSize(65);
  }

  @Test
  void a_thread_that_was_interrupted_does_not_break_the_journal() throws Exception {
    try (RunLog log = FileJournal.at(file).begin(started())) {
      Thread.currentThread().interrupt();
      assertThat(log.intend(intent("b1", ONE))).isEmpty();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log.intend(intent("b2", TWO))).isEmpty();
    }
    assertThat(history()).hasSize(3);
  }

  @Test
  void in_a_folder_an_open_intent_keeps_other_runs_off_and_a_refused_send_does_not()
      throws Exception {
    FileJournal journal = FileJournal.inFolder(folder.resolve("runs"));
    try (RunLog first = journal.begin(started());
        RunLog second = journal.begin(named("r2"))) {
      assertThat(first.intend(intent("b1", ONE))).isEmpty();
      assertThat(second.intend(intent("b1", ONE, TWO))).containsOnlyKeys(ONE);
      assertThat(second.intend(intent("b2", TWO))).isEmpty();
      first.note(outcome("b1", JournalEntry.BatchOutcome.Kind.NOT_SENT, 0));
      assertThat(second.intend(intent("b3", ONE))).isEmpty();
    }
  }

  @Test
  void in_a_folder_a_look_from_before_the_settling_of_another_send_does_not_count()
      throws Exception {
    FileJournal journal = FileJournal.inFolder(folder.resolve("runs"));
    try (RunLog first = journal.begin(started());
        RunLog second = journal.begin(named("r2"))) {
      first.intend(intent("b1", ONE));
      first.note(outcome("b1", JournalEntry.BatchOutcome.Kind.ACCEPTED, 1));
      assertThat(second.intend(lookedAt(NOW.plusSeconds(9)))).containsOnlyKeys(ONE);
      assertThat(second.intend(lookedAt(NOW.plusSeconds(10)))).isEmpty();
    }
  }

  private static JournalEntry.RunStarted named(String runId) {
    JournalEntry.RunStarted run = started();
    return new JournalEntry.RunStarted(
        run.at(), runId, run.request(), run.accounts(), run.fromPlan(), run.planned());
  }

  private static JournalEntry outcome(String id, JournalEntry.BatchOutcome.Kind kind, int sends) {
    return new JournalEntry.BatchOutcome(
        NOW, id, kind, List.of(), sends, List.of(), ReleaseError.of(ErrorCategory.UNKNOWN, "", ""));
  }

  private static JournalEntry.BatchIntent lookedAt(Instant at) {
    JournalEntry.BatchIntent intent = intent("b9", ONE);
    Snapshot seen = Snapshot.builder(ONE, at, LifecyclePhase.STABLE).build();
    return new JournalEntry.BatchIntent(
        intent.at(),
        intent.batchId(),
        intent.provider(),
        intent.region(),
        intent.action(),
        intent.stage(),
        intent.group(),
        intent.escalates(),
        intent.token(),
        intent.settling(),
        intent.instances(),
        Map.of(ONE, seen));
  }
}
