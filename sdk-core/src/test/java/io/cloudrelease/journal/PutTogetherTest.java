package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.TWO;
import static io.cloudrelease.journal.Entries.intent;
import static io.cloudrelease.journal.Entries.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.model.InstanceRef;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that hold the lines of two, as {@code cat old.jsonl >> run.jsonl} makes them. */
class PutTogetherTest {
  private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(26));

  /** So many that the line of their call is longer than a block that is read at once. */
  private static final InstanceRef[] MANY =
      IntStream.range(0, 300)
          .mapToObj(i -> InstanceRef.of("tencent-cvm", "ap-guangzhou", "ins-many-" + i))
          .toArray(InstanceRef[]::new);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("run.jsonl");
  }

  /** The file of a run whose process died while it sent. */
  private void died() throws Exception {
    try (RunLog log = FileJournal.at(file()).begin(run("died", NOW, MANY))) {
      assertThat(log.intend(intent("b1", MANY))).isEmpty();
    }
    assertThat(Files.readAllLines(file()).get(1).length()).isGreaterThan(1 << 16);
  }

  /** So many whole runs of another file. */
  private static byte[] ended(Path other, int runs, Instant at) throws Exception {
    for (int i = 0; i < runs; i++) {
      try (RunLog log = FileJournal.at(other).begin(run("ended" + i, at, TWO))) {
        log.note(new JournalEntry.RunEnded(at));
      }
    }
    return Files.readAllBytes(other);
  }

  private void append(byte[] lines) throws Exception {
    Files.write(file(), lines, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file(), FileTime.from(NOW.plus(Duration.ofMinutes(5))));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("run.jsonl is damaged: line 3: it is not what was written after");
  }

  @ParameterizedTest
  @CsvSource({"1, 26", "1, 1", "3, 26", "3, 1"})
  void whoever_reads_it_is_told_the_line(int runs, int hours, @TempDir Path elsewhere)
      throws Exception {
    died();
    append(ended(elsewhere.resolve("old.jsonl"), runs, NOW.minus(Duration.ofHours(hours))));
    byte[] bytes = Files.readAllBytes(file());
    FileJournal journal = FileJournal.at(file());

    assertRefused(journal::resume);
    assertRefused(() -> journal.begin(run("next", NOW, ONE)));
    assertRefused(journal::unfinished);
    for (FileJournal listed : List.of(journal, FileJournal.inFolder(folder))) {
      assertThat(listed.runs())
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.state()).isEqualTo(FileRun.State.DAMAGED);
                assertThat(each.damage()).contains("damaged: line 3");
              });
    }
    assertThat(file()).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void a_run_beside_it_sends_nothing(int runs, @TempDir Path elsewhere) throws Exception {
    died();
    append(ended(elsewhere.resolve("old.jsonl"), runs, LONG_AGO));
    FileJournal beside = FileJournal.inFolder(folder);

    assertRefused(() -> beside.begin(run("beside", NOW, MANY)));
  }

  @Test
  void a_file_of_one_that_was_copied_is_as_it_was() throws Exception {
    ended(file(), 3, LONG_AGO);
    append(new byte[0]);
    FileJournal journal = FileJournal.at(file());

    assertThat(journal.runs())
        .singleElement()
        .extracting(FileRun::state)
        .isEqualTo(FileRun.State.ENDED);
    try (RunLog log = journal.resume()) {
      assertThat(log.history()).hasSize(2);
    }
    try (RunLog log = journal.begin(run("next", NOW, TWO))) {
      assertThat(log.intend(intent("b1", TWO))).isEmpty();
    }
  }

  /** Their lines are bound to nothing. */
  @Test
  void of_the_form_of_before_a_run_without_an_end_is_not_forgotten() throws Exception {
    for (String name : List.of("unfinished", "finished")) {
      try (InputStream in = getClass().getResourceAsStream("version-1/" + name + ".jsonl")) {
        assertThat(in).isNotNull();
        Files.write(
            file(), in.readAllBytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
    Instant later = NOW.plus(Duration.ofDays(3));
    Files.setLastModifiedTime(file(), FileTime.from(later));
    InstanceRef open = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-v1open");
    try (RunLog log = FileJournal.inFolder(folder).begin(run("beside", later, open))) {
      assertThat(log.intend(intent("b1", "tencent-cvm", true, later, open))).containsOnlyKeys(open);
    }
    try (RunLog log = FileJournal.at(file()).resume()) {
      assertThat(log.history()).hasSize(8);
    }
  }
}
