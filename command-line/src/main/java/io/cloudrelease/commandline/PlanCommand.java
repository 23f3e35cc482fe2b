package io.cloudrelease.commandline;

import io.cloudrelease.plan.KeptPlan;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** {@code plan}. */
final class PlanCommand implements ToolCommand {
  static final String OUT = "--out";
  static final String PRICE = "--price";
  private static final String VALID_FOR = "--valid-for";
  private static final String DETAILED = "--detailed-exitcode";

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    Wish.add(grammar, command);
    command
        .addOption(grammar.option(OUT, "FILE", Path.class, Values::written).build())
        .addOption(
            grammar.option(VALID_FOR, "DURATION", Duration.class, PlanCommand::validity).build())
        .addOption(grammar.flag(PRICE).build())
        .addOption(grammar.flag(DETAILED).build());
    Safeguards.add(grammar, command);
    CloudOptions.add(grammar, command);
    OutputOptions.addPrinted(grammar, command);
    return command;
  }

  private static Duration validity(String text) {
    Duration validity = Values.duration(text);
    if (validity.isZero() || validity.compareTo(KeptPlan.LONGEST) > 0) {
      throw new Values.Refused(Message.of("valid-for.wrong", text));
    }
    return validity;
  }

  @Override
  public Task read(Given given) {
    Plan plan =
        new Plan(
            Wish.of(given),
            given.optional(OUT),
            given.optional(VALID_FOR),
            given.has(PRICE),
            given.has(DETAILED),
            Safeguards.of(given),
            CloudOptions.of(given),
            OutputOptions.of(given));
    if (plan.validFor().isPresent() && !given.has(OUT)) {
      given.wrong("valid-for.alone");
    }
    if (plan.wish().isEmpty() && given.isRight()) {
      given.wrong("nothing-named");
    }
    return plan;
  }
}
