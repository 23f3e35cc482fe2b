package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.tencent.SimulatedTencentSts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of plans and results, and what a script gets of them. */
class ShownTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> add(int howMany) {
    return Bench.refs(
        "tencent-cvm",
        bench.tencent.add(howMany, i -> i.postpaid().name("web").tag("purpose", "ci")));
  }

  private int release(List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(refs);
    return bench.release(args);
  }

  private JsonValue json() {
    return JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Test
  void a_plan_shows_what_dies_twenty_of_them_and_how_many_more() {
    List<String> refs = add(25);
    bench.clock.advance(Duration.ofDays(10));
    assertThat(release(refs, "--plan")).isZero();
    assertThat(bench.out())
        .startsWith("INSTANCE")
        .contains(refs.get(19), "web", "RUNNING", "10d", "purpose=ci", "and 5 more (--all shows")
        .doesNotContain(refs.get(20))
        .contains("25 in   1 call ", "25 instances, goal RELEASE; the calls take a moment");
    assertThat(release(refs, "--plan", "--all")).isZero();
    assertThat(bench.out()).contains(refs.get(24)).doesNotContain("more (--all");
  }

  /** Every figure that the table tells, and what it leaves out. */
  @Test
  void a_plan_as_json_holds_all_of_it() {
    List<String> refs = new ArrayList<>(add(25));
    refs.addAll(
        Bench.refs(
            "tencent-cvm", bench.tencent.add(1, i -> i.postpaid().disk("disk-12345678", false))));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(2, i -> i.prepaid())));
    refs.add("tencent-cvm:ap-guangzhou:ins-zzzzzzzz");
    assertThat(release(refs, "--plan", "--force")).isEqualTo(3);
    String table = bench.out();
    assertThat(release(refs, "--plan", "--json", "--force")).isEqualTo(3);
    JsonValue plan = json().get("plan");
    assertThat(plan.get("instances").items()).hasSize(28);
    JsonValue first = plan.get("instances").items().get(0);
    assertThat(first.text("name")).isEqualTo("web");
    assertThat(first.get("tags").text("purpose")).isEqualTo("ci");
    assertThat(table).contains("28 instances, goal " + plan.text("goal") + "; ");
    JsonValue excluded = plan.get("excluded").items().get(0);
    assertThat(excluded.text("verdict")).isEqualTo("NOT_FOUND");
    assertThat(table)
        .contains(
            "not sent: tencent-cvm:ap-guangzhou:ins-zzzzzzzz NOT_FOUND " + excluded.text("code"));
    assertThat(plan.get("powers").items().get(0).text()).isEqualTo("FORCE");
    assertThat(callsOf(plan)).isNotEmpty().allSatisfy(line -> assertThat(table).contains(line));
    List<JsonValue> batches = plan.get("batches").items();
    assertThat(plan.number("calls", 0)).isEqualTo(batches.size());
    assertThat(batches).filteredOn(batch -> batch.isTrue("escalates")).hasSize(1);
    assertThat(table).contains("note: 2 instances may end in a recycle bin");
    assertThat(plan.number("seconds", -1)).isLessThan(2);
    assertThat(table).contains("the calls take a moment");
    assertThat(plan.number("waitSeconds", 0)).isPositive();
    assertThat(table)
        .contains("at the goal, " + plan.number("deadlineSeconds", 0) / 60 + " min at most");
    long disks =
        plan.get("instances").items().stream()
            .flatMap(instance -> instance.get("collateral").items().stream())
            .filter(item -> item.text("fate").equals("STAYS"))
            .count();
    assertThat(disks).isEqualTo(1);
    assertThat(table).contains("stays: " + disks + " data disk");
  }

  /** The lines in which the table sums the calls up. */
  private static List<String> callsOf(JsonValue plan) {
    Map<String, int[]> sums = new LinkedHashMap<>();
    for (JsonValue batch : plan.get("batches").items()) {
      String where = batch.text("account") + ":" + batch.text("region");
      int[] sum =
          sums.computeIfAbsent(
              (where + "  " + batch.text("action") + "  " + batch.text("group")).strip(),
              any -> new int[2]);
      sum[0] += batch.get("instances").items().size();
      sum[1]++;
    }
    List<String> lines = new ArrayList<>();
    sums.forEach(
        (lane, sum) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%6d in %3d %s  %s\n",
                    sum[0],
                    sum[1],
                    sum[1] == 1 ? "call " : "calls",
                    lane)));
    return lines;
  }

  @Test
  void while_a_plan_waits_for_what_is_not_found_it_tells_no_time_left() {
    List<String> refs = new ArrayList<>(add(1));
    refs.add("tencent-cvm:ap-guangzhou:ins-zzzzzzzz");
    refs.add("aliyun-ecs:cn-hangzhou:i-bp1aaaaaaaaaaaaaaaaa");
    refs.add("zenlayer-zec:1234567890123456789");
    assertThat(release(refs, "--plan")).isEqualTo(3);
    assertThat(bench.err()).contains("3 of 4 settled").doesNotContain(" left");
  }

  @Test
  void a_plan_names_powers_as_they_are_typed_and_does_not_contradict_itself() {
    List<String> refs = add(1);
    release(refs, "--plan", "--force", "--terminate-subscription");
    assertThat(bench.out()).contains("note: granted: --force, --terminate-subscription");
    release(refs, "--plan", "--collateral", "release");
    assertThat(bench.out()).contains("(--collateral release)").doesNotContain("stays");
    List<String> disks = Bench.refs("aliyun-ecs", bench.aliyun.add(1, i -> i.postpaid()));
    release(disks, "--plan");
    boolean some = bench.out().contains("goes too:") || bench.out().contains("may go too:");
    assertThat(bench.out().contains("cannot be kept by this call")).isEqualTo(some);
  }

  @Test
  void a_long_result_leads_with_what_is_not_good() {
    List<String> refs = new ArrayList<>(add(50));
    refs.add("tencent-cvm:ap-guangzhou:ins-zzzzzzzz");
    assertThat(release(refs, "--yes")).isEqualTo(3);
    assertThat(bench.out().lines().skip(1).findFirst().orElseThrow()).contains("NOT_FOUND");
    assertThat(bench.out()).endsWith("51 instances: 50 RELEASED, 1 NOT_FOUND\n");
  }

  @Test
  void what_is_unknown_or_not_sent_is_followed_by_the_next_command() {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid()));
    bench.tencent.faults(new FaultScript().always(SimulatedCall::destructive, Fault.dropped()));
    assertThat(release(refs, "--yes", "--force")).isEqualTo(4);
    assertThat(bench.err())
        .contains(
            "1 UNKNOWN: a lost call may still be carried out for 10 minutes (Alibaba Cloud: 20);"
                + " look at them then, before you try again: cloudrelease plan --endpoint ",
            " --force " + refs.get(0));
    bench.through(InProcessTransport.to(bench.clock, bench.tencent));
    bench.tencent.faults(
        new FaultScript().always(SimulatedCall::destructive, Fault.connectionRefused()));
    List<String> held = add(12);
    assertThat(release(held, "--yes")).as(bench.out()).isEqualTo(3);
    assertThat(bench.err()).contains("12 NOT_SENT", "cloudrelease release --", " --file FILE");
    assertThat(release(held, "--yes", "--quiet")).isEqualTo(3);
    assertThat(bench.err()).isEmpty();
  }

  @Test
  void an_error_without_a_code_is_not_led_by_a_word_that_reads_as_the_verdict() {
    Path journal = folder.resolve("run.jsonl");
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid()));
    bench.tencent.faults(new FaultScript().always(SimulatedCall::destructive, Fault.htmlPage()));
    release(refs, "--yes", "--force", "--journal", journal.toString());
    assertThat(bench.run("show", journal.toString())).isZero();
    assertThat(bench.out()).contains("HTTP 200, not an answer").doesNotContain("UNKNOWN:");
  }

  @Test
  void verdicts_are_coloured_when_that_is_wanted_and_only_then() {
    assertThat(release(add(1), "--yes", "--color", "always")).isZero();
    assertThat(bench.out()).contains("\u001b[32mRELEASED\u001b[0m");
    assertThat(release(add(1), "--yes")).isZero();
    assertThat(bench.out()).doesNotContain("\u001b");
    bench.atTerminal("");
    assertThat(release(add(1), "--yes")).isZero();
    assertThat(bench.out()).contains("\u001b[32mRELEASED");
    bench.variables.put("NO_COLOR", "1");
    assertThat(release(add(1), "--yes")).isZero();
    assertThat(bench.out()).doesNotContain("\u001b");
  }

  @Test
  void states_of_runs_are_coloured_as_verdicts_are() {
    assertThat(release(add(1), "--yes")).isZero();
    assertThat(bench.run("runs", "--color", "always")).isZero();
    assertThat(bench.out()).contains("\n\u001b[32mended\u001b[0m ").startsWith("STATE ");
    assertThat(bench.run("runs")).isZero();
    assertThat(bench.out()).contains("\nended ").doesNotContain("\u001b");
  }

  @Test
  void each_step_is_told_to_whoever_wants_that() {
    assertThat(release(add(1), "--yes", "--verbose")).isZero();
    assertThat(bench.err()).contains("  SENDING ", "  VERDICT ");
  }

  @Test
  void references_come_from_several_files() throws Exception {
    List<String> refs = add(3);
    Path one = Files.writeString(folder.resolve("one"), refs.get(0));
    Path two = Files.writeString(folder.resolve("two"), refs.get(1));
    int exit =
        release(List.of(refs.get(2)), "--yes", "--file", one.toString(), "--file", two.toString());
    assertThat(exit).isZero();
    assertThat(bench.tencent.ledger().effects()).hasSize(3);
  }

  @Test
  void who_calls_is_asked_of_the_clouds() {
    SimulatedTencentSts sts =
        new SimulatedTencentSts(InProcessTransport.to(bench.clock, bench.tencent), bench.clock);
    sts.key(
        AccessKey.session(
            "AKIDTEN",
            Bench.CANARY + "ten",
            Bench.CANARY + "tok",
            bench.clock.instant().plusSeconds(1000)),
        "100012345678");
    bench.through(sts);
    assertThat(bench.run("whoami", "tencent-cvm")).as(bench.out()).isZero();
    assertThat(bench.out()).startsWith("ACCOUNT");
    String id = "100012345678";
    assertThat(bench.out()).contains("tencent-cvm  " + id);
    assertThat(bench.run("whoami", "tencent-cvm", "--json")).isZero();
    assertThat(json().get("accounts").items().get(0).text("accountId")).isEqualTo(id);
    bench.variables.remove("ALIBABA_CLOUD_ACCESS_KEY_ID");
    assertThat(bench.run("whoami", "tencent-cvm", "aliyun-ecs")).isEqualTo(2);
    assertThat(bench.out()).contains(id, "ALIBABA_CLOUD_ACCESS_KEY_ID");
  }
}
