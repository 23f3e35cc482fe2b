package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code find}, and its way into {@code release}. */
class FindTest {
  private static final String HERE = "tencent-cvm:ap-guangzhou";

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private int find(String... args) {
    return bench.atClouds("find", List.of(args));
  }

  private List<String> fleet() {
    List<String> ci =
        Bench.refs("tencent-cvm", bench.tencent.add(3, i -> i.tag("purpose", "ci").name("job")));
    bench.tencent.add(2, i -> i.tag("purpose", "web").name("=shop,1"));
    return ci;
  }

  @Test
  void into_a_pipe_it_prints_references_with_names_that_release_reads() {
    List<String> ci = fleet();
    assertThat(find(HERE, "--tag", "purpose=ci")).as(bench.err()).isZero();
    assertThat(bench.out().lines())
        .containsExactlyInAnyOrderElementsOf(ci.stream().map(ref -> ref + " # job").toList());
    assertThat(bench.err()).contains("3 found of");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
    bench.input(bench.out());
    assertThat(bench.release("--file", "-", "--yes", "--json")).as(bench.err()).isZero();
    assertThat(bench.tencent.ledger().effects()).hasSize(3);
  }

  @Test
  void at_a_terminal_it_prints_a_table() {
    List<String> ci = fleet();
    bench.atTerminal("");
    assertThat(find(HERE, "--not-tag", "purpose=web")).isZero();
    assertThat(bench.out()).startsWith("INSTANCE").contains(ci.get(0), "job", "purpose=ci");
    assertThat(bench.out().lines()).hasSize(4);
  }

  @Test
  void it_prints_json_csv_and_ids() {
    List<String> ci = fleet();
    bench.clock.advance(Duration.ofNanos(1_234_567));
    assertThat(find(HERE, "--name", "j*", "--json")).isZero();
    assertThat(bench.out()).containsPattern("\"at\":\"2026-[0-9T:-]+\\.001Z\"");
    JsonValue found = JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(found.get("instances").items()).hasSize(3);
    assertThat(find(HERE, "--not-name", "j*", "--csv")).isZero();
    assertThat(bench.out().lines()).hasSize(3);
    assertThat(bench.out()).contains(",\"'=shop,1\",").endsWith("\r\n");
    assertThat(find(HERE, "--tag", "purpose=ci", "--ids")).isZero();
    assertThat(bench.out().lines())
        .containsExactlyInAnyOrderElementsOf(
            ci.stream().map(ref -> ref.substring(HERE.length() + 1)).toList());
  }

  @Test
  void what_was_not_seen_whole_is_said_and_has_an_exit_code_of_its_own() {
    fleet();
    bench.tencent.faults(
        new FaultScript()
            .always(call -> !call.destructive(), Fault.code(200, "UnauthorizedOperation", "no")));
    assertThat(find(HERE)).isEqualTo(5);
    assertThat(bench.err()).contains(HERE + " was not seen whole", "UnauthorizedOperation");
    assertThat(bench.out()).startsWith("# incomplete: ");
  }

  @Test
  void what_all_regions_leave_out_is_named_and_spoils_no_list() {
    fleet();
    bench.tencent.regions("ap-guangzhou", "ap-shanghai-fsi");
    assertThat(find("tencent-cvm:*")).isZero();
    assertThat(bench.err()).contains("tencent-cvm:ap-shanghai-fsi was left out: a finance region");
    assertThat(bench.out()).startsWith("# left out: tencent-cvm:ap-shanghai-fsi ");
  }

  @Test
  void what_is_wrong_is_said_at_once() {
    assertThat(find("tencent-cvm:", ":x", "--older-than", "7w", "--json", "--csv")).isEqualTo(2);
    assertThat(bench.err())
        .contains("'tencent-cvm:' is not a place", "':x' is not a place")
        .contains("--older-than '7w' is not right; write 30m, 12h or 7d, at most 3650d")
        .contains("--json and --csv exclude each other");
    assertThat(find()).isEqualTo(2);
    assertThat(bench.err()).contains("no place is named; give account:region");
    assertThat(find("nobody")).isEqualTo(2);
    assertThat(bench.err()).contains("nobody");
    assertThat(bench.requests()).isZero();
  }

  @Test
  void no_name_is_a_formula_in_any_spreadsheet() {
    bench.tencent.add(1, i -> i.name("\uff1dHYPERLINK(1)"));
    bench.tencent.add(1, i -> i.name(" =cmd"));
    bench.tencent.add(1, i -> i.name("a;=cmd"));
    assertThat(find(HERE, "--csv")).isZero();
    assertThat(bench.out()).contains("'\uff1dHYPERLINK(1)", " '=cmd", "a;'=cmd");
  }

  @Test
  void what_a_tag_with_a_star_leaves_out_is_not_listed_and_so_not_released() {
    List<String> ci = fleet();
    bench.tencent.add(1, i -> i.tag("keep-me", "").tag("purpose", "cicd").name("gone"));
    for (String[] conditions :
        new String[][] {
          {"--not-tag", "purpose=we*", "--not-tag", "keep*"},
          {"--tag", "pur*=c*", "--not-tag", "k*=*"},
          {"--tag", "purpose=*i"}
        }) {
      List<String> args = new ArrayList<>(List.of(HERE));
      args.addAll(List.of(conditions));
      assertThat(bench.atClouds("find", args)).as(bench.err()).isZero();
      assertThat(bench.out().lines().map(line -> line.replaceAll(" # .*", "")))
          .containsExactlyInAnyOrderElementsOf(ci);
    }
  }

  @Test
  void a_region_that_no_reference_could_hold_is_refused_before_anything_is_asked() {
    assertThat(find("tencent-cvm:ap\u001b[31m", "tencent-cvm:a/b", "tencent-cvm:" + "a".repeat(65)))
        .isEqualTo(2);
    assertThat(bench.err())
        .contains("'tencent-cvm:ap\\u001b[31m' is not a place: its region may hold letters, digits")
        .contains("'tencent-cvm:a/b' is not a place: its region may hold")
        .contains("its region is longer than 63 characters")
        .doesNotContain("\u001b");
    assertThat(bench.requests()).isZero();
  }
}
