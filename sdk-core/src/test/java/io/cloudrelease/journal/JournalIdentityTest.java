package io.cloudrelease.journal;

import static io.cloudrelease.journal.Entries.NOW;
import static io.cloudrelease.journal.Entries.ONE;
import static io.cloudrelease.journal.Entries.TWO;
import static io.cloudrelease.journal.Entries.intent;
import static io.cloudrelease.journal.Entries.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One file is one journal, whatever it is called, for its owner alone, and where it was. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such links and permissions")
class JournalIdentityTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("run.jsonl");
  }

  @Test
  void a_live_run_is_not_resumed_beside_itself_through_a_symbolic_link() throws Exception {
    Path link = folder.resolve("link.jsonl");
    Path folderLink = Files.createSymbolicLink(folder.resolve("folder"), folder);
    try (RunLog live = FileJournal.at(file).begin(started())) {
      Files.createSymbolicLink(link, file);
      for (Path other : new Path[] {link, folderLink.resolve("run.jsonl")}) {
        assertThatThrownBy(() -> FileJournal.at(other).resume())
            .hasMessageContaining("used by another process");
        assertThatThrownBy(() -> FileJournal.at(other).begin(started()))
            .hasMessageContaining("used by another run");
      }
      live.note(new JournalEntry.RunEnded(NOW));
    }
    try (RunLog again = FileJournal.at(link).resume()) {
      assertThat(again.history()).hasSize(2);
      assertThatThrownBy(() -> FileJournal.at(file).resume())
          .hasMessageContaining("used by another process");
    }
    assertThat(folder.resolve("link.jsonl.lock")).doesNotExist();
  }

  /** Its runs would see those of the other folder, and not those beside the link. */
  @Test
  void a_link_out_of_its_folder_is_refused_and_the_file_itself_is_not() throws Exception {
    Path there = Files.createDirectory(folder.resolve("there"));
    Path real = there.toRealPath().resolve("run.jsonl");
    Path link = folder.toRealPath().resolve("link.jsonl");
    FileJournal all = FileJournal.inFolder(folder);
    try (RunLog live = FileJournal.at(real).begin(started())) {
      assertThat(live.history()).isEmpty();
      Files.createSymbolicLink(link, real);
      assertThat(all.runs().get(0).state()).isEqualTo(FileRun.State.UNDER_WAY);
    }
    assertThat(all.runs().get(0).file()).isEqualTo(link);
    assertThat(all.unfinished()).containsExactly(link);
    for (FileJournal journal : List.of(FileJournal.at(link), all)) {
      assertThatThrownBy(journal::resume)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(link + " is a link to " + real + " in another folder");
    }
    assertThatThrownBy(() -> FileJournal.at(link).begin(started()))
        .hasMessageContaining("in another folder");
    FileJournal.at(real).resume().close();
  }

  @Test
  void a_file_with_a_second_name_is_refused_under_both() throws Exception {
    FileJournal.at(file).begin(started()).close();
    Path second = Files.createLink(folder.resolve("second.jsonl"), file);
    for (Path name : new Path[] {file, second}) {
      assertThatThrownBy(() -> FileJournal.at(name).resume())
          .hasMessageContaining(name.toString())
          .hasMessageContaining("2 names (hard links)");
    }
    Files.delete(second);
    FileJournal.at(file).resume().close();
  }

  @Test
  void a_link_to_nothing_and_what_is_no_file_are_refused() throws Exception {
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
    assertThatThrownBy(() -> FileJournal.at(dangling).begin(started()))
        .hasMessageContaining("a link to a file that does not exist");
    assertThatThrownBy(() -> FileJournal.at(folder).begin(started()))
        .hasMessageContaining("not a regular file");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /** Others take it for a lock and never read it. */
  @Test
  void a_name_that_ends_as_lock_files_do_is_refused() throws Exception {
    Path file = folder.resolve("release.lock");
    assertThatThrownBy(() -> FileJournal.at(file).begin(started()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(file + " cannot be written: other runs take it for a lock");
    assertThat(file).doesNotExist();
    FileJournal.at(folder.resolve("run.jsonl")).begin(started()).close();
    Files.move(folder.resolve("run.jsonl"), file);
    assertThatThrownBy(() -> FileJournal.at(file).resume()).hasMessageContaining("for a lock");
    Files.createSymbolicLink(folder.resolve("link.jsonl"), file);
    assertThatThrownBy(() -> FileJournal.at(folder.resolve("link.jsonl")).resume())
        .hasMessageContaining("for a lock");
  }

  @Test
  void what_is_made_is_for_its_owner_alone() throws Exception {
    Path made = folder.resolve("a").resolve("b");
    try (RunLog log = FileJournal.inFolder(made).begin(started())) {
      assertThat(log.intend(intent("b1", ONE))).isEmpty();
    }
    assertThat(permissions(made)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
    assertThat(permissions(made.resolve("run-r1.jsonl"))).isEqualTo("rw-------");
    assertThat(permissions(made.resolve("run-r1.jsonl.lock"))).isEqualTo("rw-------");
  }

  @Test
  void a_file_that_others_can_read_is_taken_from_them() throws Exception {
    FileJournal.at(file).begin(started()).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    FileJournal.at(file).resume().close();
    assertThat(permissions(file)).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** What may happen to a file under a running process. */
  private interface Mishap {
    void happens() throws Exception;
  }

  private void assertNothingIsSentAfter(Mishap mishap, String why) throws Exception {
    Files.deleteIfExists(file);
    RunLog log = FileJournal.at(file).begin(started());
    assertThat(log.intend(intent("b1", ONE))).isEmpty();
    mishap.happens();
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> log.intend(intent("b2", TWO)))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(why);
    }
    log.close();
    if (Files.exists(file)) {
      assertThat(Files.readString(file)).doesNotContain("\"b2\"");
    }
  }

  @Test
  void nothing_is_sent_after_the_file_was_removed() throws Exception {
    assertNothingIsSentAfter(() -> Files.delete(file), "was removed");
    assertNothingIsSentAfter(() -> Files.move(file, folder.resolve("elsewhere")), "was removed");
  }

  @Test
  void nothing_is_sent_after_the_file_was_replaced_by_one_that_is_equal() throws Exception {
    assertNothingIsSentAfter(
        () -> {
          Path copy = Files.copy(file, folder.resolve("copy"));
          Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        },
        "was replaced");
  }

  @Test
  void nothing_is_sent_after_the_file_was_cut() throws Exception {
    assertNothingIsSentAfter(() -> Files.write(file, new byte[0]), "was cut");
    assertNothingIsSentAfter(
        () -> Files.writeString(file, Files.readAllLines(file).get(0) + "\n"), "was cut");
  }

  @Test
  void nothing_is_sent_after_somebody_else_wrote_into_it() throws Exception {
    assertNothingIsSentAfter(
        () -> Files.writeString(file, "x", StandardOpenOption.APPEND), "by somebody else");
  }

  @Test
  void nothing_is_sent_after_the_lock_file_was_removed() throws Exception {
    assertNothingIsSentAfter(
        () -> Files.delete(folder.resolve("run.jsonl.lock")), "lost its lock file");
  }

  @Test
  void what_is_cut_between_writing_and_syncing_is_noticed_as_well() throws Exception {
    // In append mode a line that follows a cut stands at the new end: never behind a hole.
    RunLog log = FileJournal.at(file).begin(started());
    Files.write(file, new byte[0]);
    log.note(new JournalEntry.RunResumed(NOW));
    assertThat(Files.readString(file)).startsWith("{\"v\":2,\"kind\":\"resumed\"");
    assertThatThrownBy(() -> log.intend(intent("b1", ONE))).hasMessageContaining("was cut");
    log.close();
  }
}
