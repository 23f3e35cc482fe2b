package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is written replaces what is read, what else is written, or a journal. */
class NamedFilesTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;
  private String ref = "";

  @BeforeEach
  void one() {
    ref = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())).get(0);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** DIR stands for the folder, REF for the instance. */
  private int run(String line) {
    List<String> args = new ArrayList<>();
    for (String word : line.split(" ")) {
      args.add(word.replace("DIR", folder.toString()).replace("REF", ref));
    }
    String command = args.remove(0);
    return command.equals("show")
        ? bench.run(line.replace("DIR", folder.toString()).split(" "))
        : bench.atClouds(command, args);
  }

  private Path unfinished() throws IOException {
    Path journal = folder.resolve("run.jsonl");
    assertThat(run("release --yes --journal DIR/run.jsonl REF")).as(bench.err()).isZero();
    Files.writeString(journal, Files.readAllLines(journal).get(0) + "\n");
    return journal;
  }

  private void assertNothingWasLost(Path file, String before, int requests) throws IOException {
    assertThat(bench.err()).contains("nothing was sent");
    assertThat(bench.requests()).isEqualTo(requests);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "release --yes --journal DIR/a --evidence DIR/a REF",
        "release --yes --journal DIR/a --evidence DIR/../DIRNAME/a REF",
        "release --yes --report DIR/r.csv --evidence DIR/r.csv REF",
        "release --yes --no-journal --file DIR/a --evidence DIR/a REF",
        "release --yes --kill-switch DIR/a --evidence DIR/a REF",
        "release --yes --config DIR/a --evidence DIR/a REF",
        "plan --file DIR/a --out DIR/a REF",
        "plan --config DIR/a --out DIR/a REF",
      })
  void one_file_by_two_options_is_refused(String line) throws IOException {
    String nothing = line.contains("--config") ? "{}\n" : "# nothing\n";
    Path file = Files.writeString(folder.resolve("a"), nothing);
    int requests = bench.requests();
    assertThat(run(line.replace("DIRNAME", folder.getFileName().toString()))).isEqualTo(2);
    assertThat(bench.err()).contains(" name one file, " + folder);
    assertNothingWasLost(file, nothing, requests);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_link_is_the_file_that_it_leads_to_even_where_that_is_not_there_yet() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("run.jsonl"));
    assertThat(run("release --yes --journal DIR/run.jsonl --evidence DIR/link REF")).isEqualTo(2);
    assertThat(bench.err()).contains("--evidence and --journal name one file");
    assertThat(bench.requests()).isZero();
  }

  @Test
  void a_plan_is_not_replaced_by_the_evidence_of_its_run() throws IOException {
    assertThat(run("plan --out DIR/plan REF")).isZero();
    Path plan = folder.resolve("plan");
    String before = Files.readString(plan);
    int requests = bench.requests();
    assertThat(run("apply DIR/plan --yes --evidence DIR/plan")).isEqualTo(2);
    assertNothingWasLost(plan, before, requests);
    assertThat(run("apply DIR/plan --yes --journal DIR/plan")).isEqualTo(2);
    assertNothingWasLost(plan, before, requests);
    assertThat(run("plan --out DIR/plan REF")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan --out DIR/run.jsonl REF",
        "show DIR/other --html DIR/run.jsonl",
        "show DIR/run.jsonl --html DIR/run.jsonl",
      })
  void a_journal_is_not_replaced(String line) throws IOException {
    Path journal = unfinished();
    String before = Files.readString(journal);
    Files.copy(journal, folder.resolve("other"));
    int requests = bench.requests();
    assertThat(run(line)).isEqualTo(2);
    assertThat(bench.err()).contains(journal + " is a journal, which nothing replaces");
    assertNothingWasLost(journal, before, requests);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan --out DIR/e.jsonl REF",
        "release --yes --evidence DIR/e.jsonl REF",
        "release --yes --report DIR/e.csv REF",
        "show DIR/e.jsonl --html DIR/other",
        "show --run ID --html DIR/other",
      })
  void evidence_is_not_replaced(String line) throws IOException {
    assertThat(run("release --yes --evidence DIR/e.jsonl REF")).isZero();
    String before = Files.readString(folder.resolve("e.jsonl"));
    for (String other : List.of("e.csv", "other")) {
      Files.copy(folder.resolve("e.jsonl"), folder.resolve(other));
    }
    int requests = bench.requests();
    String id =
        Pattern.compile("\"runId\":\"([0-9a-f]+)")
            .matcher(before)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertThat(run(line.replace("ID", id))).isEqualTo(2);
    assertThat(bench.err())
        .containsPattern("is evidence of a run, which nothing replaces|evidence replaces nothing");
    for (String each : List.of("e.jsonl", "e.csv", "other")) {
      assertNothingWasLost(folder.resolve(each), before, requests);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan --out DIR/a.html REF",
        "release --yes --report DIR/a.html REF",
        "release --yes --report DIR/a.csv REF",
        "release --yes --report DIR/a.md REF",
        "show DIR/run.jsonl --html DIR/a.html",
      })
  void a_file_that_somebody_else_wrote_is_not_replaced(String line) throws IOException {
    unfinished();
    int requests = bench.requests();
    String page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>x";
    for (String name : List.of("a.html", "a.csv", "a.md")) {
      Files.writeString(folder.resolve(name), page);
    }
    assertThat(run(line)).isEqualTo(2);
    assertThat(bench.err()).contains("is there already, and is nothing that --");
    for (String name : List.of("a.html", "a.csv", "a.md")) {
      assertNothingWasLost(folder.resolve(name), page, requests);
    }
  }

  @Test
  void the_configuration_is_not_replaced_however_it_was_named() throws IOException {
    Path config = Files.writeString(folder.resolve("c.yml"), "policy: {}\n");
    bench.variables.put("CLOUDRELEASE_CONFIG", config.toString());
    assertThat(run("release --yes --journal DIR/run.jsonl REF")).isZero();
    assertThat(run("show DIR/run.jsonl --html DIR/c.yml")).isEqualTo(2);
    assertThat(Files.readString(config)).isEqualTo("policy: {}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.html", "report.md", "report.csv"})
  void a_report_replaces_the_one_before_and_an_empty_file(String name) throws IOException {
    Path report = Files.createFile(folder.resolve(name));
    assertThat(run("release --yes --report DIR/" + name + " REF")).as(bench.err()).isZero();
    assertThat(report).content().contains(ref);
    one();
    assertThat(run("release --yes --report DIR/" + name + " REF")).as(bench.err()).isZero();
    assertThat(report).content().contains(ref);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "release --yes --journal DIR/runs/ REF",
        "release --yes --evidence DIR/runs/ REF",
        "release --yes --report DIR/r.html/ REF",
        "plan --out DIR/runs/ REF",
        "show DIR/none --html DIR/runs/",
        "runs --journal DIR/runs/",
        "release --yes --config DIR/c.yml REF",
      })
  void what_is_named_as_a_folder_does_not_become_a_file(String line) throws IOException {
    Files.writeString(folder.resolve("c.yml"), "journal: runs/\n");
    assertThat(
            line.startsWith("runs")
                ? bench.run(line.replace("DIR", folder.toString()).split(" "))
                : run(line))
        .isEqualTo(2);
    assertThat(bench.err()).containsPattern("(which|that) is not there; make it");
    assertThat(folder.toFile().list()).containsExactly("c.yml");
    assertThat(bench.requests()).isZero();
  }

  @Test
  void a_folder_that_is_there_may_be_named_with_its_slash() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    assertThat(run("release --yes --journal DIR/runs/ --evidence DIR/runs/ REF")).isZero();
    assertThat(runs.toFile().list()).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "release --yes --journal DIR/j.jsonl --evidence DIR/j.jsonl.lock REF",
        "release --yes --evidence DIR/notes.txt.lock REF",
        "release --yes --journal DIR/j.lock REF",
        "plan --out DIR/notes.txt.lock REF",
      })
  void nothing_is_written_by_the_name_of_a_lock(String line) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(bench.err()).contains("a name that ends in .lock is of the lock of a journal");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_journal_that_is_none_ends_with_2() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes"), "of somebody\n");
    assertThat(run("release --yes --journal DIR/notes REF")).isEqualTo(2);
    assertThat(bench.err()).contains("--journal " + notes + " is there already, and is no journal");
    assertNothingWasLost(notes, "of somebody\n", 0);
  }

  @Test
  void evidence_does_not_replace_that_of_a_run_before() throws IOException {
    Path evidence = Files.writeString(folder.resolve("e.jsonl"), "of a run before\n");
    assertThat(run("release --yes --evidence DIR/e.jsonl REF")).isEqualTo(2);
    assertThat(bench.err()).contains("--evidence " + evidence + " is there already");
    assertNothingWasLost(evidence, "of a run before\n", 0);
  }

  @Test
  void evidence_may_lie_among_the_journals_of_a_folder_and_a_plan_must_not() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    assertThat(run("plan --journal DIR/runs --out DIR/runs/p.jsonl REF")).isEqualTo(2);
    assertThat(run("release --yes --journal DIR/runs --evidence DIR/runs/e.jsonl REF"))
        .as(bench.err())
        .isZero();
    assertThat(runs.resolve("e.jsonl")).isNotEmptyFile();
    one();
    assertThat(run("release --yes --journal DIR/runs --evidence DIR/runs REF"))
        .as(bench.err())
        .isZero();
    one();
    assertThat(run("release --yes --journal DIR/runs REF")).as(bench.out()).isZero();
    assertThat(bench.run("runs", "--journal", runs.toString())).isZero();
    assertThat(bench.out()).doesNotContain("DAMAGED", "nothing is sent");
    assertThat(bench.out().lines().filter(line -> line.contains("1 RELEASED"))).hasSize(3);
  }

  @Test
  void a_file_that_was_no_journal_holds_no_later_run_of_its_folder_back() throws IOException {
    for (String name : List.of("plan.json", "cloudrelease.yml", "e.jsonl")) {
      Path file = folder.resolve(name);
      switch (name) {
        case "plan.json" -> assertThat(run("plan --out DIR/plan.json REF")).isZero();
        case "e.jsonl" -> assertThat(run("release --yes --evidence DIR/e.jsonl REF")).isZero();
        default -> Files.writeString(file, "policy: {}\n");
      }
      one();
      assertThat(run("release --yes --journal DIR/" + name + " REF")).as(bench.out()).isNotZero();
      assertThat(run("resume --journal DIR/" + name)).isEqualTo(2);
      assertThat(folder.resolve(name + ".lock")).doesNotExist();
    }
    assertThat(run("release --yes --journal DIR/run.jsonl REF")).as(bench.out()).isZero();
    one();
    assertThat(run("release --yes --journal DIR REF")).as(bench.out()).isZero();
  }

  @Test
  void runs_of_a_file_that_is_no_journal_does_not_say_that_it_holds_others_back()
      throws IOException {
    for (String name : List.of("notes.txt", "e.jsonl")) {
      Path file = folder.resolve(name);
      if (name.equals("e.jsonl")) {
        assertThat(run("release --yes --evidence DIR/e.jsonl REF")).isZero();
      } else {
        Files.writeString(file, "notes\n");
      }
      assertThat(bench.run("runs", "--journal", file.toString())).isZero();
      assertThat(bench.out())
          .contains(file + " does not count as a journal of its folder, and holds no run back")
          .doesNotContain("nothing is sent by this folder");
    }
    Path counted = Files.writeString(folder.resolve("notes.jsonl"), "notes\n");
    assertThat(bench.run("runs", "--journal", counted.toString())).isZero();
    assertThat(bench.out()).contains("while " + counted + " is there, nothing is sent by this");
  }
}
