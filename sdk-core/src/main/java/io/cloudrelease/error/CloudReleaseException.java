package io.cloudrelease.error;

import io.cloudrelease.text.TerminalText;

/**
 * What callers may catch. Nothing was sent when one of these is thrown: trouble of single instances
 * is a verdict in the result, never an exception. Messages may quote what was given, as {@link
 * TerminalText}.
 */
public abstract class CloudReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CloudReleaseException(String message) {
    super(TerminalText.of(message));
  }

  CloudReleaseException(String message, Throwable cause) {
    super(TerminalText.of(message), cause);
  }
}
