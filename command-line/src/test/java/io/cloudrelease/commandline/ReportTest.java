package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        .contains("disk-12345678", "\"exists\":\"YES\"", "\"freedBy\":\"TerminateDisks\"")
        .contains("\"kind\":\"SENDING\"", "\"wholeStory\":true");
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
    assertThat(Files.readString(csv))
        .contains("\"RELEASED\"", "disk disk-12345678, may still be there");
    assertThat(release(withDisk(), "--report", markdown.toString())).isZero();
    assertThat(Files.readString(markdown))
        .contains("| RELEASED", "| `disk disk-12345678, may still be there");
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
  @DisabledOnOs(OS.WINDOWS)
  void evidence_in_a_file_is_there_before_a_call_leaves_and_its_owners_alone() throws IOException {
    Path evidence = folder.resolve("evidence.jsonl");
    List<String> atTheCall = new ArrayList<>();
    bench.tencent.faults(
        new FaultScript()
            .always(
                call -> {
                  if (call.action().equals("TerminateInstances")) {
                    atTheCall.add(read(evidence));
                  }
                  return false;
                },
                Fault.code(200, "Never", "no")));
    assertThat(release(withDisk(), "--evidence", evidence.toString())).as(bench.err()).isZero();
    assertThat(atTheCall).singleElement().asString().contains("\"kind\":\"intent\"");
    assertThat(Evidence.verify(evidence)).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(evidence)))
        .isEqualTo("rw-------");
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void a_journal_is_shown_as_html_with_its_calls_looks_and_what_may_have_stayed()
      throws IOException {
    Path journal = folder.resolve("run.jsonl");
    List<String> refs = withDisk();
    assertThat(release(refs, "--journal", journal.toString())).isZero();
    JsonValue page = shownAsHtml(journal);
    assertThat(page.get("rows").items().get(0).text("verdict")).isEqualTo("RELEASED");
    assertThat(page.isTrue("wholeStory")).isFalse();
    assertThat(page.text("run")).isNotEmpty();
    assertThat(kinds(page))
        .startsWith("STARTED")
        .endsWith("FINISHED")
        .containsSubsequence("LOOKED", "SENDING", "ANSWERED", "LOOKED");
    JsonValue call =
        page.get("events").items().stream()
            .filter(event -> event.text("kind").equals("ANSWERED"))
            .findFirst()
            .orElseThrow();
    assertThat(call.text("lane")).isEqualTo("tencent-cvm:ap-guangzhou TerminateInstances");
    assertThat(call.number("took", -1)).isNotNegative();
    JsonValue left = page.get("leftovers").items().get(0);
    assertThat(left.text("id")).isEqualTo("disk-12345678");
    assertThat(left.text("kind")).isEqualTo("DISK");
    assertThat(left.text("exists")).isEqualTo("NOT_KNOWN");
    assertThat(Evidence.verify(page.text("evidence"))).isEmpty();
  }

  @Test
  void the_report_of_a_run_that_is_not_complete_or_was_changed_says_so_first() throws IOException {
    Path evidence = folder.resolve("evidence.jsonl");
    Path journal = folder.resolve("run.jsonl");
    List<String> refs = withDisk();
    assertThat(release(refs, "--journal", journal.toString(), "--evidence", evidence.toString()))
        .isZero();
    List<String> lines = Files.readAllLines(journal);
    int intent = 0;
    while (!lines.get(intent).contains("\"intent\"")) {
      intent++;
    }
    Files.write(journal, lines.subList(0, intent + 1));
    JsonValue open = shownAsHtml(journal);
    assertThat(open.number("open", 0)).isEqualTo(1);
    assertThat(open.get("faults").items()).isEmpty();
    Files.writeString(evidence, Files.readString(evidence).replaceFirst("RELEASED", "RECYCLED"));
    Path html = folder.resolve("changed.html");
    assertThat(bench.run("show", evidence.toString(), "--html", html.toString())).isEqualTo(3);
    assertThat(Files.readString(html)).containsPattern("\"faults\":\\[\"line [0-9]+");
    assertThat(open.get("words").get("en").text("notTrusted")).startsWith("Not to be trusted");
  }

  @Test
  void a_result_is_shown_as_html_with_what_it_left_and_a_plan_is_not() throws IOException {
    List<String> refs = withDisk();
    assertThat(release(refs, "--json", "--check-leftovers", "--goal", "destroy")).isZero();
    Path result = Files.writeString(folder.resolve("result.json"), bench.out());
    JsonValue page = shownAsHtml(result);
    assertThat(page.text("goal")).isEqualTo("DESTROY");
    JsonValue kept = JsonValue.parse(Files.readAllBytes(result)).orElseThrow();
    assertThat(page.text("run")).isNotEmpty().isEqualTo(kept.get("run").text("runId"));
    assertThat(page.number("startedAt", 0))
        .isEqualTo(Instant.parse("2026-11-20T08:00:00Z").toEpochMilli());
    assertThat(page.get("rows").items().get(0).text("instance")).isEqualTo(refs.get(0));
    JsonValue left = page.get("leftovers").items().get(0);
    assertThat(left.text("exists")).isEqualTo("YES");
    assertThat(left.text("freedBy")).isEqualTo("TerminateDisks");
    assertThat(page.get("events").items()).isEmpty();

    Path plan = folder.resolve("plan.json");
    Path html = folder.resolve("none.html");
    List<String> more = new ArrayList<>(List.of("--out", plan.toString()));
    more.addAll(withDisk());
    assertThat(bench.atClouds("plan", more)).isZero();
    assertThat(bench.run("show", plan.toString(), "--html", html.toString())).isEqualTo(2);
    assertThat(bench.err()).contains("--html is of a run");
    Files.writeString(result, "{\"schema\":1,\"verdicts\":[]}");
    assertThat(bench.run("show", result.toString(), "--html", html.toString())).isEqualTo(2);
    assertThat(bench.err()).contains("does not say when its run was");
    assertThat(bench.out()).isEmpty();
    assertOneDocument("show", result.toString(), "--html", html.toString(), "--json");
    Path journal = folder.resolve("run.jsonl");
    assertThat(release(withDisk(), "--journal", journal.toString())).isZero();
    Files.writeString(journal, Files.readString(journal).replace("\"RELEASE\"", "\"RELEASES\""));
    assertOneDocument("show", journal.toString(), "--html", html.toString(), "--json");
    assertThat(html).doesNotExist();
  }

  @Test
  void hostile_names_in_a_result_of_others_stay_text_in_its_report() throws IOException {
    String hostile = "</script><img src=x onerror=alert(1)>\\u202e\\u001b[2J";
    Path result =
        Files.writeString(
            folder.resolve("result.json"),
            ("{\"schema\":1,\"verdicts\":[{\"instance\":\"zenlayer-zec:1\",\"verdict\":\"REJECTED\","
                    + "\"category\":\"BUSY\",\"code\":\"H\",\"message\":\"H\",\"sends\":1,\"before\":{\"at\":"
                    + "\"2026-11-20T08:00:00Z\",\"phase\":\"STABLE\",\"state\":\"H\",\"name\":\"H\"}}],"
                    + "\"leftovers\":[{\"kind\":\"DISK\",\"id\":\"H\",\"instance\":\"zenlayer-zec:1\","
                    + "\"exists\":\"YES\",\"state\":\"H\",\"freedBy\":\"H\"}],\"run\":{\"goal\":\"RELEASE\","
                    + "\"collateral\":\"KEEP\",\"startedAt\":\"2026-11-20T08:00:00Z\",\"tookMillis\":5}}")
                .replace("H", hostile));
    JsonValue page = shownAsHtml(result);
    String name = page.get("rows").items().get(0).text("name");
    assertThat(name).startsWith("</script><img").contains("\\u202e", "\\u001b");
    assertThat(bench.out()).doesNotContain("\u001b", "\u202e");
  }

  /** A script that reads what is printed gets what is wrong, and nothing before it. */
  private void assertOneDocument(String... args) {
    assertThat(bench.run(args)).isEqualTo(2);
    assertThat(bench.out().lines()).hasSize(1);
    JsonValue json = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(json.get("error").number("exit", 0)).isEqualTo(2);
  }

  /** What the page of that file shows, of the one block that holds it. */
  private JsonValue shownAsHtml(Path file) throws IOException {
    Path html = folder.resolve("shown.html");
    assertThat(bench.run("show", file.toString(), "--html", html.toString()))
        .as(bench.err())
        .isZero();
    String page = Files.readString(html);
    int from = page.indexOf('>', page.indexOf("id=\"data\"")) + 1;
    String data = page.substring(from, page.indexOf("</script>", from));
    assertThat(data).doesNotContain("<");
    return JsonValue.parse(data.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static List<String> kinds(JsonValue page) {
    return page.get("events").items().stream().map(event -> event.text("kind")).toList();
  }
}
