package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What holds a run back beside what the configuration file says; it is not kept in a journal.
 *
 * @param waves whether it begins with a canary
 * @param denyTags instances with one of these stay
 * @param denyNames instances with a name that fits one of these stay
 * @param checkGroups whether clouds are asked who is a member of a group
 * @param mostPerHour how many an account may lose in an hour
 * @param killSwitch a file: while it is there, nothing more is sent
 */
record Safeguards(
    boolean waves,
    List<Tag> denyTags,
    List<String> denyNames,
    boolean checkGroups,
    Optional<Integer> mostPerHour,
    Optional<Path> killSwitch) {
  static final String DENY_TAG = "--deny-tag";
  static final String DENY_NAME = "--deny-name";
  private static final String WAVES = "--waves";
  private static final String CHECK_GROUPS = "--check-groups";
  private static final String MOST_PER_HOUR = "--most-per-hour";
  private static final String KILL_SWITCH = "--kill-switch";
  private static final int MOST_TROUBLE_PERCENT = 5;

  Safeguards {
    denyTags = List.copyOf(denyTags);
    denyNames = List.copyOf(denyNames);
    Objects.requireNonNull(mostPerHour, "mostPerHour");
    Objects.requireNonNull(killSwitch, "killSwitch");
  }

  /** These two, and nothing else. */
  Safeguards(boolean waves, List<Tag> denyTags) {
    this(waves, denyTags, List.of(), false, Optional.empty(), Optional.empty());
  }

  static void add(Grammar grammar, CommandSpec command) {
    command
        .addOption(grammar.flag(WAVES).build())
        .addOption(
            grammar.repeatable(DENY_TAG, "KEY[=VALUE]", Tag.class, Values::deniedTag).build())
        .addOption(grammar.repeatable(DENY_NAME, "GLOB", String.class, Values::denied).build())
        .addOption(grammar.flag(CHECK_GROUPS).build())
        .addOption(grammar.option(MOST_PER_HOUR, "N", Integer.class, Values::whole).build())
        .addOption(grammar.option(KILL_SWITCH, "FILE", Path.class, Values::path).build());
  }

  static Safeguards of(Given given) {
    return new Safeguards(
        given.has(WAVES),
        given.values(DENY_TAG),
        given.values(DENY_NAME),
        given.has(CHECK_GROUPS),
        given.optional(MOST_PER_HOUR),
        given.optional(KILL_SWITCH));
  }

  /** What has to be typed again in a command that goes on with this one: all of it. */
  List<String> again() {
    List<String> args = new ArrayList<>();
    if (waves) {
      args.add(WAVES);
    }
    denyTags.forEach(tag -> Shell.option(args, DENY_TAG, tag.typed()));
    denyNames.forEach(name -> Shell.option(args, DENY_NAME, name));
    if (checkGroups) {
      args.add(CHECK_GROUPS);
    }
    mostPerHour.ifPresent(most -> Shell.option(args, MOST_PER_HOUR, most.toString()));
    killSwitch.ifPresent(file -> Shell.option(args, KILL_SWITCH, file.toString()));
    return List.copyOf(args);
  }

  /** Tells the client. */
  void guard(ReleaseClientBuilder client) {
    denyTags.forEach(tag -> client.guard(tag.guard()));
    denyNames.forEach(name -> client.guard(ReleaseGuard.denyName(name)));
    if (checkGroups) {
      client.checkGroups(true);
    }
    client.policy(policy());
    // Where it cannot be told whether the file is there, it may be.
    killSwitch.ifPresent(
        file -> client.killSwitch(() -> !Files.notExists(file) || hasNoFolder(file)));
    if (waves) {
      client.waves(MOST_TROUBLE_PERCENT, 1, 5, 25);
    }
  }

  /**
   * Names what is read.
   *
   * @throws UsageException when the switch is where nobody could throw it
   */
  void name(NamedFiles files) throws UsageException {
    if (killSwitch.filter(Safeguards::hasNoFolder).isPresent()) {
      throw new UsageException(Message.of("file.no-parent", KILL_SWITCH, killSwitch.get()));
    }
    files.read(KILL_SWITCH, killSwitch);
  }

  /** Of a link, where the file that it leads to would have to be made. */
  private static boolean hasNoFolder(Path file) {
    try {
      Path folder = NamedFiles.behindLinks(file).getParent();
      return folder != null && Files.notExists(folder);
    } catch (IOException unclear) {
      // Then the file cannot be looked for either, which counts as thrown.
      return false;
    }
  }

  /** As a policy: then the tighter of this and of what the file says counts. */
  Policy policy() {
    Policy.Builder policy = Policy.builder();
    mostPerHour.ifPresent(policy::mostPerHour);
    return policy.build();
  }

  /**
   * A tag.
   *
   * @param key its name
   * @param value may be empty
   * @param any whether it has any value
   */
  record Tag(String key, String value, boolean any) {
    Tag {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }

    /** With that value. */
    Tag(String key, String value) {
      this(key, value, false);
    }

    /** With any value. */
    static Tag any(String key) {
      return new Tag(key, "", true);
    }

    /** As {@link Values#tag} reads it. */
    String typed() {
      return any ? key : key + "=" + value;
    }

    ReleaseGuard guard() {
      return any ? ReleaseGuard.denyTag(key) : ReleaseGuard.denyTag(key, value);
    }
  }
}
