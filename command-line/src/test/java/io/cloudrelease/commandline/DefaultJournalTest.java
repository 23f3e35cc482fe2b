package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.AccessKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The journal that is kept when nothing is said, and what lists, shows and completes its runs. */
class DefaultJournalTest {
  private final Bench bench = new Bench();
  @TempDir Path elsewhere;

  @AfterEach
  void close() {
    bench.close();
  }

  private Path folder() {
    return bench.state().resolve("cloudrelease");
  }

  private List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private List<String> refs(int howMany) {
    return Bench.refs("tencent-cvm", bench.tencent.add(howMany, i -> i.postpaid()));
  }

  private int release(List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of("--yes", "--json"));
    args.addAll(List.of(options));
    args.addAll(refs);
    return bench.release(args);
  }

  private static void cutAfterFirstIntent(Path journal) throws IOException {
    List<String> lines = Files.readAllLines(journal);
    int last = 0;
    while (!lines.get(last).contains("\"intent\"")) {
      last++;
    }
    Files.writeString(journal, String.join("\n", lines.subList(0, last + 1)) + "\n");
  }

  @Test
  void a_run_is_written_down_for_its_owner_alone() throws Exception {
    assertThat(release(refs(2))).as(bench.err()).isZero();
    assertThat(journals()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
    assertThat(bench.err()).doesNotContain("journal");
  }

  @Test
  void nothing_is_written_down_when_that_is_said_or_nothing_is_sent() throws Exception {
    assertThat(release(refs(1), "--no-journal")).isZero();
    bench.release(List.of("--plan", refs(1).get(0)));
    assertThat(folder()).doesNotExist();
  }

  @Test
  void where_nothing_can_be_written_it_says_so_in_one_line_and_goes_on() throws Exception {
    Files.writeString(folder(), "a file where the folder should be");
    assertThat(release(refs(1))).isZero();
    assertThat(bench.err().lines().filter(line -> line.contains("no journal is kept"))).hasSize(1);
    assertThat(bench.tencent.ledger().effects()).hasSize(1);
    assertThat(release(refs(1), "--quiet")).isZero();
    assertThat(bench.err()).contains("no journal is kept");
  }

  @Test
  void trouble_with_old_runs_does_not_switch_the_journal_off() throws Exception {
    List<String> prepaid = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid()));
    assertThat(release(prepaid, "--no-wait")).isZero();
    cutAfterFirstIntent(journals().get(0));
    Path lock = folder().resolve(".folder.lock");
    Files.delete(lock);
    // Whoever cannot hold the folder cannot know what others have under way either.
    Files.createDirectory(lock);
    int sent = bench.tencent.ledger().destructiveRequests().size();
    assertThat(release(prepaid, "--deadline", "20s")).isEqualTo(3);
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(sent);
    assertThat(bench.err())
        .contains("that ended long ago were not removed")
        .doesNotContain("no journal is kept");
  }

  @Test
  void what_another_run_has_under_way_is_kept_off() throws Exception {
    List<String> prepaid = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid()));
    assertThat(release(prepaid, "--no-wait")).isZero();
    cutAfterFirstIntent(journals().get(0));
    int sent = bench.tencent.ledger().destructiveRequests().size();
    release(prepaid, "--deadline", "20s");
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(sent);
  }

  @Test
  void a_bare_resume_takes_the_only_unfinished_run() throws Exception {
    List<String> first = refs(2);
    release(first);
    cutAfterFirstIntent(journals().get(0));
    assertThat(bench.resume("--json")).as(bench.err()).isZero();
    assertThat(bench.err()).contains("completing run ");
    assertThat(bench.out()).contains(first.get(0), first.get(1));
    assertThat(bench.tencent.ledger().effects()).hasSize(2);
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err()).contains("holds no unfinished run");
  }

  @Test
  void a_bare_resume_takes_no_run_that_was_left_before_the_last_one() throws Exception {
    List<String> left = refs(2);
    release(left);
    cutAfterFirstIntent(journals().get(0));
    bench.clock.advance(Duration.ofMinutes(30));
    assertThat(release(refs(1))).as(bench.err()).isZero();
    int sent = bench.tencent.ledger().destructiveRequests().size();
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err())
        .contains("is not its last one; to complete it: cloudrelease resume ")
        .contains("--journal " + unfinished());
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(sent);
    assertThat(bench.resume("--journal", unfinished())).as(bench.err()).isZero();
    assertThat(bench.out()).contains(left.get(0), left.get(1));
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err()).contains("show --run ", " prints what became of the last one");
  }

  private String unfinished() throws Exception {
    return FileJournal.inFolder(folder()).unfinished().get(0).toString();
  }

  @Test
  void a_resume_that_holds_back_every_name_says_what_became_of_them_and_sends_nothing()
      throws Exception {
    List<String> refs = refs(101);
    release(refs, "--max-instances", "101");
    // The second call, of one instance, had not been written down yet.
    cutAfterFirstIntent(journals().get(0));
    bench.tencent.add(i -> i.id(refs.get(100).replaceAll(".*:", "")).postpaid());
    int sent = bench.tencent.ledger().destructiveRequests().size();
    assertThat(bench.resume("--deny-name", "*")).as(bench.err()).isEqualTo(3);
    assertThat(bench.out()).contains("101 instances: 100 RELEASED, 1 NOT_SENT");
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(sent);
  }

  @Test
  void a_damaged_journal_holds_back_what_is_sent_by_its_folder_and_says_what_to_do()
      throws Exception {
    release(refs(1));
    Path damaged = journals().get(0);
    Files.writeString(damaged, Files.readString(damaged).replaceFirst("\"at\"", "\"At\""));
    int sent = bench.tencent.ledger().destructiveRequests().size();
    assertThat(release(refs(1))).isEqualTo(3);
    assertThat(bench.out())
        .contains(damaged + " is damaged: line 1", "keep the file in another folder");
    assertThat(bench.tencent.ledger().destructiveRequests()).hasSize(sent);
    assertThat(bench.run("runs")).isZero();
    assertThat(bench.out())
        .contains(
            "while " + damaged + " is there, nothing is sent by this folder: look at its instances",
            "(cloudrelease show " + damaged + "), then move it elsewhere");
    // Nobody knows how many there were.
    assertThat(bench.out()).containsPattern("(?m)^damaged .* - ");
    Files.move(damaged, elsewhere.resolve("damaged.jsonl"));
    assertThat(release(refs(1))).isZero();
  }

  @Test
  void a_resume_that_finds_a_damaged_journal_alone_does_not_say_that_all_is_complete()
      throws Exception {
    release(refs(1));
    Path damaged = journals().get(0);
    cutAfterFirstIntent(damaged);
    Files.writeString(damaged, Files.readString(damaged).replaceFirst("\"at\"", "\"At\""));
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err())
        .contains(damaged + " is damaged: line 1", "cloudrelease show " + damaged)
        .doesNotContain("holds no unfinished run");
  }

  @Test
  void whose_lock_cannot_be_asked_is_offered_to_nobody() throws Exception {
    release(refs(1));
    Path journal = journals().get(0);
    cutAfterFirstIntent(journal);
    Files.delete(folder().resolve(".folder.lock"));
    Files.createDirectory(folder().resolve(".folder.lock"));
    assertThat(bench.run("runs")).isZero();
    assertThat(bench.out())
        .contains("under way  ", "whether a process has it is not known: ")
        .doesNotContain("cloudrelease resume", "move it elsewhere");
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err())
        .contains(journal + ": whether a process has it is not known", "put that right");
  }

  @Test
  void a_file_that_keeps_a_folder_from_sending_is_named_by_runs_and_resume() throws Exception {
    release(refs(1));
    Path foreign = Files.writeString(folder().resolve("notes.jsonl"), "no journal\n");
    assertThat(release(refs(1))).isEqualTo(3);
    assertThat(bench.out()).contains(foreign + " of another run cannot be understood");
    assertThat(bench.run("runs")).isZero();
    assertThat(bench.out())
        .contains(foreign + " is not a journal", "while " + foreign + " is there, nothing is sent");
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err()).contains(foreign + " is not a journal");
  }

  @Test
  void keys_that_were_renewed_complete_a_run_where_that_is_said() throws Exception {
    release(refs(2));
    cutAfterFirstIntent(journals().get(0));
    bench.tencent.addKey(bench.tencent.account(), AccessKey.of("AKIDRENEWED", "renewed"));
    bench.variables.put("TENCENTCLOUD_SECRET_ID", "AKIDRENEWED");
    bench.variables.put("TENCENTCLOUD_SECRET_KEY", "renewed");
    bench.variables.remove("TENCENTCLOUD_TOKEN");

    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err()).contains("made with another access key", "--renewed-keys");
    assertThat(bench.resume("--renewed-keys")).as(bench.err()).isZero();
  }

  @Test
  void several_unfinished_runs_are_listed_with_what_completes_each() throws Exception {
    release(refs(1));
    release(refs(1));
    for (Path journal : journals()) {
      cutAfterFirstIntent(journal);
    }
    int requests = bench.requests();
    assertThat(bench.resume()).isEqualTo(2);
    assertThat(bench.err()).contains("2 runs are unfinished; say which:");
    for (Path journal : journals()) {
      assertThat(bench.err()).containsPattern("cloudrelease resume --.* --journal " + journal);
    }
    assertThat(bench.requests()).isEqualTo(requests);
    Path resumed = journals().get(1);
    Path open = journals().get(0);
    assertThat(bench.resume("--journal", resumed.toString())).isZero();
    release(refs(1));
    assertThat(bench.run("runs")).isZero();
    List<String> rows = bench.out().lines().toList();
    assertThat(rows.get(0)).startsWith("STATE");
    assertThat(rows.get(1)).startsWith("unfinished");
    assertThat(rows.get(2)).startsWith("ended").endsWith("1 RELEASED");
    assertThat(bench.out())
        .contains("cloudrelease resume --journal " + open)
        .doesNotContain("resume --journal " + resumed);
    assertThat(bench.run("runs", "--json")).isZero();
    JsonValue json = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(json.get("runs").items()).hasSize(3);
    assertThat(json.get("runs").items().get(0).text("state")).isEqualTo("ABANDONED");
  }

  @Test
  void what_ended_a_month_ago_is_removed_and_what_is_unfinished_stays() throws Exception {
    release(refs(1));
    release(refs(1));
    cutAfterFirstIntent(journals().get(0));
    bench.clock.advance(Duration.ofDays(31));
    for (Path journal : journals()) {
      Files.setLastModifiedTime(
          journal, FileTime.from(bench.clock.instant().minusSeconds(2_700_000)));
    }
    Path unfinished = journals().get(0);
    release(refs(1));
    assertThat(journals()).hasSize(2).contains(unfinished);
  }

  @Test
  void before_the_first_run_there_is_nothing_to_list() {
    assertThat(bench.run("runs")).isZero();
    assertThat(bench.out()).isEqualTo("no run is written down there\n");
    assertThat(bench.run("runs", "--journal", elsewhere.resolve("none").toString())).isEqualTo(2);
    assertThat(bench.err()).contains("there is no " + elsewhere.resolve("none"));
  }

  @Test
  void a_journal_is_shown_with_its_calls_and_verdicts() throws Exception {
    List<String> refs = refs(2);
    release(refs, "--goal", "destroy");
    String journal = journals().get(0).toString();
    assertThat(bench.run("show", journal)).isZero();
    assertThat(bench.out())
        .contains("goal DESTROY, 2 instances", "TerminateInstances", "ACCEPTED")
        .contains(refs.get(0) + "  RELEASED")
        .endsWith("2 instances: 2 RELEASED\n");
    assertThat(bench.run("show", journal, "--json")).isZero();
    assertThat(JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8))).isPresent();
    cutAfterFirstIntent(journals().get(0));
    assertThat(bench.run("show", journal)).isZero();
    assertThat(bench.out())
        .contains(", not complete\n", "without a verdict yet: 2")
        .doesNotContain("ended", "0 instances")
        .contains("to complete it: cloudrelease resume --journal " + journal);
  }

  @Test
  void why_a_verdict_is_what_it_is_reads_the_same_in_a_journal_as_in_the_result() throws Exception {
    String nowhere = "tencent-cvm:ap-guangzhou:ins-99999999";
    bench.release("--yes", nowhere);
    String row =
        bench.out().lines().filter(line -> line.startsWith(nowhere)).findFirst().orElseThrow();
    assertThat(row).contains("NotShown: the cloud shows no such instance (check");
    assertThat(bench.run("show", journals().get(0).toString())).isZero();
    assertThat(bench.out().lines()).contains(row);
  }

  @Test
  void evidence_is_written_to_a_file_and_checked_when_it_is_shown() throws Exception {
    Path evidence = elsewhere.resolve("evidence.jsonl");
    assertThat(release(refs(1), "--evidence", evidence.toString())).isZero();
    assertThat(bench.err()).contains("evidence: " + evidence).doesNotContain("cut off");
    assertThat(bench.run("show", evidence.toString())).isZero();
    assertThat(bench.out()).contains("1 instance: 1 RELEASED");
    assertThat(bench.err()).contains("whole and unchanged");
    String text = Files.readString(evidence);
    assertThat(Ending.isWhole(evidence)).isTrue();
    for (int cut : new int[] {1, 20, 400, text.length()}) {
      Files.writeString(evidence, text.substring(0, text.length() - cut));
      assertThat(Ending.isWhole(evidence)).as("%d bytes short", cut).isFalse();
    }
    Files.writeString(evidence, text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
    assertThat(Ending.isWhole(evidence)).isFalse();
    Files.writeString(evidence, text.replaceFirst("RELEASED", "REJECTED"));
    assertThat(bench.run("show", evidence.toString())).isEqualTo(3);
    assertThat(bench.err()).contains("not to be trusted: line");
    List<String> lines = text.lines().toList();
    assertNamed(evidence, without(lines, 1), "line 2 was changed, or a line before it is missing");
    Files.writeString(evidence, text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
    assertThat(bench.run("show", evidence.toString())).isEqualTo(3);
    assertThat(bench.err())
        .contains("not complete: the run goes on, or was cut off, or lines were taken away")
        .doesNotContain("not to be trusted", "whole and unchanged");
    assertThat(bench.run("show", evidence.toString(), "--json")).isEqualTo(3);
    assertThat(bench.out()).contains("lines are missing at the end");
  }

  @Test
  void why_the_default_folder_cannot_be_used_is_said_in_words() throws Exception {
    bench.variables.put("XDG_STATE_HOME", elsewhere.toString());
    Files.writeString(elsewhere.resolve("cloudrelease"), "a file");
    assertThat(release(refs(1))).isZero();
    assertThat(bench.err())
        .contains(elsewhere.resolve("cloudrelease") + " cannot be used (it is no folder)");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void that_the_default_folder_cannot_be_made_is_said_in_words_too() {
    bench.variables.put("XDG_STATE_HOME", "/proc/none");
    assertThat(release(refs(1))).isZero();
    assertThat(bench.err()).contains("/proc/none/cloudrelease cannot be used (it cannot be made)");
  }

  private static List<String> without(List<String> lines, int index) {
    List<String> left = new ArrayList<>(lines);
    left.remove(index);
    return left;
  }

  private void assertNamed(Path file, List<String> lines, String fault) throws IOException {
    Files.write(file, lines);
    assertThat(bench.run("show", file.toString())).isEqualTo(3);
    assertThat(bench.err()).contains("not to be trusted: ", fault);
  }

  @Test
  void a_journal_is_checked_when_it_is_shown_and_a_run_is_found_by_its_id() throws Exception {
    release(refs(2));
    Path journal = journals().get(0);
    List<String> lines = Files.readAllLines(journal);
    String run = JsonValue.parse(bytes(lines.get(0))).orElseThrow().text("runId");
    assertThat(bench.run("show", "--run", run)).as(bench.err()).isZero();
    assertThat(bench.out()).contains("run " + run, "2 instances: 2 RELEASED");
    assertThat(bench.run("show", "--run", "nobody")).isEqualTo(2);
    assertThat(bench.err()).contains("holds no run nobody");
    assertNamed(journal, without(lines, 1), "line 2");
    List<String> changed = new ArrayList<>(lines);
    changed.set(1, lines.get(1).replaceFirst("ins-", "inx-"));
    assertNamed(journal, changed, "line 2");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_result_is_shown_as_a_table_whatever_its_layout() throws Exception {
    release(refs(1));
    Path result = elsewhere.resolve("result.json");
    Files.writeString(result, bench.out().replace(",\"verdict\"", ",\n  \"verdict\""));
    assertThat(bench.run("show", result.toString())).isZero();
    assertThat(bench.out()).startsWith("INSTANCE").contains("RELEASED");
  }

  @Test
  void a_journal_may_be_named_as_a_folder() throws Exception {
    assertThat(release(refs(1), "--journal", elsewhere.toString())).isZero();
    assertThat(bench.run("runs", "--journal", elsewhere.toString())).isZero();
    assertThat(bench.out()).contains("ended");
  }

  private void age(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(bench.clock.instant().minusSeconds(2_700_000)));
  }

  @Test
  void one_old_file_that_is_damaged_takes_the_journal_from_nobody() throws Exception {
    release(refs(1));
    Path damaged = journals().get(0);
    Files.writeString(damaged, Files.readString(damaged).replaceFirst("\"at\"", "\"At\""));
    Path foreign = Files.writeString(folder().resolve("notes.jsonl"), "no journal\n");
    bench.clock.advance(Duration.ofDays(31));
    age(damaged);
    age(foreign);
    release(refs(1));
    assertThat(bench.err()).doesNotContain("no journal is kept");
    assertThat(journals()).hasSize(3).contains(damaged, foreign);
  }

  @Test
  void a_journal_that_a_link_leads_to_is_not_removed_where_it_lies() throws Exception {
    release(refs(1));
    Path mine = Files.move(journals().get(0), elsewhere.resolve("mine.jsonl"));
    Files.createSymbolicLink(folder().resolve("mine.jsonl"), mine);
    bench.clock.advance(Duration.ofDays(31));
    age(mine);
    release(refs(1));
    assertThat(mine).exists();
  }

  @Test
  void a_folder_that_others_share_is_left_as_it_is() throws Exception {
    Path shared = Files.createDirectory(elsewhere.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
    Files.createSymbolicLink(folder(), shared);
    assertThat(release(refs(1))).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
        .isEqualTo("rwxrwx---");
  }

  @Test
  void what_a_journal_of_others_says_does_not_steer_the_terminal() throws Exception {
    release(refs(1));
    Path result = elsewhere.resolve("result.jsonl");
    String esc = "\\u001b]0;owned\\u0007\\u202e";
    List<String> lines = new ArrayList<>();
    for (String line :
        List.of(
            "{\"kind\":\"run\",\"runId\":\"x"
                + esc
                + "\",\"at\":\"t"
                + esc
                + "\",\"goal\":\"g"
                + esc
                + "\"}",
            "{\"kind\":\"verdict\",\"instance\":\"i" + esc + "\",\"verdict\":\"v" + esc + "\"}",
            "{\"kind\":\"ended\",\"at\":\"e" + esc + "\"}")) {
      lines.add(line);
    }
    Files.writeString(result, io.cloudrelease.json.ChainedLines.of(lines));
    assertThat(bench.run("show", result.toString())).as(bench.err()).isZero();
    assertThat(bench.out() + bench.err()).doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void a_folder_that_belongs_to_somebody_else_is_not_used() throws Exception {
    Files.createDirectories(folder());
    UserPrincipal other =
        folder().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("12345");
    try {
      Files.setOwner(folder(), other);
    } catch (IOException notAllowed) {
      Assumptions.abort("only root gives folders away");
    }
    assertThat(release(refs(1))).isZero();
    assertThat(bench.err()).contains("no journal is kept", "it belongs to 12345");
    assertThat(journals()).isEmpty();
  }

  @Test
  void times_of_a_run_that_is_shown_are_those_that_runs_tells() throws Exception {
    assertThat(release(refs(1))).isZero();
    Path journal = journals().get(0);
    Files.writeString(
        journal,
        Files.readString(journal)
            .replaceAll("(\"at\":\"[^\"]*:[0-9]{2})[.0-9]*Z", "$1.123456789Z"));
    bench.run("show", journal.toString(), "--json");
    assertThat(bench.out())
        .containsPattern("\"began\":\"[^\"]*:[0-9]{2}\\.123Z\"")
        .containsPattern("\"ended\":\"[^\"]*:[0-9]{2}\\.123Z\"")
        .containsPattern("\"calls\":\\[\\{\"at\":\"[^\"]*:[0-9]{2}\\.123Z\"")
        .doesNotContain("123456789");
  }
}
