package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.guard.ReleaseGuard;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What holds a run back; it is not kept in a journal.
 *
 * @param waves whether it begins with a canary
 * @param denyTags instances with one of these stay
 */
record Safeguards(boolean waves, List<Tag> denyTags) {
  static final String DENY_TAG = "--deny-tag";
  private static final String WAVES = "--waves";
  private static final int MOST_TROUBLE_PERCENT = 5;

  Safeguards {
    denyTags = List.copyOf(denyTags);
  }

  static void add(Grammar grammar, CommandSpec command) {
    command.addOption(grammar.flag(WAVES).build());
    command.addOption(grammar.repeatable(DENY_TAG, "KEY=VALUE", Tag.class, Values::tag).build());
  }

  static Safeguards of(Given given) {
    return new Safeguards(given.has(WAVES), given.values(DENY_TAG));
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
