package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.plan.Approval;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code apply}. */
final class ApplyCommand implements ToolCommand {
  private static final String APPROVE = "--approve";
  private static final String YES = "--yes";

  @Override
  public String name() {
    return "apply";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    command.addPositional(grammar.only("FILE", "rest.plan").build());
    command
        .addOption(grammar.option(APPROVE, "DIGEST", Approval.class, ApplyCommand::digest).build())
        .addOption(grammar.flag(YES).build());
    Safeguards.add(grammar, command);
    Recording.add(grammar, command);
    CloudOptions.add(grammar, command);
    OutputOptions.add(grammar, command);
    return command;
  }

  private static Approval digest(String text) {
    try {
      return Approval.of(Values.given(text).toLowerCase(Locale.ROOT));
    } catch (InvalidRequestException wrong) {
      throw new Values.Refused(Message.of("approve.wrong", text));
    }
  }

  @Override
  public Task read(Given given) {
    if (given.rest().size() != 1) {
      if (given.isRight()) {
        given.wrong("apply.one");
      }
      return session -> ExitCode.USAGE;
    }
    Optional<Approval> approval = given.optional(APPROVE);
    return new Apply(
        Path.of(given.rest().get(0)),
        approval.or(() -> given.has(YES) ? Optional.of(Approval.yes()) : Optional.empty()),
        Safeguards.of(given),
        Recording.of(given),
        CloudOptions.of(given),
        OutputOptions.of(given));
  }
}
