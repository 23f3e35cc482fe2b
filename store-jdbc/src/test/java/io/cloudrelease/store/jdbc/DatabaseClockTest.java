package io.cloudrelease.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseClockTest {
  private static final long MILLI = 1_000_000L;
  private final DatabaseClock clock = new DatabaseClock();

  @Test
  void the_fastest_answer_counts_whatever_came_after_it() {
    clock.heard(0, 100.001, 40 * MILLI);
    assertThat(clock.nanosAt(101)).isBetween(1039 * MILLI - 1, 1039 * MILLI + 1);
    clock.heard(100 * MILLI, 100.101, 102 * MILLI);
    assertThat(clock.nanosAt(101)).isBetween(1001 * MILLI - 1, 1001 * MILLI + MILLI / 10);
    clock.heard(200 * MILLI, 100.201, 260 * MILLI);
    assertThat(clock.nanosAt(101)).isBetween(1001 * MILLI - 1, 1001 * MILLI + MILLI / 10);
  }

  @Test
  void a_clock_that_was_set_is_believed() {
    clock.heard(0, 100, 2 * MILLI);
    clock.heard(1000 * MILLI, 7300, 1002 * MILLI);
    assertThat(clock.nanosAt(7301)).isBetween(2001 * MILLI, 2003 * MILLI);
  }
}
