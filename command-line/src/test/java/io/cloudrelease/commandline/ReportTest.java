package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Evidence;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --report}, {@code --check-leftovers}, {@code --evidence FOLDER}, {@code show --html}. */
class ReportTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> withDisk() {
    return Bench.refs(
        "tencent-cvm", bench.tencent.add(1, i -> i.postpaid().disk("disk-12345678", false)));
  }

  private int release(List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of("--yes"));
    args.addAll(List.of(options));
    args.addAll(refs);
    return bench.release(args);
  }

  @Test
  void what_stays_behind_is_a_line_and_stands_in_json_and_report() throws IOException {
    Path report = folder.resolve("report.html");
    assertThat(release(withDisk(), "--check-leftovers", "--report", report.toString()))
        .as(bench.err())
        .isZero();
    assertThat(bench.out())
        .contains(": disk disk-12345678, still there", "freed by TerminateDisks");
    assertThat(Files.readString(report))
        .contains("disk-12345678", "exists: yes", "freed by TerminateDisks", "SENDING");
    Path json = folder.resolve("result.json");
    release(withDisk(), "--json");
    assertThat(bench.out()).contains("\"exists\":\"NOT_KNOWN\"");
    Files.writeString(json, bench.out());
    assertThat(bench.run("show", json.toString())).isZero();
    assertThat(bench.out()).contains(": disk disk-12345678, may still be there, freed by Term");
  }

  @Test
  void the_form_is_told_by_the_name() throws IOException {
    Path csv = folder.resolve("report.csv");
    Path markdown = folder.resolve("REPORT.MD");
    assertThat(release(withDisk(), "--report", csv.toString())).isZero();
    assertThat(Files.readString(csv)).contains("\"RELEASED\"");
    assertThat(release(withDisk(), "--report", markdown.toString())).isZero();
    assertThat(Files.readString(markdown)).contains("| RELEASED");
  }

  @Test
  void a_report_that_cannot_be_written_is_said_and_changes_no_exit_code() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path report = gone.resolve("report.html");
    // Somebody removes the folder while the run goes on.
    bench.tencent.faults(new FaultScript().always(call -> isRemoved(gone), Fault.dropped()));
    assertThat(release(withDisk(), "--report", report.toString())).isZero();
    assertThat(bench.err()).contains(report + " could not be written: ");
    assertThat(bench.out()).endsWith("freed by TerminateDisks\n");
  }

  private static boolean isRemoved(Path gone) {
    try {
      Files.deleteIfExists(gone);
      return false;
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }

  @Test
  void evidence_in_a_folder_has_a_file_for_each_run() throws IOException {
    Path evidence = Files.createDirectory(folder.resolve("evidence"));
    assertThat(release(withDisk(), "--evidence", evidence.toString())).isZero();
    assertThat(release(withDisk(), "--evidence", evidence.toString())).isZero();
    try (Stream<Path> files = Files.list(evidence)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(2);
      assertThat(Evidence.verify(all.get(0))).isEmpty();
      assertThat(bench.err()).contains("evidence: " + evidence);
      Path html = folder.resolve("shown.html");
      assertThat(bench.run("show", all.get(0).toString(), "--html", html.toString())).isZero();
      assertThat(Files.readString(html)).contains("RELEASED", "ins-0000000", "hash");
    }
  }

  @Test
  void a_journal_is_shown_as_html_and_a_plan_or_a_result_is_not() throws IOException {
    Path journal = folder.resolve("run.jsonl");
    Path html = folder.resolve("run.html");
    List<String> refs = withDisk();
    assertThat(release(refs, "--journal", journal.toString(), "--json")).isZero();
    Path result = Files.writeString(folder.resolve("result.json"), bench.out());
    assertThat(bench.run("show", journal.toString(), "--html", html.toString())).isZero();
    assertThat(Files.readString(html)).contains("RELEASED", refs.get(0));
    assertThat(bench.run("show", result.toString(), "--html", html.toString())).isEqualTo(2);
    assertThat(bench.err()).contains("--html is of a run");
  }
}
