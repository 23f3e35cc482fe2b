package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent.Kind;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.outcome.ToldEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static ToldEvent event(Kind kind, int millis, String detail, int settled) {
    return ToldEvent.of(kind, START.plusMillis(millis))
        .in("account", "lane")
        .detail(detail)
        .progress(RunProgress.after(Duration.ZERO, 250, Map.of(Verdict.RELEASED, settled)));
  }

  @Test
  void lines_come_now_and_then() {
    Progress progress = new Progress(err, false, 250);
    for (int i = 1; i <= 250; i++) {
      progress.onEvent(event(Kind.VERDICT, i * 20, "", i));
    }
    progress.rest();
    assertThat(shown().lines())
        .containsExactly(
            "00:00  1 of 250 settled, 0 calls sent, 0 looks",
            "00:02  101 of 250 settled, 0 calls sent, 0 looks",
            "00:04  201 of 250 settled, 0 calls sent, 0 looks",
            "00:04  250 of 250 settled, 0 calls sent, 0 looks");
  }

  @Test
  void what_goes_on_after_the_last_verdict_is_said_at_once_and_no_longer_than_it_lasts() {
    Progress progress = new Progress(err, false, 250);
    progress.afterwards("asking what is left");
    progress.onEvent(event(Kind.VERDICT, 0, "", 249));
    progress.onEvent(event(Kind.VERDICT, 10, "", 250));
    assertThat(shown().lines().skip(1))
        .containsExactly("00:00  250 of 250 settled, 0 calls sent, 0 looks, asking what is left");
    progress.onEvent(event(Kind.FINISHED, 60_000, "", 250));
    assertThat(shown()).endsWith("01:00  250 of 250 settled, 0 calls sent, 0 looks\n");
  }

  @Test
  void a_call_that_was_kept_back_is_none_and_whom_it_waits_for_is_said_once() {
    Progress progress = new Progress(err, false, 250);
    ReleaseError held =
        ReleaseError.of(
            ErrorCategory.GUARDED, "ClaimedByOtherRun", "run a63e9bc5 sent it a moment ago");
    for (int again = 0; again < 3; again++) {
      progress.onEvent(event(Kind.SENDING, again * 10_000, "", 0));
      progress.onEvent(event(Kind.ANSWERED, again * 10_000 + 1, "", 0).error(Optional.of(held)));
    }
    progress.onEvent(event(Kind.SENDING, 60_000, "", 0));
    progress.onEvent(event(Kind.ANSWERED, 60_001, "ACCEPTED", 0).call(1, List.of("req")));
    progress.onEvent(event(Kind.FINISHED, 70_000, "", 0));
    assertThat(shown()).containsOnlyOnce("run a63e9bc5 sent it a moment ago");
    assertThat(shown()).endsWith("01:10  0 of 250 settled, 1 call sent, 0 looks\n");
  }

  @Test
  void what_has_not_left_is_not_said_to_be_sent() {
    Progress progress = new Progress(err, false, 250);
    progress.onEvent(event(Kind.SENDING, 0, "", 0));
    progress.onEvent(event(Kind.SENDING, 1, "", 0));
    progress.onEvent(event(Kind.STOPPED, 2, "the kill switch was thrown", 0));
    progress.onEvent(event(Kind.ANSWERED, 3, "", 0));
    progress.onEvent(event(Kind.ANSWERED, 3_000, "", 0));
    assertThat(shown().lines())
        .containsExactly(
            "00:00  0 of 250 settled, 0 calls sent, 1 under way, 0 looks",
            "00:00  0 of 250 settled, 0 calls sent, 2 under way, 0 looks;"
                + " the kill switch was thrown",
            "00:03  0 of 250 settled, 0 calls sent, 0 looks");
  }

  @Test
  void a_run_that_had_ended_is_settled_without_a_verdict_told_anew() {
    Progress progress = new Progress(err, false, 250);
    progress.onEvent(event(Kind.FINISHED, 0, "", 250));
    progress.rest();
    assertThat(shown().lines()).containsExactly("00:00  250 of 250 settled, 0 calls sent, 0 looks");
  }

  @Test
  void no_time_left_is_guessed_while_a_plan_is_made() {
    Progress progress = new Progress(err, false, 250).ofPlan(true);
    progress.onEvent(event(Kind.STARTED, 0, "", 0));
    progress.onEvent(timed(3_000));
    assertThat(shown()).contains("125 of 250 settled").doesNotContain("left");
    progress.ofPlan(false);
    progress.onEvent(timed(6_000));
    assertThat(shown()).contains("00:06 left");
  }

  private static ToldEvent timed(int millis) {
    return event(Kind.VERDICT, millis, "", 125)
        .progress(RunProgress.after(Duration.ofMillis(millis), 250, Map.of(Verdict.RELEASED, 125)));
  }

  @Test
  void a_guess_that_is_over_is_not_shown() {
    Progress progress = new Progress(err, false, 250);
    progress.onEvent(
        ToldEvent.of(Kind.VERDICT, START)
            .in("account", "lane")
            .progress(
                RunProgress.after(Duration.ofSeconds(3), 250, Map.of(Verdict.RELEASED, 125))));
    progress.onEvent(event(Kind.LOOKED, 5_000, "", 125));
    assertThat(shown().lines()).first().asString().endsWith("00:03 left");
    assertThat(shown().lines()).last().asString().doesNotContain("left");
  }

  @Test
  void a_stop_is_said_at_once() {
    Progress progress = new Progress(err, false, 250);
    progress.onEvent(event(Kind.SENDING, 0, "", 0));
    progress.onEvent(event(Kind.STOPPED, 10, "stopped by the caller", 3));
    assertThat(shown()).contains("; stopped by the caller");
  }

  @Test
  void retries_are_counted_and_explained() {
    Progress progress = new Progress(err, false, 250);
    progress.onEvent(event(Kind.SENDING, 0, "", 0));
    progress.onEvent(event(Kind.RETRYING, 2500, "RequestLimitExceeded throttled", 0));
    assertThat(shown()).contains("1 retry; lane waits: RequestLimitExceeded throttled");
  }

  @Test
  void an_answer_without_a_code_is_waited_out_without_a_gap() {
    Progress progress = new Progress(err, false, 250);
    progress.onEvent(event(Kind.SENDING, 0, "", 0));
    progress.onEvent(event(Kind.RETRYING, 2500, " passing trouble", 0));
    assertThat(shown()).contains("lane waits: passing trouble");
  }

  @Test
  void a_bar_is_drawn_over_and_leaves_a_clean_line() {
    Progress progress = new Progress(err, true, 250);
    progress.onEvent(event(Kind.VERDICT, 0, "", 125));
    progress.onEvent(event(Kind.VERDICT, 10, "", 126));
    progress.onEvent(event(Kind.VERDICT, 100, "", 250));
    progress.rest();
    assertThat(shown()).doesNotContain("\n");
    assertThat(shown().split("\r"))
        .hasSize(4)
        .contains("[############------------] 125 of 250 settled, 0 calls sent, 0 looks")
        .contains("[########################] 250 of 250 settled, 0 calls sent, 0 looks");
    assertThat(shown()).endsWith("\r").doesNotContain("126");
    assertThat(shown().split("\r")[3]).isBlank();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 50, 60, 80, 120})
  void the_bar_fits_the_terminal_and_shows_the_time_left(int columns) {
    Progress progress = new Progress(err, true, columns, 10_000);
    progress.onEvent(
        ToldEvent.of(Kind.VERDICT, START)
            .in("account", "lane")
            .progress(
                RunProgress.after(
                    Duration.ofSeconds(60), 10_000, Map.of(Verdict.RELEASED, 5_000))));
    String drawn = shown().strip();
    assertThat(drawn.length()).isLessThan(columns);
    assertThat(drawn).startsWith("[###").contains("01:00 left");
    assertThat(drawn).containsPattern("5000( of |/)10000");
  }
}
