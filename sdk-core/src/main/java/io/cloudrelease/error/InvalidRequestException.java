package io.cloudrelease.error;

import io.cloudrelease.text.TerminalText;

/**
 * The request, a reference or a setting is wrong; the message names it and what would be right.
 * Nothing was sent when this is thrown: trouble of single instances is a verdict in the result,
 * never an exception. The message may quote what was given, without anything that a terminal would
 * obey.
 */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(TerminalText.of(message));
  }
}
