package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence is kept with the result, in a file as it grows, or nowhere. */
class EvidencePlaceTest extends FakeRuns {
  @TempDir Path folder;

  private ReleaseInstancesResult released(ReleaseClientBuilder builder) {
    try (ReleaseClient client = builder.build()) {
      return client.releaseInstances(request(3).build());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("evidence"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void a_folder_gets_a_file_for_each_run_that_only_its_owner_reads() throws IOException {
    cloud.with(3);
    ReleaseInstancesResult result = released(builder().evidenceIn(folder.resolve("evidence")));
    allAre(result, Verdict.RELEASED);

    Path file = result.evidence().file().orElseThrow();
    assertThat(files()).containsExactly(file);
    assertThat(Evidence.verify(file)).isEmpty();
    assertThat(Files.readString(file))
        .isEqualTo(result.evidence().toJsonLines())
        .contains(result.evidence().head());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void one_run_is_written_to_the_file_that_was_named_for_it() throws IOException {
    cloud.with(3);
    Path file = folder.resolve("e.jsonl");
    ReleaseClientBuilder builder = builder().evidenceAt(file);
    ReleaseInstancesResult result = released(builder);
    allAre(result, Verdict.RELEASED);
    assertThat(result.evidence().file()).contains(file);
    assertThat(Evidence.verify(file)).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String before = Files.readString(file);

    cloud.with(3);
    long sent = cloud.releases();
    ReleaseInstancesResult again = released(builder);
    allAre(again, Verdict.NOT_SENT);
    assertThat(error(again, 0).code()).isEqualTo("Journal");
    assertThat(error(again, 0).message()).contains(file.toString());
    assertThat(cloud.releases()).isEqualTo(sent);
    assertThat(file).hasContent(before);
  }

  @Test
  void it_tells_the_same_as_evidence_in_memory() throws IOException {
    cloud.with(3);
    List<String> inFile =
        released(builder().evidenceIn(folder.resolve("evidence")))
            .evidence()
            .toJsonLines()
            .lines()
            .map(EvidencePlaceTest::kind)
            .toList();
    cloud.with(3);
    assertThat(released(builder()).evidence().toJsonLines().lines().map(EvidencePlaceTest::kind))
        .isEqualTo(inFile);
  }

  private static String kind(String line) {
    return line.replaceAll(".*?\"kind\":\"([a-z]*)\".*", "$1");
  }

  @Test
  void a_line_changed_or_cut_in_the_file_is_named() throws IOException {
    cloud.with(3);
    Path file =
        released(builder().evidenceIn(folder.resolve("evidence"))).evidence().file().orElseThrow();
    String whole = Files.readString(file);

    Files.writeString(file, whole.replaceFirst("RELEASED", "REJECTED"));
    assertThat(Evidence.verify(file)).singleElement().asString().contains("was changed");
    Files.writeString(file, whole.substring(0, whole.length() - 5));
    assertThat(Evidence.verify(file)).contains("the last line is cut");
  }

  @Test
  void where_no_file_can_be_made_nothing_is_sent() throws IOException {
    cloud.with(3);
    Path taken = Files.writeString(folder.resolve("evidence"), "a file");
    ReleaseInstancesResult result = released(builder().evidenceIn(taken));

    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 0).message()).contains(taken.toString());
    assertThat(cloud.releases()).isZero();
  }

  @Test
  void a_run_that_is_told_again_leaves_the_first_file_alone() throws IOException {
    cloud.with(3);
    ReleaseJournal journal = FileJournal.at(folder.resolve("journal.jsonl"));
    ReleaseClientBuilder builder =
        builder().journal(journal).evidenceIn(folder.resolve("evidence"));
    ReleaseInstancesResult result = released(builder);
    allAre(result, Verdict.RELEASED);
    Path first = result.evidence().file().orElseThrow();
    Files.writeString(first, "mine\n", StandardOpenOption.APPEND);
    String before = Files.readString(first);

    try (ReleaseClient client = builder.build()) {
      Path second =
          client.resume(journal, ResumeOptions.defaults()).evidence().file().orElseThrow();
      assertThat(Evidence.verify(second)).isEmpty();
      assertThat(files()).containsExactlyInAnyOrder(first, second);
    }
    assertThat(Files.readString(first)).isEqualTo(before);
  }

  @Test
  void without_evidence_there_is_none() {
    cloud.with(3);
    ReleaseInstancesResult result = released(builder().withoutEvidence());

    allAre(result, Verdict.RELEASED);
    assertThat(result.evidence().toJsonLines()).isEmpty();
    assertThat(result.evidence().head()).isEmpty();
    assertThat(result.evidence().file()).isEmpty();
    assertThat(Evidence.verify(result.evidence().toJsonLines()))
        .containsExactly("there are no lines: none were kept, or all are missing");
  }

  @Test
  void what_was_not_sent_for_want_of_evidence_is_no_run_to_be_completed() throws IOException {
    cloud.with(3);
    FileJournal journal = FileJournal.at(folder.resolve("journal.jsonl"));
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    allAre(released(builder().journal(journal).evidenceIn(taken)), Verdict.NOT_SENT);

    assertThat(journal.unfinished()).isEmpty();
    allAre(
        released(builder().journal(journal).evidenceIn(folder.resolve("evidence"))),
        Verdict.RELEASED);
  }

  @Test
  void evidence_may_lie_in_the_folder_of_the_journals_and_is_none_of_them() throws IOException {
    Path shared = folder.resolve("evidence");
    FileJournal journal = FileJournal.inFolder(shared);
    cloud.with(3);
    allAre(released(builder().journal(journal).evidenceIn(shared)), Verdict.RELEASED);
    allAre(
        released(builder().journal(journal).evidenceAt(shared.resolve("e.jsonl"))),
        Verdict.NOT_FOUND);

    assertThat(journal.runs()).extracting(FileRun::state).containsOnly(FileRun.State.ENDED);
    assertThat(journal.runs()).hasSize(2);
    assertThat(journal.unfinished()).isEmpty();
  }

  @Test
  void where_the_journal_cannot_begin_no_evidence_is_left() throws IOException {
    cloud.with(3);
    Path foreign = Files.writeString(folder.resolve("journal.jsonl"), "no journal\n");
    ReleaseInstancesResult result =
        released(builder().journal(FileJournal.at(foreign)).evidenceIn(folder.resolve("evidence")));

    allAre(result, Verdict.NOT_SENT);
    assertThat(files()).isEmpty();
  }

  @Test
  void a_journal_that_breaks_at_the_beginning_in_whatever_way_leaves_none_and_sends_nothing()
      throws IOException {
    cloud.with(3);
    Error error = new OutOfMemoryError("unable to create native thread");
    for (Error broken : new Error[] {error, null}) {
      ReleaseJournal journal =
          new ReleaseJournal() {
            @Override
            public RunLog begin(JournalEntry.RunStarted started) {
              if (broken != null) {
                throw broken;
              }
              return null;
            }

            @Override
            public RunLog resume() throws JournalException {
              throw new JournalException("not here", "");
            }
          };
      ReleaseInstancesResult result =
          released(builder().journal(journal).evidenceIn(folder.resolve("evidence")));

      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).message()).contains("the journal threw");
      assertThat(files()).isEmpty();
    }
    assertThat(cloud.releases()).isZero();
  }
}
