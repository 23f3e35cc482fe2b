package io.cloudrelease.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReleaseEventTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

  @Test
  void rate_and_time_left_follow_from_what_is_settled() {
    ReleaseEvent event = verdict(START.plusSeconds(4), 200).inRunSince(START);
    assertThat(event.settledPerSecond()).isEqualTo(50);
    assertThat(event.timeLeft()).contains(Duration.ofSeconds(16));
  }

  @Test
  void nothing_is_guessed_from_nothing() {
    assertThat(verdict(START, 200).inRunSince(START).timeLeft()).isEmpty();
    assertThat(verdict(START.plusSeconds(1), 0).inRunSince(START).timeLeft()).isEmpty();
    assertThat(verdict(START, 0).settledPerSecond()).isZero();
  }

  private static ReleaseEvent verdict(Instant at, int settled) {
    return new ReleaseEvent(ReleaseEvent.Kind.VERDICT, at, "", 1, "", settled, 1000);
  }
}
