package io.cloudrelease.execution.call;

import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * What the log lines of a thread are about, for logs that show MDC. Immutable; empty text for what
 * they are not about.
 *
 * @param run the run's name, under {@code cloudrelease.run}
 * @param account the registered name of an account, under {@code cloudrelease.account}
 * @param batch the batch's name in the journal, under {@code cloudrelease.batch}
 */
public record LogContext(String run, String account, String batch) {
  private static final String RUN = "cloudrelease.run";
  private static final String ACCOUNT = "cloudrelease.account";
  private static final String BATCH = "cloudrelease.batch";

  /** Of that run as a whole. */
  public static LogContext ofRun(String runId) {
    return new LogContext(runId, "", "");
  }

  /** What the lines of this thread are about now. */
  public static LogContext here() {
    return new LogContext(shown(RUN), shown(ACCOUNT), shown(BATCH));
  }

  /** The same run, in that account. */
  public LogContext in(String accountName, String batchId) {
    return new LogContext(run, accountName, batchId);
  }

  /**
   * Does that while this thread's lines are about this; afterwards they are about what they were.
   */
  public <T> T around(Supplier<T> work) {
    LogContext before = here();
    show();
    try {
      return work.get();
    } finally {
      before.show();
    }
  }

  private void show() {
    show(RUN, run);
    show(ACCOUNT, account);
    show(BATCH, batch);
  }

  private static void show(String key, String value) {
    if (value.isEmpty()) {
      MDC.remove(key);
    } else {
      MDC.put(key, value);
    }
  }

  private static String shown(String key) {
    return Objects.requireNonNullElse(MDC.get(key), "");
  }
}
