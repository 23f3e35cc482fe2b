package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.find.Condition;
import io.cloudrelease.find.Place;
import io.cloudrelease.find.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code find}. */
final class FindCommand implements ToolCommand {
  private static final List<String> FORMATS = List.of("--json", "--csv", "--ids");

  @Override
  public String name() {
    return "find";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    command.addPositional(grammar.rest("PLACE", "rest.place").build());
    for (String option : List.of("--tag", "--not-tag")) {
      command.addOption(
          grammar.repeatable(option, "KEY[=VALUE]", Condition.class, FindCommand::tag).build());
    }
    for (String option : List.of("--name", "--not-name")) {
      command.addOption(
          grammar
              .repeatable(option, "GLOB", Condition.class, text -> word(text, Condition::name))
              .build());
    }
    word(grammar, command, "--state", "STATE", Condition::state);
    word(grammar, command, "--charge-type", "TYPE", Condition::chargeType);
    age(grammar, command, "--older-than", Condition::olderThan);
    age(grammar, command, "--younger-than", Condition::youngerThan);
    command.addOption(grammar.flag("--expired").build());
    command.addOption(grammar.flag("--in-bin").build());
    word(grammar, command, "--zone", "ZONE", Condition::zone);
    word(grammar, command, "--vpc", "VPC", Condition::vpc);
    command.addOption(
        grammar.option("--within", "DURATION", Duration.class, Values::deadline).build());
    FORMATS.forEach(format -> command.addOption(grammar.flag(format).build()));
    CloudOptions.add(grammar, command);
    return command;
  }

  private static void word(
      Grammar grammar,
      CommandSpec command,
      String option,
      String form,
      Function<String, Condition> condition) {
    command.addOption(
        grammar.option(option, form, Condition.class, text -> word(text, condition)).build());
  }

  private static Condition word(String text, Function<String, Condition> condition) {
    return condition.apply(Values.given(text));
  }

  private static void age(
      Grammar grammar,
      CommandSpec command,
      String option,
      Function<Duration, Condition> condition) {
    command.addOption(
        grammar
            .option(option, "AGE", Condition.class, text -> condition.apply(Values.age(text)))
            .build());
  }

  private static Condition tag(String text) {
    Safeguards.Tag tag = Values.tag(text);
    return tag.any() ? Condition.tag(tag.key()) : Condition.tag(tag.key(), tag.value());
  }

  @Override
  public Task read(Given given) {
    Selection.Builder selection = Selection.builder();
    List<Place> places = places(given);
    places.forEach(selection::in);
    conditions(given).forEach(selection::where);
    selection.deadline(given.value("--within", Selection.DEFAULT_DEADLINE));
    List<String> formats = FORMATS.stream().filter(given::has).toList();
    if (formats.size() > 1) {
      given.wrong("options.exclude", formats.get(0), formats.get(1));
    }
    if (places.isEmpty() && given.isRight()) {
      given.wrong("find.nowhere");
    }
    CloudOptions clouds = CloudOptions.of(given);
    // Without a place there is no selection, and it is among the problems.
    return given.isRight()
        ? new Find(selection.build(), formats.isEmpty() ? "" : formats.get(0), clouds)
        : session -> ExitCode.USAGE;
  }

  private static List<Place> places(Given given) {
    List<Place> places = new ArrayList<>();
    for (String text : given.rest()) {
      try {
        places.add(Place.parse(text));
      } catch (InvalidRequestException wrong) {
        given.wrong(Message.plain(String.valueOf(wrong.getMessage())));
      }
    }
    return places;
  }

  private static List<Condition> conditions(Given given) {
    List<Condition> all = new ArrayList<>(given.<Condition>values("--tag"));
    all.addAll(given.<Condition>values("--name"));
    Stream.of("--not-tag", "--not-name")
        .flatMap(option -> given.<Condition>values(option).stream())
        .map(Condition::not)
        .forEach(all::add);
    for (String option :
        List.of("--state", "--charge-type", "--older-than", "--younger-than", "--zone", "--vpc")) {
      given.<Condition>optional(option).ifPresent(all::add);
    }
    if (given.has("--expired")) {
      all.add(Condition.expired());
    }
    if (given.has("--in-bin")) {
      all.add(Condition.inBin());
    }
    return all;
  }
}
