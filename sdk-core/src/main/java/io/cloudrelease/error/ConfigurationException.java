package io.cloudrelease.error;

import io.cloudrelease.text.TerminalText;

/**
 * The client cannot work as it is set up (credentials, endpoint, class path); the message names
 * what to set. Nothing was sent when this is thrown.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean absence;

  public ConfigurationException(String message) {
    super(TerminalText.of(message));
    this.absence = false;
  }

  private ConfigurationException(String message, boolean absence) {
    super(TerminalText.of(message));
    this.absence = absence;
  }

  /**
   * Nothing is set here at all, so that another source may be asked; the message says what to set.
   */
  public static ConfigurationException absent(String message) {
    return new ConfigurationException(message, true);
  }

  /** Whether nothing is set at all, as opposed to something set wrongly or by half. */
  public boolean isAbsence() {
    return absence;
  }

  public ConfigurationException(String message, Throwable cause) {
    super(TerminalText.of(message), cause);
    this.absence = false;
  }
}
