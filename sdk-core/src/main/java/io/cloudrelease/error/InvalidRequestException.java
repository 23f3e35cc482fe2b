package io.cloudrelease.error;

/** The request, a reference or a setting is wrong; the message names it and what would be right. */
public final class InvalidRequestException extends CloudReleaseException {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(message);
  }

  public InvalidRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
