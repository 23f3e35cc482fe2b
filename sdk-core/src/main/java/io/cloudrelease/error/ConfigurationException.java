package io.cloudrelease.error;

import io.cloudrelease.text.TerminalText;
import java.util.List;

/**
 * The client cannot work as it is set up (credentials, endpoint, class path); the message names
 * what to set. Nothing was sent when this is thrown.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean absence;
  private final String[] problems;

  public ConfigurationException(String message) {
    this(message, false);
  }

  private ConfigurationException(String message, boolean absence, String... problems) {
    super(TerminalText.of(message));
    this.absence = absence;
    this.problems = problems;
  }

  /**
   * Nothing is set here at all, so that another source may be asked; the message says what to set.
   */
  public static ConfigurationException absent(String message) {
    return new ConfigurationException(message, true);
  }

  /** Several things are wrong, and the message says all of them. */
  public static ConfigurationException of(List<String> problems) {
    return new ConfigurationException(
        String.join("; ", problems),
        false,
        problems.stream().map(TerminalText::of).toArray(String[]::new));
  }

  /** Whether nothing is set at all, as opposed to something set wrongly or by half. */
  public boolean isAbsence() {
    return absence;
  }

  /** What is wrong, one by one: what the message says in one line. */
  public List<String> problems() {
    return problems.length == 0 ? List.of(String.valueOf(getMessage())) : List.of(problems);
  }

  public ConfigurationException(String message, Throwable cause) {
    super(TerminalText.of(message), cause);
    this.absence = false;
    this.problems = new String[0];
  }
}
