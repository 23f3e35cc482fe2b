package io.cloudrelease.commandline;

import io.cloudrelease.text.TerminalText;
import java.util.Objects;

/**
 * One call of the tool: what it touches, and how it speaks.
 *
 * @param surroundings what it touches
 * @param manner how it speaks
 * @param words its sentences
 */
record Session(Surroundings surroundings, Manner manner, Words words) {
  static final String NAME = "cloudrelease";

  Session {
    Objects.requireNonNull(surroundings, "surroundings");
    Objects.requireNonNull(manner, "manner");
    Objects.requireNonNull(words, "words");
  }

  /** As a session of its own, in English and without any liberties. */
  static Session plain(Surroundings surroundings) {
    return new Session(surroundings, new Manner("en", false, false, false, false), Words.english());
  }

  /** What is good to know, on stderr; left out with {@code --quiet}. */
  void note(String key, Object... args) {
    if (!manner.quiet()) {
      warn(Message.of(key, args));
    }
  }

  /** What has to be known, on stderr. */
  void warn(Message message) {
    surroundings.err().println(NAME + ": " + TerminalText.of(words.say(message)));
    surroundings.err().flush();
  }

  String say(String key, Object... args) {
    return words.say(key, args);
  }

  /**
   * Prints what can be asked for again, as a list is.
   *
   * @throws UsageException when not all of it could be written: a reader that went away is no harm,
   *     and a full disk is, to whoever goes on with half a list
   */
  void list(String text) throws UsageException {
    surroundings.out().print(text);
    surroundings.out().flush();
    if (surroundings.out().checkError()) {
      throw new UsageException(Message.of("print.lost"));
    }
  }

  /**
   * Prints what came of something that was done: if need be, on {@code err}.
   *
   * @return whether it stands where it belongs
   */
  boolean print(String result) {
    return surroundings.print(result);
  }

  Progress progress(int total) {
    return new Progress(this, total);
  }
}
