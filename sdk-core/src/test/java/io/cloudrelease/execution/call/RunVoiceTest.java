package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseEvent.Kind;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.outcome.ToldEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is told of one run, to whom, and in which words it stands in the log. */
class RunVoiceTest {
  private static final InstanceRef ONE = InstanceRef.of("fake", "i-1");

  private final CallScene scene = new CallScene();
  private final List<ReleaseEvent> client = new ArrayList<>();
  private final List<ReleaseEvent> own = new ArrayList<>();
  private final RunControl control = scene.control.heardBy(own::add);
  private final RunVoice voice = new RunVoice("run-1", control, client::add);

  private final PrintStream err = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void read_the_log() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void leave_the_log() {
    System.setErr(err);
  }

  private static ToldEvent event(Kind kind) {
    return ToldEvent.of(kind, CallScene.NOW).about(List.of(ONE));
  }

  private static RunProgress progress() {
    Map<Verdict, Integer> counts = Map.of(Verdict.RELEASED, 2, Verdict.UNKNOWN, 1);
    return RunProgress.after(Duration.ofSeconds(1), 5, counts);
  }

  /** The lines of the run's own log: level and words. */
  private List<String> lines() {
    return written
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(" io.cloudrelease.run - run run-1"))
        .map(
            line ->
                line.replaceFirst(
                    "^\\[.*?\\] (\\w+) io\\.cloudrelease\\.run - run run-1:? ?", "$1 "))
        .toList();
  }

  private void tell(ReleaseEvent event) {
    voice.onEvent(event);
  }

  private void verdict(InstanceRef ref, Verdict verdict, String code) {
    ReleaseError why = ReleaseError.of(ErrorCategory.UNKNOWN, code, "because");
    tell(
        event(Kind.VERDICT)
            .verdict(
                GivenVerdict.builder(ref, verdict)
                    .error(Optional.of(why))
                    .hint("look at it")
                    .build()));
  }

  // ---- who hears of it ----

  @Test
  void the_clients_listener_and_the_runs_own_hear_the_same_with_the_runs_name() {
    tell(event(Kind.SENDING));
    assertThat(client).hasSize(1).isEqualTo(own);
    assertThat(client.get(0).runId()).isEqualTo("run-1");
  }

  @Test
  void how_far_it_has_come_is_kept_and_told_with_what_comes_later() {
    tell(event(Kind.STARTED).progress(progress()));
    tell(event(Kind.SENDING));
    assertThat(control.progress()).isEqualTo(progress());
    assertThat(own.get(1).progress()).isEqualTo(progress());
  }

  @Test
  void a_clients_listener_that_throws_keeps_nothing_from_the_runs_own() {
    RunVoice broken =
        new RunVoice(
            "run-1",
            control,
            event -> {
              throw new IllegalStateException("broken");
            });
    assertThatThrownBy(() -> broken.onEvent(event(Kind.SENDING)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(own).hasSize(1);
  }

  @Test
  void another_listener_hears_what_the_same_parts_tell() {
    List<ReleaseEvent> other = new ArrayList<>();
    scene.parts().heardBy(other::add).tell(event(Kind.SENDING));
    assertThat(other).hasSize(1);
    assertThat(scene.events).isEmpty();
  }

  @Test
  void a_listener_that_throws_does_no_harm() {
    scene
        .parts()
        .heardBy(
            event -> {
              throw new IllegalStateException("c4n4ry");
            })
        .tell(event(Kind.SENDING));
    assertThat(written.toString(StandardCharsets.UTF_8))
        .contains("a listener threw java.lang.IllegalStateException")
        .doesNotContain("c4n4ry");
  }

  // ---- what stands in the log ----

  @Test
  void its_beginning_and_its_end_are_written() {
    tell(event(Kind.STARTED).detail("release"));
    tell(event(Kind.FINISHED).progress(progress()));
    assertThat(lines())
        .containsExactly(
            "INFO begins: release, 1 instances of fake",
            "INFO ends: 3 of 5: RELEASED 2, UNKNOWN 1");
  }

  @Test
  void that_it_is_stopped_or_held_back_is_written() {
    tell(event(Kind.STOPPED).detail("enough"));
    tell(event(Kind.HELD_BACK).in("fake", "fake Release").detail("for 5 s"));
    assertThat(lines())
        .containsExactly("INFO is stopped: enough; 1 open", "INFO fake Release: for 5 s");
  }

  private static void everythingIsLogged() {
    assumeTrue(LoggerFactory.getLogger("io.cloudrelease.run").isDebugEnabled());
  }

  @Test
  void a_verdict_that_needs_a_person_is_written_with_its_reason() {
    everythingIsLogged();
    verdict(ONE, Verdict.UNKNOWN, "NoAnswer");
    verdict(ONE, Verdict.RELEASED, "");
    assertThat(lines())
        .containsExactly(
            "INFO fake:i-1 UNKNOWN: NoAnswer: because look at it", "DEBUG fake:i-1 RELEASED");
  }

  @Test
  void many_that_fail_alike_are_one_line_for_each_account() {
    for (int i = 0; i < 9; i++) {
      verdict(InstanceRef.of("fake", "i-" + i), Verdict.REJECTED, "Busy");
      verdict(InstanceRef.of("other", "i-" + i), Verdict.REJECTED, "Busy");
      verdict(InstanceRef.of("fake", "i-" + i), Verdict.REJECTED, "Locked");
    }
    assertThat(lines()).hasSize(3);
  }

  @Test
  void after_fifty_ways_to_fail_no_more_are_written() {
    for (int i = 0; i < 60; i++) {
      verdict(ONE, Verdict.REJECTED, "Code" + i);
    }
    assertThat(lines()).hasSize(50);
  }

  @Test
  void a_call_is_written_on_debug_with_what_is_known_of_it() {
    everythingIsLogged();
    tell(event(Kind.SENDING).in("fake", "fake Release"));
    tell(
        event(Kind.ANSWERED)
            .in("fake", "fake Release")
            .call(2, List.of("req-1"))
            .took(Duration.ofMillis(345))
            .detail("ACCEPTED"));
    assertThat(lines())
        .containsExactly(
            "DEBUG SENDING fake Release of 1 ",
            "DEBUG ANSWERED fake Release of 1, attempt 2, 345 ms ACCEPTED");
  }

  @Test
  void what_a_cloud_wrote_stands_on_one_line_and_is_cut() {
    tell(event(Kind.STOPPED).detail("a\nb"));
    tell(event(Kind.STOPPED).detail("x".repeat(300)));
    tell(event(Kind.STOPPED).detail("x".repeat(301)));
    assertThat(lines())
        .containsExactly(
            "INFO is stopped: a\\nb; 1 open",
            "INFO is stopped: " + "x".repeat(300) + "; 1 open",
            "INFO is stopped: " + "x".repeat(300) + "…; 1 open");
  }
}
