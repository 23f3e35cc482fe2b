package io.cloudrelease.examples.cli;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.guard.ReleaseGuard;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What holds a run back.
 *
 * @param waves whether it begins with a canary
 * @param denyTags instances with one of these stay
 */
record Safeguards(boolean waves, List<Tag> denyTags) {
  private static final int MOST_TROUBLE_PERCENT = 5;

  Safeguards {
    denyTags = List.copyOf(denyTags);
  }

  /** Tells the client. */
  void guard(ReleaseClientBuilder client) {
    denyTags.forEach(tag -> client.guard(ReleaseGuard.denyTag(tag.key(), tag.value())));
    if (waves) {
      client.waves(MOST_TROUBLE_PERCENT, 1, 5, 25);
    }
  }

  /**
   * A tag.
   *
   * @param key its name
   * @param value may be empty
   */
  record Tag(String key, String value) {
    /** What a tag looks like, for messages. */
    static final String FORM = "KEY=VALUE";

    Tag {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }

    /** That tag; empty when the text is none. */
    static Optional<Tag> parse(String text) {
      int equals = text.indexOf('=');
      return equals < 1
          ? Optional.empty()
          : Optional.of(new Tag(text.substring(0, equals), text.substring(equals + 1)));
    }
  }
}
