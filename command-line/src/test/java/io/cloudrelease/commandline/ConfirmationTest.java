package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmationTest {
  private final Bench bench = new Bench();
  private final List<String> refs =
      Bench.refs("tencent-cvm", bench.tencent.add(12, i -> i.postpaid()));

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void the_plan_is_shown_and_the_number_has_to_be_typed() {
    bench.atTerminal("12\n");
    assertThat(bench.release(refs)).isZero();
    assertThat(bench.err())
        .contains("12 in   1 call ", "Type the number of instances to release them (12): ");
    assertThat(bench.out()).contains("12 instances: 12 RELEASED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"y\n", "yes\n", "13\n", "\n", "", "1", "012\n"})
  void anything_else_sends_nothing(String answer) {
    bench.atTerminal(answer);
    assertThat(bench.release(refs)).isEqualTo(3);
    assertThat(bench.err()).contains("Nothing was sent.");
    assertThat(bench.out()).isEmpty();
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void an_answer_may_end_as_windows_ends_lines() {
    bench.atTerminal("12\r\n");
    assertThat(bench.release(refs)).isZero();
  }

  @Test
  void what_will_not_be_sent_does_not_count() {
    List<String> more = new ArrayList<>(refs);
    more.add("tencent-cvm:ap-guangzhou:ins-zzzzzzzz");
    bench.atTerminal("12\n");
    assertThat(bench.release(more)).isEqualTo(3);
    assertThat(bench.out()).contains("13 instances: 12 RELEASED, 1 NOT_FOUND");
  }

  @Test
  void nobody_is_asked_when_nothing_would_be_sent() {
    bench.atTerminal("");
    assertThat(bench.release("tencent-cvm:ap-guangzhou:ins-zzzzzzzz")).isEqualTo(3);
    assertThat(bench.err()).doesNotContain("Type the number");
    assertThat(bench.out()).contains("1 instance: 1 NOT_FOUND");
  }

  @Test
  void yes_asks_nobody() {
    List<String> args = new ArrayList<>(refs);
    args.add("--yes");
    bench.atTerminal("");
    assertThat(bench.release(args)).isZero();
    assertThat(bench.err()).doesNotContain("Type the number");
  }

  @Test
  void json_stays_alone_on_the_standard_output() {
    List<String> args = new ArrayList<>(refs);
    args.add("--json");
    bench.atTerminal("12\n");
    assertThat(bench.release(args)).isZero();
    assertThat(bench.out()).startsWith("{\"schema\":1,").endsWith("}}\n");
    assertThat(bench.out().lines()).hasSize(1);
  }
}
