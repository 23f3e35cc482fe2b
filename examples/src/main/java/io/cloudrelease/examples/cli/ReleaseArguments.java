package io.cloudrelease.examples.cli;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.examples.cli.Command.Flag;
import io.cloudrelease.examples.cli.Safeguards.Tag;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code release} or {@code resume}, read once from left to right. Not
 * thread-safe.
 */
final class ReleaseArguments {
  private static final List<String> OF_RELEASE =
      List.of(
          "--goal",
          "--collateral",
          "--force",
          "--force-stop",
          "--terminate-subscription",
          "--plan",
          "--yes",
          "--wait",
          "--no-wait",
          "--deadline",
          "--max-instances",
          "--waves",
          "--deny-tag",
          "--journal",
          "--json",
          "--no-look",
          "--endpoint",
          "--file");

  private static final List<String> OF_RESUME =
      List.of("--journal", "--json", "--endpoint", "--waves", "--deny-tag");
  private static final Set<String> REPEATABLE = Set.of("--endpoint", "--deny-tag");

  private final List<String> options;
  private final Deque<String> open;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> given = new HashSet<>();
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private final Set<Power> powers = EnumSet.noneOf(Power.class);
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private final List<InstanceRef> refs = new ArrayList<>();
  private Goal goal = Goal.RELEASE;
  private Collateral collateral = Collateral.KEEP;
  private @Nullable Duration wait;
  private Duration deadline = ReleaseInstancesRequest.DEFAULT_DEADLINE;
  private int maxInstances = ReleaseInstancesRequest.DEFAULT_MAX_INSTANCES;
  private final List<Tag> denyTags = new ArrayList<>();
  private @Nullable Path journal;
  private String file = "";

  private ReleaseArguments(List<String> options, List<String> args) {
    this.options = options;
    this.open = new ArrayDeque<>(args);
  }

  static ReleaseArguments ofRelease(List<String> args) {
    return new ReleaseArguments(OF_RELEASE, args);
  }

  static ReleaseArguments ofResume(List<String> args) {
    return new ReleaseArguments(OF_RESUME, args);
  }

  Command.Release release() throws UsageException {
    read();
    checkTogether();
    refuseProblems();
    return new Command.Release(
        flags,
        new Intent(goal, collateral, powers, false),
        wait == null ? deadline : wait,
        deadline,
        maxInstances,
        safeguards(),
        Optional.ofNullable(journal),
        endpoints,
        file,
        refs);
  }

  Command.Resume resume() throws UsageException {
    read();
    if (!refs.isEmpty()) {
      problems.add("resume takes no references: the journal names the instances; leave them out");
    }
    Path run = journal;
    if (run == null && !given.contains("--journal")) {
      problems.add("resume needs --journal FILE: the journal of the run that broke off");
    }
    refuseProblems();
    return new Command.Resume(flags, Objects.requireNonNull(run), safeguards(), endpoints);
  }

  private Safeguards safeguards() {
    return new Safeguards(given.contains("--waves"), denyTags);
  }

  private void refuseProblems() throws UsageException {
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private void read() {
    boolean optionsOver = false;
    while (!open.isEmpty()) {
      String arg = open.remove();
      if (!optionsOver && arg.equals("--")) {
        optionsOver = true;
      } else if (!optionsOver && arg.startsWith("-")) {
        option(arg);
      } else {
        ref(arg);
      }
    }
  }

  private void checkTogether() {
    if (given.contains("--wait") && given.contains("--no-wait")) {
      problems.add("--wait and --no-wait exclude each other; give one of them");
    }
    if (powers.contains(Power.FORCE_STOP) && !powers.contains(Power.FORCE)) {
      problems.add("--force-stop needs --force; give both, or --force alone to shut down in order");
    }
    if (flags.contains(Flag.PLAN) && flags.contains(Flag.JSON)) {
      problems.add("--plan prints a table; leave out --json");
    }
    if (flags.contains(Flag.NO_LOOK) && given.contains("--deny-tag")) {
      problems.add("--deny-tag has to read the tags; leave out --no-look");
    }
    if (refs.isEmpty() && file.isEmpty() && problems.isEmpty()) {
      problems.add(
          "no instance is named; give references (tencent-cvm:ap-guangzhou:ins-1a2b3c4d) or"
              + " --file FILE");
    }
  }

  private void option(String arg) {
    int equals = arg.indexOf('=');
    String name = equals < 0 ? arg : arg.substring(0, equals);
    if (!options.contains(name)) {
      problems.add("unknown option '" + name + "'" + similar(name));
      return;
    }
    if (!given.add(name) && !REPEATABLE.contains(name)) {
      problems.add(name + " is given twice; give it once");
    }
    String attached = equals < 0 ? null : arg.substring(equals + 1);
    if (!flag(name)) {
      valueOf(name, attached).ifPresent(value -> value(name, value));
    } else if (attached != null) {
      problems.add(name + " takes no value");
    }
  }

  /** Switches that option on; false when it is not a switch. */
  private boolean flag(String name) {
    switch (name) {
      case "--force" -> powers.add(Power.FORCE);
      case "--force-stop" -> powers.add(Power.FORCE_STOP);
      case "--terminate-subscription" -> powers.add(Power.TERMINATE_SUBSCRIPTION);
      case "--plan" -> flags.add(Flag.PLAN);
      case "--yes" -> flags.add(Flag.YES);
      case "--json" -> flags.add(Flag.JSON);
      case "--no-look" -> flags.add(Flag.NO_LOOK);
      case "--no-wait" -> wait = Duration.ZERO;
      case "--waves" -> {
        // That it was given is noted already.
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The value after the equals sign, or the next argument unless that is an option. */
  private Optional<String> valueOf(String name, @Nullable String attached) {
    String next = open.peek();
    boolean nextIsValue = attached == null && next != null && !next.startsWith("--");
    String value = nextIsValue ? open.remove() : attached;
    if (value == null || value.isEmpty()) {
      problems.add(name + " needs a value: " + form(name));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private void value(String name, String value) {
    switch (name) {
      case "--goal" -> goal = choice(name, value, goal);
      case "--collateral" -> collateral = choice(name, value, collateral);
      case "--wait" -> duration(name, value).ifPresent(read -> wait = read);
      case "--deadline" -> {
        duration(name, value).ifPresent(read -> deadline = read);
        if (deadline.isZero()) {
          problems.add("--deadline " + value + " leaves no time; give a longer one");
        }
      }
      case "--max-instances" -> maxInstances(value);
      case "--endpoint" -> endpoint(value);
      case "--deny-tag" ->
          Tag.parse(value).ifPresentOrElse(denyTags::add, () -> wrong(name, value, value));
      case "--journal" -> journal(value);
      default -> file = value;
    }
  }

  private static String form(String name) {
    return switch (name) {
      case "--goal" -> "release or destroy";
      case "--collateral" -> "keep or release";
      case "--wait", "--deadline" -> Durations.FORM;
      case "--max-instances" -> "a whole number";
      case "--endpoint" -> "PROVIDER=URL";
      case "--deny-tag" -> Tag.FORM;
      default -> "a file name";
    };
  }

  private <E extends Enum<E>> E choice(String name, String value, E present) {
    for (E candidate : present.getDeclaringClass().getEnumConstants()) {
      if (candidate.name().toLowerCase(Locale.ROOT).equals(value)) {
        return candidate;
      }
    }
    return wrong(name, value, present);
  }

  private Optional<Duration> duration(String name, String value) {
    Optional<Duration> duration = Durations.parse(value);
    return duration.isPresent() ? duration : wrong(name, value, duration);
  }

  private void maxInstances(String value) {
    boolean digits = value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    maxInstances = digits ? Integer.parseInt(value) : wrong("--max-instances", value, maxInstances);
  }

  private void journal(String value) {
    try {
      journal = Path.of(value);
    } catch (InvalidPathException notAPath) {
      wrong("--journal", value, value);
    }
  }

  private void endpoint(String value) {
    int equals = value.indexOf('=');
    if (equals < 1 || value.lastIndexOf(':', equals) >= 0) {
      // Not shown: a URL may hold a password.
      problems.add("--endpoint is not right; write " + form("--endpoint"));
      return;
    }
    String provider = value.substring(0, equals);
    try {
      Endpoint endpoint = Endpoint.parse(value.substring(equals + 1));
      if (endpoints.put(provider, endpoint) != null) {
        problems.add("--endpoint is given twice for " + provider + "; give it once");
      }
    } catch (InvalidRequestException notAnEndpoint) {
      problems.add("--endpoint " + provider + "=...: " + notAnEndpoint.getMessage());
    }
  }

  private void ref(String text) {
    try {
      refs.add(InstanceRef.parse(text));
    } catch (InvalidRequestException wrong) {
      problems.add(String.valueOf(wrong.getMessage()));
    }
  }

  private <T> T wrong(String name, String value, T present) {
    problems.add(name + " '" + value + "' is not right; write " + form(name));
    return present;
  }

  /** Options that begin alike, as a question. */
  private String similar(String name) {
    String beginning = name.substring(0, Math.min(name.length(), 4));
    List<String> alike = options.stream().filter(known -> known.startsWith(beginning)).toList();
    return name.length() < 4 || alike.isEmpty() || alike.size() > 4
        ? "; --help lists the options"
        : "; did you mean " + String.join(" or ", alike) + "?";
  }
}
