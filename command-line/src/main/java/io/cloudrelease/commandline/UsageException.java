package io.cloudrelease.commandline;

import io.cloudrelease.text.TerminalText;
import java.util.List;

/**
 * The command line cannot be understood or carried out; nothing was sent. The problems may quote
 * whatever was typed or stands in a file, as text that a terminal shows and does not obey.
 */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Message> messages;
  private final String command;

  /**
   * Reports problems.
   *
   * @param messages one sentence each: what is wrong, and what would be right
   */
  UsageException(List<Message> messages) {
    this(messages, "");
  }

  /** As the other, with the command whose help says more. */
  UsageException(List<Message> messages, String command) {
    super(String.join("; ", said(messages, Words.english())));
    this.messages = List.copyOf(messages);
    this.command = command;
  }

  UsageException(Message message) {
    this(List.of(message));
  }

  /** Sentences in that language, fit for a terminal. */
  static List<String> said(List<Message> messages, Words words) {
    return messages.stream().map(words::say).map(TerminalText::of).toList();
  }

  List<Message> messages() {
    return messages;
  }

  /** The problems in English. */
  List<String> problems() {
    return said(messages, Words.english());
  }

  /** The command whose help says more; empty when that is not known. */
  String command() {
    return command;
  }
}
