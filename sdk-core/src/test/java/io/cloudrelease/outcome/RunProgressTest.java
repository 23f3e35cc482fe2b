package io.cloudrelease.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunProgressTest {

  @Test
  void rate_and_time_left_follow_from_what_is_done() {
    RunProgress progress =
        RunProgress.after(
            Duration.ofSeconds(4), 1000, Map.of(Verdict.RELEASED, 150, Verdict.REJECTED, 50));
    assertThat(progress.done()).isEqualTo(200);
    assertThat(progress.perSecond()).isEqualTo(50);
    assertThat(progress.timeLeft()).contains(Duration.ofSeconds(16));
  }

  @Test
  void the_first_ones_tell_nothing_of_the_time_the_others_take() {
    Map<Verdict, Integer> few = Map.of(Verdict.NOT_FOUND, 99);
    assertThat(RunProgress.after(Duration.ofSeconds(4), 1000, few).timeLeft()).isEmpty();
    Map<Verdict, Integer> tenth = Map.of(Verdict.NOT_FOUND, 100);
    assertThat(RunProgress.after(Duration.ofSeconds(4), 1000, tenth).timeLeft())
        .contains(Duration.ofSeconds(36));
  }

  @Test
  void nothing_is_guessed_from_nothing() {
    Map<Verdict, Integer> some = Map.of(Verdict.RELEASED, 200);
    assertThat(RunProgress.after(Duration.ZERO, 1000, some).timeLeft()).isEmpty();
    assertThat(RunProgress.after(Duration.ofSeconds(1), 1000, Map.of()).timeLeft()).isEmpty();
    assertThat(RunProgress.after(Duration.ZERO, 1000, some).perSecond()).isZero();
  }

  @Test
  void every_verdict_is_counted_those_without_an_instance_too() {
    assertThat(RunProgress.begun(3).counts()).hasSize(Verdict.values().length).containsValue(0);
  }
}
