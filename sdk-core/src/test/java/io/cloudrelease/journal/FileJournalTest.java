package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.TWO;
import static io.cloudrelease.journal.Entries.further;
import static io.cloudrelease.journal.Entries.intent;
import static io.cloudrelease.journal.Entries.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.json.ChainedLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("run.jsonl");
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
        List.of(
            "{\"version\":3}\n",
            "hello\nworld\n",
            "{\"v\":3,\"kind\":\"run\"}\n",
            "{\"v\":1,\"x\":2}\n{\"v\":1,\"x\":3}\n",
            "{\"v\":1,\"x\":2}",
            "{\"v\":1,\"kind\":\"run\",\"x\":3}\n",
            "hello")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> FileJournal.at(file).begin(started()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(text.contains("\"v\":3") ? "later version" : "not a journal");
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
  void a_run_that_another_completes_while_the_folder_is_read_is_not_resumed_again()
      throws Exception {
    FileJournal all = FileJournal.inFolder(folder);
    RunLog other = all.begin(started());
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<RunLog> resumed;
      try (ProcessLock held = JournalFolder.hold(folder)) {
        AtomicReference<Thread> resumer = new AtomicReference<>(Thread.currentThread());
        resumed =
            threads.submit(
                () -> {
                  resumer.set(Thread.currentThread());
                  return all.resume();
                });
        // It has read the folder when it waits for it to be free.
        while (resumer.get().getState() != Thread.State.TIMED_WAITING && !resumed.isDone()) {
          Thread.onSpinWait();
        }
        other.note(new JournalEntry.RunEnded(NOW));
        other.close();
      }
      assertThatThrownBy(resumed::get)
          .cause()
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("holds no run to complete");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_damaged_journal_keeps_no_other_run_of_its_folder_from_being_completed() throws Exception {
    write();
    FileJournal.at(folder.resolve("b.jsonl")).begin(started()).close();
    Path damaged = folder.resolve("a.jsonl");
    Files.write(damaged, Files.readAllBytes(file));
    List<String> lines = new ArrayList<>(Files.readAllLines(damaged));
    lines.set(1, lines.get(1).replace("ins-1", "ins-9"));
    Files.write(damaged, lines);
    FileJournal all = FileJournal.inFolder(folder);
    assertThat(all.unfinished()).contains(damaged, folder.resolve("b.jsonl"));
    try (RunLog log = all.resume()) {
      assertThat(log.history()).hasSize(1);
      // It is all there is; the other one is not passed over in silence.
      assertThatThrownBy(all::resume)
          .hasMessageContaining(damaged.toString())
          .hasMessageContaining("damaged");
    }
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
  void the_runs_of_a_folder_are_told_the_latest_first_and_damaged_ones_too() throws Exception {
    write();
    FileJournal all = FileJournal.inFolder(folder);
    FileRun ended = all.runs().get(0);
    assertThat(ended.runId()).isEqualTo(started().runId());
    assertThat(ended.instances()).isEqualTo(started().request().instances().size());
    String text = Files.readString(file);
    Files.writeString(folder.resolve("broken.jsonl"), text.replaceFirst("intent", "indent"));
    assertThat(all.runs())
        .extracting(FileRun::state)
        .containsExactlyInAnyOrder(ended.state(), FileRun.State.DAMAGED);
    Files.delete(folder.resolve("broken.jsonl"));
    try (RunLog open = FileJournal.at(folder.resolve("open.jsonl")).begin(started())) {
      assertThat(open.history()).isEmpty();
      assertThat(all.runs()).extracting(FileRun::state).contains(FileRun.State.UNDER_WAY);
    }
    assertThat(all.runs())
        .extracting(FileRun::state)
        .contains(FileRun.State.ABANDONED)
        .doesNotContain(FileRun.State.UNDER_WAY);
  }

  @Test
  void where_no_lock_can_be_had_a_run_is_called_neither_damaged_nor_left() throws Exception {
    FileJournal all = FileJournal.inFolder(folder);
    try (RunLog open = FileJournal.at(file).begin(started())) {
      assertThat(open.history()).isEmpty();
    }
    // As on a disk that became read-only, which no test can have everywhere.
    Files.delete(folder.resolve(".folder.lock"));
    Files.createDirectory(folder.resolve(".folder.lock"));
    FileRun run = all.runs().get(0);
    assertThat(run.state()).isEqualTo(FileRun.State.UNDER_WAY);
    assertThat(run.damage()).contains("whether a process has it is not known", ".folder.lock");
    assertThat(run.runId()).isEqualTo(started().runId());
  }

  @Test
  void what_is_no_journal_and_lies_among_them_is_told_and_what_is_empty_is_not() throws Exception {
    FileJournal all = FileJournal.inFolder(folder);
    Files.createFile(folder.resolve("empty.jsonl"));
    assertThat(all.runs()).isEmpty();
    Files.writeString(folder.resolve("notes.jsonl"), "no journal\n");
    assertThat(all.runs()).extracting(FileRun::state).containsExactly(FileRun.State.DAMAGED);
    assertThat(all.runs().get(0).damage()).contains("notes.jsonl is not a journal");
  }

  /** Of projects in Ruby and Python: their locks have text, ours none. */
  @Test
  void files_that_others_lock_are_no_journals() throws Exception {
    for (String name : List.of("Gemfile", "Pipfile")) {
      Files.writeString(folder.resolve(name), "source 'https://rubygems.example'\n");
      Files.writeString(folder.resolve(name + ".lock"), "GEM\n");
    }
    assertThat(FileJournal.inFolder(folder).runs()).isEmpty();
    try (RunLog run = FileJournal.at(file).begin(started())) {
      assertThat(run.history()).isEmpty();
    }
  }

  @Test
  void evidence_that_lies_among_them_is_no_journal_however_torn() throws Exception {
    FileJournal all = FileJournal.inFolder(folder);
    String line = ChainedLines.of(List.of("{\"kind\":\"run\"}"));
    Path evidence = folder.resolve("evidence.jsonl");
    for (int length = 3; length <= line.length(); length++) {
      Files.writeString(evidence, line.substring(0, length));
      assertThat(all.runs()).as("%s characters", length).isEmpty();
      assertThat(all.unfinished()).isEmpty();
    }
    // What was used as a journal is one, whatever stands in it now.
    Files.createFile(folder.resolve("evidence.jsonl.lock"));
    assertThat(all.runs()).extracting(FileRun::state).containsExactly(FileRun.State.DAMAGED);
  }

  @Test
  void what_ended_a_moment_ago_still_counts_and_is_not_removed() throws Exception {
    FileJournal all = FileJournal.inFolder(folder);
    try (RunLog log = FileJournal.at(file).begin(started())) {
      log.note(new JournalEntry.RunEnded(Instant.now().minusSeconds(60)));
    }
    all.removeEnded(Instant.now().plusSeconds(60));
    assertThat(file).exists();
  }

  @Test
  void whatever_a_beginning_fails_with_it_lets_go_of_the_file() throws Exception {
    FileJournal broken =
        FileJournal.at(file)
            .steadyClock(
                () -> {
                  throw new IllegalStateException("no clock");
                });
    assertThatThrownBy(() -> broken.begin(started())).isInstanceOf(IllegalStateException.class);
    assertThat(ProcessLock.isFree(JournalPlace.lockOf(JournalPlace.real(file)))).isTrue();
  }

  @Test
  void only_what_ended_before_that_moment_is_removed() throws Exception {
    FileJournal all = FileJournal.inFolder(folder);
    try (RunLog log = FileJournal.at(file).begin(started())) {
      log.note(new JournalEntry.RunEnded(NOW));
    }
    try (RunLog log = FileJournal.at(folder.resolve("open.jsonl")).begin(started())) {
      assertThat(log.history()).isEmpty();
    }
    for (FileRun run : all.runs()) {
      Files.setLastModifiedTime(run.file(), FileTime.from(NOW));
    }
    all.removeEnded(NOW);
    assertThat(all.runs()).hasSize(2);
    all.removeEnded(NOW.plusSeconds(1));
    assertThat(all.runs())
        .singleElement()
        .extracting(FileRun::state)
        .isEqualTo(FileRun.State.ABANDONED);
    assertThat(file).doesNotExist();
    assertThat(folder.resolve("run.jsonl.lock")).doesNotExist();
  }

  @Test
  void a_file_of_whole_lines_is_never_cut_to_nothing() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file);
    Path real = JournalPlace.real(file);
    LastRun nothing = new LastRun(List.of(), 0, 0, Optional.of(JournalLines.START), true);
    try (ProcessLock lock =
        ProcessLock.take(JournalPlace.lockOf(real), Duration.ZERO).orElseThrow()) {
      assertThatThrownBy(() -> JournalFile.open(real, lock, nothing).close())
          .hasMessageContaining("it is left as it is");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void a_file_that_is_no_journal_is_not_made_one_by_being_named_for_it() throws Exception {
    for (String text : List.of("accounts: {}\n", "{\"plan\":{}}\n", "notes", "{\"hash\":1}\n")) {
      Path other = Files.writeString(folder.resolve("other.yml"), text);
      assertThatThrownBy(() -> FileJournal.at(other).begin(started()))
          .hasMessageContaining("not a journal");
      assertThatThrownBy(() -> FileJournal.at(other).resume())
          .hasMessageContaining("not a journal");
      try (Stream<Path> left = Files.list(folder)) {
        assertThat(left).as(text).containsExactly(other);
      }
    }
    write();
    assertThat(FileJournal.inFolder(folder).runs()).extracting(FileRun::file).containsExactly(file);
  }
}
