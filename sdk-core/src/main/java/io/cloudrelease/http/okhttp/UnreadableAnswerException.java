package io.cloudrelease.http.okhttp;

import java.io.IOException;

/** The answer came and cannot be taken: too long, cut short or in an unknown coding. */
final class UnreadableAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
