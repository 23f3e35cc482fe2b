package io.cloudrelease.error;

/**
 * What callers may catch. Nothing was sent when one of these is thrown: trouble of single instances
 * is a verdict in the result, never an exception.
 */
public abstract class CloudReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CloudReleaseException(String message) {
    super(message);
  }

  CloudReleaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
