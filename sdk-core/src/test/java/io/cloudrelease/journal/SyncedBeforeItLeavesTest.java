package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.intent;
import static io.cloudrelease.journal.Entries.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
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
