package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.guard.Waves;
import java.util.List;
import java.util.Objects;

/**
 * What holds a run back.
 *
 * @param waves whether it begins with a canary
 * @param denyTags instances with one of these stay
 */
record Safeguards(boolean waves, List<Tag> denyTags) {

  Safeguards {
    denyTags = List.copyOf(denyTags);
  }

  /** Tells the client. */
  void guard(ReleaseClient.Builder client) {
    denyTags.forEach(tag -> client.guard(ReleaseGuard.denyTag(tag.key(), tag.value())));
    if (waves) {
      client.waves(Waves.canary());
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
