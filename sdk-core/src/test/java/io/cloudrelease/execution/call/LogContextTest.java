package io.cloudrelease.execution.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What log lines are about; that logs show it is seen where they show MDC. */
class LogContextTest {
  @Test
  void lines_are_of_a_run_and_then_of_an_account_and_a_batch_in_it() {
    LogContext run = LogContext.ofRun("run-1");
    assertThat(run).isEqualTo(new LogContext("run-1", "", ""));
    assertThat(run.in("fake", "b-7")).isEqualTo(new LogContext("run-1", "fake", "b-7"));
  }

  @Test
  void what_is_done_meanwhile_has_its_result() {
    assertThat(LogContext.ofRun("run-1").around(() -> "done")).isEqualTo("done");
  }
}
