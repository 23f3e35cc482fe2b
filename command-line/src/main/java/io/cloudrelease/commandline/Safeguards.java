package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.guard.ReleaseGuard;
import java.util.List;
import java.util.Objects;

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
    Tag {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }
}
