package io.cloudrelease.testkit;

import java.util.Objects;

/**
 * The simulated cloud refuses a request. Thrown inside a simulated cloud and turned into the answer
 * that this cloud writes; clients never see the exception.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * A refusal.
   *
   * @param status the HTTP status the cloud gives it
   * @param code the cloud's own code
   * @param message for people; non-null
   */
  public Refused(int status, String code, String message) {
    // A refusal is an answer, not a failure of this program: no stack trace, so it costs nothing.
    super(message, null, false, false);
    this.status = status;
    this.code = Objects.requireNonNull(code, "code");
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** The message; never null. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
