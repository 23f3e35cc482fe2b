package io.cloudrelease.commandline;

import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Objects;

/**
 * A sentence of the tool before it is said: in which language is settled only then.
 *
 * @param key names the sentence in {@link Words}; empty for a text that has no translation
 * @param args what goes into it; may hold messages
 */
record Message(String key, List<Object> args) {
  Message {
    Objects.requireNonNull(key, "key");
    args = List.copyOf(args);
  }

  static Message of(String key, Object... args) {
    return new Message(key, List.of(args));
  }

  /**
   * That a file cannot be read; of one that nobody lets us, the system says no more than its name.
   */
  static Message unreadable(Object file, Exception why) {
    boolean denied = why instanceof AccessDeniedException;
    return of(
        "file.unreadable", file, denied ? "permission denied" : String.valueOf(why.getMessage()));
  }

  /** What a library or a cloud said, as it is. */
  static Message plain(String text) {
    return new Message("", List.of(text));
  }
}
