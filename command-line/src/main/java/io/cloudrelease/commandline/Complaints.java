package io.cloudrelease.commandline;

import io.cloudrelease.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the arguments one by one, and what would be right. */
final class Complaints {
  private static final String PLAN = "--plan";

  /** What other tools call it to look without doing anything. */
  private static final Set<String> REHEARSALS =
      Set.of("--dry-run", "--dryrun", "--what-if", "--noop");

  private Complaints() {}

  /** One sentence for each argument that picocli could not take. */
  static List<Message> of(ParseResult parsed) {
    List<Message> problems = new ArrayList<>();
    for (Exception error : parsed.errors()) {
      if (error instanceof UnmatchedArgumentException unmatched) {
        unmatched.getUnmatched().forEach(arg -> problems.add(unknown(unmatched, arg)));
      } else if (error instanceof MissingParameterException missing) {
        problems.add(needsValue(missing.getMissing().get(0)));
      } else if (error instanceof OverwrittenOptionException again) {
        problems.add(Message.of("option.twice", name(again.getOverwritten())));
      } else if (error instanceof MaxValuesExceededException attached) {
        // Which option it is, picocli tells in its sentence alone: option '--yes' should be ...
        problems.add(
            Message.of("option.no-value", String.valueOf(attached.getMessage()).split("'", 3)[1]));
      } else if (error instanceof ParameterException wrong && wrong.getArgSpec() != null) {
        problems.add(wrongValue(wrong, wrong.getArgSpec()));
      } else {
        problems.add(Message.plain(String.valueOf(error.getMessage())));
      }
    }
    return problems;
  }

  /** The option that was nearly typed: picocli takes letters in another order for other letters. */
  static Optional<OptionSpec> nearest(String name, CommandSpec command) {
    List<String> names =
        command.options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .toList();
    return name.length() < 4 ? Optional.empty() : Nearest.to(name, names).map(command::findOption);
  }

  private static Message unknown(UnmatchedArgumentException unmatched, String arg) {
    String name = arg.split("=", 2)[0];
    if (!name.startsWith("-")) {
      return Message.of("argument.unknown", RefText.shown(arg));
    }
    if (REHEARSALS.contains(name)
        && unmatched.getCommandLine().getCommandSpec().findOption(PLAN) != null) {
      return Message.of("option.nearly", name, PLAN);
    }
    if (isOfSomeCommand(name)) {
      // It was not mistyped: what looks like it here is something else.
      return Message.of("option.unknown", name);
    }
    // Asked anew for each: picocli thinks of similar names only when one argument alone is wrong.
    List<String> similar =
        new UnmatchedArgumentException(unmatched.getCommandLine(), List.of(name)).getSuggestions();
    if (similar.isEmpty()) {
      return nearest(name, unmatched.getCommandLine().getCommandSpec())
          .map(option -> Message.of("option.nearly", name, option.longestName()))
          .orElseGet(() -> Message.of("option.unknown", name));
    }
    return similar.size() == 1
        ? Message.of("option.nearly", name, similar.get(0))
        : Message.of("option.nearly", name, Message.of("or", similar.get(0), similar.get(1)));
  }

  private static boolean isOfSomeCommand(String name) {
    Grammar grammar = new Grammar(Words.english());
    return Commands.all().stream()
        .anyMatch(command -> command.spec(grammar).findOption(name) != null);
  }

  private static Message wrongValue(ParameterException wrong, ArgSpec option) {
    if (wrong.getCause() instanceof Values.Absent) {
      return needsValue(option);
    }
    if (wrong.getCause() instanceof Values.Refused refused) {
      return refused.sentence();
    }
    return Message.of("option.wrong", name(option), String.valueOf(wrong.getValue()), form(option));
  }

  private static Message needsValue(ArgSpec option) {
    return Message.of("option.needs", name(option), form(option));
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static Message form(ArgSpec option) {
    String label = option.paramLabel();
    return switch (label) {
      case "DURATION" -> Message.of("form.duration");
      case "AGE" -> Message.of("form.age");
      case "N" -> Message.of("form.number");
      case "URL" -> Message.of("form.store");
      case "FILE", "FILE|-" -> Message.of("form.file");
      default -> choice(List.of(label.split("\\|")));
    };
  }

  private static Message choice(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? Message.plain(words.get(0))
        : Message.of("or", String.join(", ", words.subList(0, last)), words.get(last));
  }
}
