package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool's contract, against simulated clouds over HTTP. */
class ReleaseContractTest {
  private final Bench bench = new Bench();
  @TempDir Path folder;

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> instances(String provider, int howMany) {
    List<SimulatedInstance> instances =
        switch (provider) {
          case "zenlayer-zec" -> bench.zenlayer.addZec(howMany, i -> i.name("web"));
          case "zenlayer-bmc" -> bench.zenlayer.addBmc(howMany, i -> i.name("metal"));
          case "tencent-cvm" -> bench.tencent.add(howMany, i -> i.postpaid());
          default -> bench.aliyun.add(howMany, i -> i.postpaid());
        };
    return Bench.refs(provider, instances);
  }

  private static List<String> with(List<String> refs, String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(refs);
    return args;
  }

  private JsonValue json() {
    return JsonValue.parse(bench.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  static Stream<Arguments> sizes() {
    return Stream.of(1, 100, 101, 250)
        .flatMap(
            size ->
                Stream.of("zenlayer-zec", "zenlayer-bmc", "tencent-cvm", "aliyun-ecs")
                    .map(provider -> Arguments.of(provider, size)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void any_number_of_instances_of_one_cloud_gets_one_verdict_each(String provider, int size) {
    List<String> refs = instances(provider, size);
    int exit = bench.release(with(refs, "--yes", "--json", "--max-instances", "250"));
    assertThat(exit).as(bench.err()).isZero();
    String goal = provider.equals("zenlayer-bmc") ? "RECYCLED" : "RELEASED";
    assertThat(json().get("counts").number(goal, -1)).isEqualTo(size);
    assertThat(json().get("verdicts").items())
        .extracting(verdict -> verdict.text("instance"))
        .containsExactlyElementsOf(refs);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 101, 250})
  void all_four_clouds_go_in_one_call(int size) {
    List<String> refs = new ArrayList<>();
    for (String provider : List.of("aliyun-ecs", "tencent-cvm", "zenlayer-bmc", "zenlayer-zec")) {
      refs.addAll(instances(provider, size));
    }
    int exit = bench.release(with(refs, "--yes", "--json", "--max-instances", "1000"));
    assertThat(exit).as(bench.err()).isZero();
    assertThat(json().get("counts").number("RELEASED", -1)).isEqualTo(3L * size);
    assertThat(json().get("counts").number("RECYCLED", -1)).isEqualTo(size);
    assertThat(json().get("verdicts").items())
        .extracting(verdict -> verdict.text("instance"))
        .containsExactlyElementsOf(refs);
    Set<String> applied = new HashSet<>();
    Stream.of(bench.zenlayer, bench.tencent, bench.aliyun)
        .flatMap(cloud -> cloud.ledger().effects().stream())
        .map(Effect::id)
        .forEach(id -> assertThat(applied.add(id)).as(id).isTrue());
    assertThat(applied).hasSize(4 * size);
  }

  @Test
  void the_json_holds_all_that_is_known_in_the_order_of_the_contract() {
    List<String> refs = instances("tencent-cvm", 1);
    assertThat(bench.release(with(refs, "--yes", "--json"))).isZero();
    String requestId =
        json().get("verdicts").items().get(0).get("requestIds").items().get(0).text();
    assertThat(requestId).isNotEmpty();
    assertThat(bench.out())
        .startsWith(
            "{\"schema\":1,\"verdicts\":[{\"instance\":\""
                + refs.get(0)
                + "\",\"verdict\":\"RELEASED\",\"category\":null,\"code\":null,\"message\":null,"
                + "\"requestIds\":[\""
                + requestId
                + "\"],\"sends\":1,\"hint\":null,\"restorableUntil\":null,\"billing\":\"STOPPED\",")
        .contains("\"before\":{", "\"last\":{", "\"counts\":{\"RELEASED\":1,\"RECYCLED\":0,")
        .endsWith("}\n");
  }

  @Test
  void without_json_the_result_is_a_table_and_progress_stays_on_the_other_stream() {
    List<String> refs = instances("zenlayer-zec", 2);
    assertThat(bench.release(with(refs, "--yes"))).isZero();
    assertThat(bench.out())
        .startsWith("INSTANCE")
        .contains(refs.get(0) + "  RELEASED", refs.get(1) + "  RELEASED")
        .endsWith("2 instances: 2 RELEASED\n");
    assertThat(bench.err()).contains("2 of 2 settled");
  }

  @Test
  void what_is_not_there_or_protected_makes_three() {
    List<String> refs = new ArrayList<>(instances("tencent-cvm", 1));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.protectedFromRelease())));
    refs.add("tencent-cvm:ap-guangzhou:ins-zzzzzzzz");
    assertThat(bench.release(with(refs, "--yes", "--json"))).isEqualTo(3);
    assertThat(json().get("verdicts").items())
        .extracting(verdict -> verdict.text("verdict"))
        .containsExactly("RELEASED", "REJECTED", "NOT_FOUND");
    assertThat(json().get("verdicts").items().get(1).text("category")).isEqualTo("PROTECTED");
  }

  @Test
  void what_is_not_known_makes_four() {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.prepaid()));
    bench.tencent.faults(new FaultScript().always(SimulatedCall::destructive, Fault.dropped()));
    assertThat(bench.release(with(refs, "--yes", "--json"))).isEqualTo(4);
    assertThat(json().get("counts").number("UNKNOWN", -1)).isEqualTo(1);
  }

  @Test
  void destroying_goes_through_the_bin() {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(3, i -> i.prepaid()));
    assertThat(bench.release(with(refs, "--yes", "--json", "--goal", "destroy"))).isZero();
    assertThat(json().get("counts").number("RELEASED", -1)).isEqualTo(3);
    assertThat(json().get("verdicts").items().get(0).number("sends", -1)).isEqualTo(2);
  }

  @Test
  void running_instances_go_by_force_only() {
    List<String> refs = Bench.refs("aliyun-ecs", bench.aliyun.add(2, i -> i.running()));
    assertThat(bench.release(with(refs, "--yes", "--json"))).isEqualTo(3);
    assertThat(json().get("counts").number("REJECTED", -1)).isEqualTo(2);
    assertThat(bench.release(with(refs, "--yes", "--json", "--force"))).isZero();
    assertThat(json().get("counts").number("RELEASED", -1)).isEqualTo(2);
  }

  @Test
  void collateral_is_said_as_it_was_asked_for() {
    List<String> kept = instances("zenlayer-zec", 1);
    List<String> released = instances("zenlayer-zec", 1);
    bench.release(with(kept, "--yes"));
    bench.release(with(released, "--yes", "--collateral", "release"));
    assertThat(bench.zenlayer.ledger().effects())
        .extracting(effect -> effect.options().get("dependResource"))
        .containsExactly("false", "true");
  }

  @Test
  void without_waiting_accepted_is_good_enough() {
    List<String> refs = instances("aliyun-ecs", 2);
    assertThat(bench.release(with(refs, "--yes", "--json", "--no-wait"))).isZero();
    assertThat(json().get("counts").number("ACCEPTED", -1)).isEqualTo(2);
  }

  @Test
  void without_looks_nothing_is_read_and_nothing_is_proven() {
    List<String> refs = instances("tencent-cvm", 2);
    assertThat(bench.release(with(refs, "--yes", "--json", "--no-look"))).isZero();
    assertThat(json().get("counts").number("ACCEPTED", -1)).isEqualTo(2);
    assertThat(bench.tencent.ledger().requests()).hasSize(1);
  }

  @Test
  void a_list_is_read_from_a_file_and_added_to_the_arguments() throws Exception {
    List<String> refs = instances("zenlayer-zec", 3);
    Path file = folder.resolve("list.txt");
    Files.writeString(file, "# old\n" + refs.get(1) + "\n\n" + refs.get(2) + " # last\n");
    assertThat(bench.release("--yes", "--json", "--file", file.toString(), refs.get(0))).isZero();
    assertThat(json().get("counts").number("RELEASED", -1)).isEqualTo(3);
  }

  @Test
  void a_list_is_read_from_the_standard_input() {
    List<String> refs = instances("zenlayer-bmc", 2);
    bench.input(String.join("\n", refs));
    assertThat(bench.release("--yes", "--json", "--file", "-")).isZero();
    assertThat(json().get("counts").number("RECYCLED", -1)).isEqualTo(2);
  }

  @Test
  void a_reference_named_twice_counts_once_and_is_said() {
    List<String> refs = instances("zenlayer-zec", 1);
    assertThat(bench.release("--yes", "--json", refs.get(0), refs.get(0))).isZero();
    assertThat(json().get("verdicts").items()).hasSize(1);
    assertThat(bench.err()).contains("1 named more than once");
    assertThat(bench.zenlayer.ledger().destructiveRequests()).hasSize(1);
  }

  @Test
  void a_plan_sends_nothing_and_says_what_would_be_sent() {
    List<String> refs = instances("tencent-cvm", 101);
    assertThat(bench.release(with(refs, "--plan", "--max-instances", "101"))).isZero();
    assertThat(bench.out()).contains("101 in   2 calls", "TerminateInstances", "101 instances");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void a_plan_that_would_leave_some_out_makes_three() {
    assertThat(bench.release("--plan", "tencent-cvm:ap-guangzhou:ins-zzzzzzzz")).isEqualTo(3);
    assertThat(bench.out()).contains("not sent", "NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--deadline=1m --wait=10m", "--wait=1m"})
  void time_that_is_up_ends_the_run_with_a_whole_result(String options) {
    bench.tencent.terminating(Duration.ofHours(2));
    List<String> refs = instances("tencent-cvm", 2);
    Instant start = bench.clock.instant();
    assertThat(bench.release(with(refs, ("--yes --json " + options).split(" ")))).isZero();
    assertThat(json().get("counts").number("ACCEPTED", -1)).isEqualTo(2);
    assertThat(Duration.between(start, bench.clock.instant()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(75));
  }

  @Test
  void help_and_version_answer() {
    assertThat(bench.run("--help")).isZero();
    assertThat(bench.out()).contains("release [options]", "Exit: 0", "TENCENTCLOUD_TOKEN");
    assertThat(bench.run("release", "--help")).isZero();
    assertThat(bench.out()).contains("--endpoint=PROVIDER=URL");
    assertThat(bench.run("--version")).isZero();
    assertThat(bench.out()).startsWith("cloudrelease ");
  }
}
