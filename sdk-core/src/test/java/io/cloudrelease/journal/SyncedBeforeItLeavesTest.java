package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.intent;
import static io.cloudrelease.journal.Entries.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that was written is not yet on the disk; a call leaves only when it is. */
class SyncedBeforeItLeavesTest {
  /** Takes every byte and cannot be synced. */
  private static final Path UNSYNCABLE = Path.of("/dev/null");

  @TempDir Path folder;

  @Test
  void an_intent_that_could_be_written_and_not_synced_does_not_count() throws Exception {
    assumeTrue(Files.exists(UNSYNCABLE));
    try (RunLog log = FileJournal.at(folder.resolve("run.jsonl")).begin(started())) {
      unsyncable(log);
      assertThatThrownBy(() -> log.intend(intent("b1", ONE)))
          .isInstanceOf(JournalException.class)
          .hasStackTraceContaining("SyncFailedException");
      // A second try could not know what became of the first.
      assertThatThrownBy(() -> log.intend(intent("b2", ONE)))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("could not be written before");
    }
  }

  /** It is said not to have begun: no resume may carry it out later. */
  @Test
  void a_run_whose_first_line_could_not_be_synced_is_in_no_journal() throws Exception {
    assumeTrue(Files.exists(UNSYNCABLE));
    Path path = folder.resolve("run.jsonl");
    try (RunLog before = FileJournal.at(path).begin(Entries.run("r0", NOW, ONE))) {
      before.note(new JournalEntry.RunEnded(NOW));
    }
    String whole = Files.readString(path);
    try (JournalFile file = open(path)) {
      unsyncable(file, path, () -> {});
      assertThatThrownBy(() -> file.begin(started()))
          .isInstanceOf(JournalException.class)
          .hasStackTraceContaining("SyncFailedException")
          .hasMessageNotContaining("r1");
    }
    assertThat(Files.readString(path)).isEqualTo(whole);
    FileJournal.at(path).begin(started()).close();
    assertThat(FileJournal.at(path).unfinished()).containsExactly(path);
  }

  @Test
  void a_first_line_that_cannot_be_taken_back_is_told_as_what_a_resume_would_do() throws Exception {
    assumeTrue(Files.exists(UNSYNCABLE));
    Path path = folder.resolve("run.jsonl");
    Path aside = folder.resolve("aside.jsonl");
    try (JournalFile file = open(path)) {
      unsyncable(
          file,
          path,
          () -> Files.createDirectory(Files.move(path, aside).resolveSibling("run.jsonl")));
      assertThatThrownBy(() -> file.begin(started()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("it may hold run r1 all the same")
          .satisfies(
              told ->
                  assertThat(((JournalException) told).hint())
                      .startsWith("a resume would carry that run out"));
    }
    assertThat(FileJournal.at(aside).unfinished()).containsExactly(aside);
  }

  private static JournalFile open(Path path) throws Exception {
    Path real = JournalPlace.real(path);
    ProcessLock lock = ProcessLock.take(JournalPlace.lockOf(real), Duration.ZERO).orElseThrow();
    return JournalFile.open(real, lock, LastRun.check(real));
  }

  /** What happens once a line was written. */
  private interface Then {
    void happens() throws IOException;
  }

  /** Lines get into the file, and cannot be synced. */
  private static void unsyncable(JournalFile file, Path path, Then then) throws Exception {
    Field out = field(JournalFile.class, "file");
    ((FileOutputStream) out.get(file)).close();
    out.set(
        file,
        new FileOutputStream(UNSYNCABLE.toFile()) {
          @Override
          public void write(byte[] bytes) throws IOException {
            Files.write(path, bytes, StandardOpenOption.APPEND);
            then.happens();
          }
        });
  }

  /** What the run writes from now on goes to a device. */
  private static void unsyncable(RunLog log) throws Exception {
    JournalFile file = (JournalFile) field(FileLog.class, "file").get(log);
    Field out = field(JournalFile.class, "file");
    ((FileOutputStream) out.get(file)).close();
    out.set(file, new FileOutputStream(UNSYNCABLE.toFile()));
    assertThat(out.get(file)).isNotNull();
  }

  private static Field field(Class<?> owner, String name) throws Exception {
    Field field = owner.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
