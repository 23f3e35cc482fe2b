package io.cloudrelease.error;

/**
 * The client cannot work as it is set up (credentials, endpoint, class path); the message names
 * what to set.
 */
public final class ConfigurationException extends CloudReleaseException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
