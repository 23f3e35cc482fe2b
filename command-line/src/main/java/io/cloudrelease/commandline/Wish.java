package io.cloudrelease.commandline;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What is to become of which instances: of {@code release}, and of what plans one.
 *
 * @param intent goal, collateral and powers
 * @param looks whether the instances are read beforehand
 * @param waitAtMost how long to wait for the goal after the sending; zero does not wait
 * @param deadline the most time for all of it
 * @param maxInstances the most instances that may be named
 * @param files name files of references, {@code -} is the standard input
 * @param refs the references given as arguments
 */
record Wish(
    Intent intent,
    boolean looks,
    Duration waitAtMost,
    Duration deadline,
    int maxInstances,
    List<String> files,
    List<InstanceRef> refs) {
  static final String MAX_INSTANCES = "--max-instances";
  private static final String STANDARD_INPUT = "-";

  /** The powers that a person may grant at a command line, in the order of the help. */
  static final List<Power> POWERS =
      List.of(
          Power.FORCE,
          Power.FORCE_STOP,
          Power.TERMINATE_SUBSCRIPTION,
          Power.ALLOW_GROUP_MEMBERS,
          Power.RESEND_WHEN_UNCHANGED);

  Wish {
    Objects.requireNonNull(intent, "intent");
    Objects.requireNonNull(waitAtMost, "waitAtMost");
    Objects.requireNonNull(deadline, "deadline");
    files = List.copyOf(files);
    refs = List.copyOf(refs);
  }

  static void add(Grammar grammar, CommandSpec command) {
    command.addPositional(grammar.rest("REF", "rest.ref").build());
    command
        .addOption(grammar.repeatable("--file", "FILE|-", String.class, Values::given).build())
        .addOption(
            grammar
                .option(
                    "--goal",
                    "release|destroy",
                    Goal.class,
                    text -> Values.oneOf(Goal.values(), text))
                .build())
        .addOption(
            grammar
                .option(
                    "--collateral",
                    "keep|release",
                    Collateral.class,
                    text -> Values.oneOf(Collateral.values(), text))
                .build());
    POWERS.forEach(power -> command.addOption(grammar.flag(option(power)).build()));
    command
        .addOption(grammar.option("--wait", "DURATION", Duration.class, Values::duration).build())
        .addOption(grammar.flag("--no-wait").build())
        .addOption(
            grammar.option("--deadline", "DURATION", Duration.class, Values::deadline).build())
        .addOption(grammar.option(MAX_INSTANCES, "N", Integer.class, Values::whole).build())
        .addOption(grammar.flag("--no-look").build());
  }

  static Wish of(Given given) {
    Duration deadline = given.value("--deadline", ReleaseInstancesRequest.DEFAULT_DEADLINE);
    Set<Power> powers = EnumSet.noneOf(Power.class);
    POWERS.stream().filter(power -> given.has(option(power))).forEach(powers::add);
    Wish wish =
        new Wish(
            new Intent(
                given.value("--goal", Goal.RELEASE),
                given.value("--collateral", Collateral.KEEP),
                powers,
                false),
            !given.has("--no-look"),
            given.has("--no-wait") ? Duration.ZERO : given.value("--wait", deadline),
            deadline,
            given.value(MAX_INSTANCES, ReleaseInstancesRequest.DEFAULT_MAX_INSTANCES),
            given.values("--file"),
            references(given));
    wish.check(given);
    return wish;
  }

  private void check(Given given) {
    if (given.has("--wait") && given.has("--no-wait")) {
      given.wrong("options.exclude", "--wait", "--no-wait");
    }
    Set<Power> powers = intent.powers();
    if (powers.contains(Power.FORCE_STOP) && !powers.contains(Power.FORCE)) {
      given.wrong("force-stop.alone");
    }
    if (files.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      given.wrong("file.input-twice");
    }
    for (String option : List.of(Safeguards.DENY_TAG, Safeguards.DENY_NAME)) {
      if (!looks && given.has(option)) {
        given.wrong("deny.no-look", option);
      }
    }
  }

  private static List<InstanceRef> references(Given given) {
    List<InstanceRef> references = new ArrayList<>();
    for (String text : given.rest()) {
      try {
        references.add(RefText.parse(text));
      } catch (UsageException wrong) {
        wrong.messages().forEach(given::wrong);
      }
    }
    return references;
  }

  /** Names what is read. */
  void name(NamedFiles named) {
    files.stream()
        .filter(file -> !file.equals(STANDARD_INPUT))
        .forEach(file -> named.read("--file", Path.of(file)));
  }

  /** What has to be typed again: how many may be named, where that was said. */
  List<String> again() {
    return maxInstances == ReleaseInstancesRequest.DEFAULT_MAX_INSTANCES
        ? List.of()
        : List.of(MAX_INSTANCES, Integer.toString(maxInstances));
  }

  /** Powers are called as the option that grants them. */
  static String option(Power power) {
    return "--" + power.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether no instance is named, and no file that may name some. */
  boolean isEmpty() {
    return refs.isEmpty() && files.isEmpty();
  }

  /** Whether references come from the standard input, which then cannot answer questions. */
  boolean readsStandardInput() {
    return files.contains(STANDARD_INPUT);
  }

  /**
   * The request, with all files read.
   *
   * @throws UsageException when a file cannot be read, or the number of instances is not right
   */
  ReleaseInstancesRequest request(Session session) throws UsageException {
    List<InstanceRef> named = named(session);
    int distinct = new LinkedHashSet<>(named).size();
    if (distinct > maxInstances) {
      throw new UsageException(
          Message.of(distinct == 1 ? "too-many.one" : "too-many", distinct, maxInstances));
    }
    if (distinct < named.size()) {
      session.note("named-twice", named.size() - distinct);
    }
    return ReleaseInstancesRequest.builder()
        .instances(named)
        .goal(intent.goal())
        .collateral(intent.collateral())
        .grant(intent.powers().toArray(Power[]::new))
        .lookFirst(looks)
        .waitAtMost(waitAtMost)
        .deadline(deadline)
        .maxInstances(maxInstances)
        .build();
  }

  private List<InstanceRef> named(Session session) throws UsageException {
    List<InstanceRef> named = new ArrayList<>(refs);
    List<Message> problems = new ArrayList<>();
    for (String file : files) {
      try {
        named.addAll(RefFile.read(file, session.surroundings().in()));
      } catch (UsageException wrong) {
        problems.addAll(wrong.messages());
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    if (named.isEmpty()) {
      throw new UsageException(
          files.size() == 1
              ? Message.of("file.empty", RefFile.shown(files.get(0)))
              : Message.of("files.empty"));
    }
    return named;
  }
}
