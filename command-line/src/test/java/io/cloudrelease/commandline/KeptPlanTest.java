package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --out}, {@code show} and {@code apply}. */
class KeptPlanTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("plan.json");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> add(int howMany) {
    return Bench.refs(
        "tencent-cvm",
        bench.tencent.add(howMany, i -> i.postpaid().name("web").tag("purpose", "ci")));
  }

  private int plan(List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(refs);
    return bench.atClouds("plan", args);
  }

  private int apply(String... options) {
    List<String> args = new ArrayList<>(List.of(file.toString()));
    args.addAll(List.of(options));
    return bench.atClouds("apply", args);
  }

  private JsonValue json() {
    return JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private String keep(List<String> refs, String... options) {
    List<String> all = new ArrayList<>(List.of("--out", file.toString(), "--json"));
    all.addAll(List.of(options));
    plan(refs, all.toArray(String[]::new));
    return json().get("plan").get("kept").text("approve");
  }

  @Test
  void a_plan_that_would_send_nothing_is_followed_by_no_command_that_carries_it_out() {
    String missing = "tencent-cvm:ap-guangzhou:ins-99999999";
    assertThat(plan(List.of(missing), "--out", file.toString())).isEqualTo(3);
    assertThat(bench.err()).contains("kept in " + file).doesNotContain("cloudrelease apply");
    assertThat(bench.run("show", file.toString())).isZero();
    assertThat(bench.out()).contains("digest ").doesNotContain("cloudrelease apply");
  }

  @Test
  void what_was_planned_is_shown_approved_and_carried_out() {
    List<String> refs = add(25);
    assertThat(plan(refs, "--out", file.toString(), "--valid-for", "4h")).isZero();
    assertThat(bench.out()).startsWith("INSTANCE").contains("25 instances, goal RELEASE");
    assertThat(bench.err()).contains("kept in " + file, "holds until 2026-11-20T12:00:0");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
    bench.clock.advance(Duration.ofHours(3));

    assertThat(bench.run("show", file.toString())).isZero();
    assertThat(bench.out())
        .contains(refs.get(19), "web", "purpose=ci", "and 5 more (--all shows them)")
        .doesNotContain(refs.get(20))
        .contains("holds until 2026-11-20T12:00:0", "digest ")
        .contains("to carry it out: cloudrelease apply " + file + " --approve ");
    String digest = bench.out().replaceAll("(?s).*\\ndigest ([0-9a-f]{64})\\n.*", "$1");
    assertThat(bench.run("show", file.toString(), "--json")).isZero();
    assertThat(json().get("plan").get("instances").items()).hasSize(25);
    assertThat(json().get("plan").get("kept").text("approve")).isEqualTo(digest);

    assertThat(apply("--approve", digest)).as(bench.out() + bench.err()).isZero();
    assertThat(bench.out()).endsWith("25 instances: 25 RELEASED\n");
    assertThat(bench.tencent.ledger().effects()).hasSize(25);
  }

  @Test
  void another_digest_a_changed_byte_or_an_old_plan_sends_nothing() throws IOException {
    List<String> refs = add(2);
    String digest = keep(refs);
    assertThat(apply("--approve", "0".repeat(64))).isEqualTo(3);
    assertThat(bench.out()).contains("NotApproved", digest);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"web\"", "\"wob\""));
    assertThat(apply("--approve", digest)).isEqualTo(2);
    assertThat(bench.err()).contains(file + ": ", "nothing was sent");
    assertThat(bench.run("show", file.toString())).isEqualTo(3);
    assertThat(bench.err()).contains("not to be trusted");
    assertThat(bench.out()).isEmpty();
    assertThat(bench.run("show", file.toString(), "--json")).isEqualTo(3);
    assertThat(json().get("error").get("problems").items().get(0).text())
        .startsWith("not to be trusted: ");
    assertThat(json().get("error").number("exit", 0)).isEqualTo(3);
    Files.writeString(file, text);
    bench.clock.advance(Duration.ofMinutes(16));
    assertThat(apply("--approve", digest)).isEqualTo(3);
    assertThat(bench.out()).contains("StalePlan");
    assertThat(bench.run("show", file.toString())).isZero();
    assertThat(bench.out()).contains("too old since ").doesNotContain("to carry it out");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void a_byte_order_mark_that_somebody_put_there_is_named() throws IOException {
    String digest = keep(add(1));
    Files.writeString(file, "\uFEFF" + Files.readString(file));
    assertThat(apply("--approve", digest)).isEqualTo(2);
    assertThat(bench.err()).contains("it begins with a byte order mark");
    assertThat(bench.run("show", file.toString())).isEqualTo(3);
    assertThat(bench.err()).contains("not to be trusted: ", "it begins with a byte order mark");
  }

  @Test
  void a_digest_may_be_typed_in_capitals() throws IOException {
    String digest = keep(add(1));
    assertThat(apply("--approve", digest.toUpperCase(Locale.ROOT))).as(bench.err()).isZero();
  }

  @Test
  void line_ends_that_somebody_changed_are_named() throws IOException {
    String digest = keep(add(1));
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    assertThat(apply("--approve", digest)).isEqualTo(2);
    assertThat(bench.err()).contains("its line ends are those of Windows (CRLF)");
    assertThat(bench.run("show", file.toString())).isEqualTo(3);
    assertThat(bench.err()).contains("(CRLF)").doesNotContain("another version");
  }

  @Test
  void without_an_approval_it_asks_and_without_a_terminal_it_refuses() {
    String digest = keep(add(2));
    assertThat(apply()).isEqualTo(2);
    assertThat(bench.err()).contains("add --approve " + digest + " if that is the plan");
    bench.atTerminal("3\n");
    assertThat(apply()).isEqualTo(3);
    assertThat(bench.err()).contains("digest " + digest, "(2): ", "Nothing was sent.");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
    bench.atTerminal("2\n");
    assertThat(apply()).isZero();
    assertThat(bench.tencent.ledger().effects()).hasSize(2);
  }

  @Test
  void guards_of_the_one_who_applies_count_too_and_a_yes_is_enough_without_a_policy() {
    keep(add(2));
    assertThat(apply("--yes", "--deny-tag", "purpose")).isEqualTo(3);
    assertThat(bench.out()).contains("DenyTag").endsWith("2 instances: 2 NOT_SENT\n");
    assertThat(apply("--yes", "--deny-name", "w*")).isEqualTo(3);
    assertThat(bench.out()).contains("DenyName");
    assertThat(apply("--yes", "--kill-switch", file.toString())).isEqualTo(3);
    assertThat(bench.out()).contains("KillSwitch");
    assertThat(bench.tencent.ledger().effects()).isEmpty();
    assertThat(apply("--yes", "--most-per-hour", "1")).isEqualTo(3);
    assertThat(bench.out()).contains("BlastBudget").endsWith(": 1 RELEASED, 1 NOT_SENT\n");
    keep(add(2));
    assertThat(apply("--yes")).isZero();
  }

  @Test
  void a_plan_says_in_both_forms_that_the_kill_switch_is_thrown() throws IOException {
    Path stop = file.resolveSibling("stop");
    List<String> refs = add(1);
    assertThat(plan(refs, "--kill-switch", stop.toString())).isZero();
    assertThat(bench.out()).doesNotContain("kill switch");
    Files.createFile(stop);
    assertThat(plan(refs, "--kill-switch", stop.toString())).isZero();
    assertThat(bench.out()).contains("note: the kill switch is thrown", "1 instance, goal RELEASE");
    assertThat(plan(refs, "--kill-switch", stop.toString(), "--json")).isZero();
    assertThat(json().get("plan").get("warnings").items())
        .extracting(JsonValue::written)
        .anyMatch(warning -> warning.contains("kill switch is thrown"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_kill_switch_that_cannot_be_looked_for_may_be_there() throws IOException {
    Path circle = file.resolveSibling("circle");
    Files.createSymbolicLink(circle, circle);
    keep(add(1));
    assertThat(apply("--yes", "--kill-switch", circle.resolve("stop").toString())).isEqualTo(3);
    assertThat(bench.out()).contains("KillSwitch");
    assertThat(bench.tencent.ledger().effects()).isEmpty();
  }

  @Test
  void a_kill_switch_whose_folder_goes_away_may_have_been_thrown() throws IOException {
    Path place = Files.createDirectory(file.resolveSibling("place"));
    keep(add(1));
    bench.tencent.faults(
        new FaultScript()
            .always(call -> !isRemoved(place), Fault.code(200, "UnauthorizedOperation", "no")));
    assertThat(apply("--yes", "--kill-switch", place.resolve("stop").toString())).isEqualTo(3);
    assertThat(bench.out()).contains("KillSwitch");
    assertThat(bench.tencent.ledger().effects()).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_kill_switch_behind_a_link_is_thrown_where_the_link_leads_to() throws IOException {
    Path place = file.resolveSibling("place");
    Path link = Files.createSymbolicLink(file.resolveSibling("stop"), place.resolve("stop"));
    Path relative =
        Files.createSymbolicLink(file.resolveSibling("to"), Path.of("place", "..", "s"));
    keep(add(1));
    for (Path named : List.of(link, relative)) {
      assertThat(apply("--yes", "--kill-switch", named.toString())).as(bench.out()).isEqualTo(2);
      assertThat(bench.err()).contains("--kill-switch " + named + ": its folder is not there");
    }
    assertThat(bench.tencent.ledger().effects()).isEmpty();
    Files.createDirectory(place);
    Files.createFile(place.resolve("stop"));
    assertThat(apply("--yes", "--kill-switch", link.toString())).isEqualTo(3);
    assertThat(bench.out()).contains("KillSwitch");
    Files.delete(place.resolve("stop"));
    assertThat(apply("--yes", "--kill-switch", link.toString())).as(bench.out()).isZero();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_kill_switch_whose_link_leads_nowhere_any_more_may_have_been_thrown() throws IOException {
    Path place = Files.createDirectory(file.resolveSibling("place"));
    Path link = Files.createSymbolicLink(file.resolveSibling("stop"), place.resolve("stop"));
    keep(add(1));
    bench.tencent.faults(
        new FaultScript()
            .always(call -> !isRemoved(place), Fault.code(200, "UnauthorizedOperation", "no")));
    assertThat(apply("--yes", "--kill-switch", link.toString())).as(bench.out()).isEqualTo(3);
    assertThat(bench.out()).contains("KillSwitch");
    assertThat(bench.tencent.ledger().effects()).isEmpty();
  }

  private static boolean isRemoved(Path gone) {
    try {
      Files.deleteIfExists(gone);
      return true;
    } catch (IOException kept) {
      return false;
    }
  }

  @Test
  void the_detailed_exit_code_tells_whether_something_would_be_sent() {
    List<String> refs = new ArrayList<>(add(1));
    assertThat(plan(refs, "--detailed-exitcode")).isEqualTo(6);
    assertThat(plan(refs)).isZero();
    String gone = "tencent-cvm:ap-guangzhou:ins-zzzzzzzz";
    assertThat(plan(List.of(gone), "--detailed-exitcode")).isEqualTo(3);
    refs.add(gone);
    assertThat(plan(refs, "--detailed-exitcode")).isEqualTo(6);
    assertThat(plan(refs)).isEqualTo(3);
  }

  @Test
  void prices_are_told_where_they_are_known_and_unknown_is_no_number() {
    List<String> refs = new ArrayList<>();
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid().refund("12.50"))));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid())));
    refs.addAll(add(1));
    plan(refs, "--price");
    assertThat(bench.out())
        .contains("refund: " + refs.get(0) + " 12.5")
        .doesNotContain("refund: " + refs.get(2))
        .containsPattern("refund: together 12.50?( CNY| \\(currency not told\\))");
    assertThat(plan(refs, "--price", "--json")).isZero();
    assertThat(json().get("plan").get("refunds").items().get(0).text("amount")).startsWith("12.5");
    bench.tencent.faults(
        new FaultScript()
            .always(
                call -> call.action().contains("InquiryPrice"),
                Fault.code(200, "UnauthorizedOperation", "no")));
    plan(refs, "--price");
    assertThat(bench.out()).contains(refs.get(0) + " unknown: ", "refund: of 2 unknown");
    assertThat(plan(refs)).isZero();
    assertThat(bench.out()).doesNotContain("refund");
  }

  @Test
  void a_plan_writes_nothing_down() throws IOException {
    keep(add(1));
    try (var files = Files.walk(bench.state())) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }
}
