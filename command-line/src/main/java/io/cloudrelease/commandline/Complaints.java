package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the arguments one by one, and what would be right. */
final class Complaints {

  private Complaints() {}

  /** One sentence for each argument that picocli could not take. */
  static List<String> of(ParseResult parsed) {
    List<String> problems = new ArrayList<>();
    for (Exception error : parsed.errors()) {
      if (error instanceof UnmatchedArgumentException unmatched) {
        unmatched.getUnmatched().forEach(arg -> problems.add(unknown(unmatched, arg)));
      } else if (error instanceof MissingParameterException missing) {
        problems.add(needsValue(missing.getMissing().get(0)));
      } else if (error instanceof OverwrittenOptionException again) {
        problems.add(name(again.getOverwritten()) + " is given twice; give it once");
      } else if (error instanceof MaxValuesExceededException attached) {
        // Which option it is, picocli tells in its sentence alone: option '--yes' should be ...
        problems.add(String.valueOf(attached.getMessage()).split("'", 3)[1] + " takes no value");
      } else if (error instanceof ParameterException wrong && wrong.getArgSpec() != null) {
        problems.add(wrongValue(wrong, wrong.getArgSpec()));
      } else {
        problems.add(String.valueOf(error.getMessage()));
      }
    }
    return problems;
  }

  private static String unknown(UnmatchedArgumentException unmatched, String arg) {
    String name = arg.split("=", 2)[0];
    if (!name.startsWith("-")) {
      return "'" + arg + "' has no place here; --help says what has";
    }
    // Asked anew for each: picocli thinks of similar names only when one argument alone is wrong.
    List<String> similar =
        new UnmatchedArgumentException(unmatched.getCommandLine(), List.of(name)).getSuggestions();
    return "unknown option '"
        + name
        + "'"
        + (similar.isEmpty()
            ? "; --help lists the options"
            : "; did you mean " + String.join(" or ", similar) + "?");
  }

  private static String wrongValue(ParameterException wrong, ArgSpec option) {
    if (wrong.getCause() instanceof Values.Absent) {
      return needsValue(option);
    }
    if (wrong.getCause() instanceof Values.Refused refused) {
      return String.valueOf(refused.getMessage());
    }
    return name(option) + " '" + wrong.getValue() + "' is not right; write " + form(option);
  }

  private static String needsValue(ArgSpec option) {
    return name(option) + " needs a value: " + form(option);
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static String form(ArgSpec option) {
    return switch (option.paramLabel()) {
      case "DURATION" -> "30s, 5m or 1h, at most 8760h";
      case "N" -> "a whole number";
      case "FILE", "FILE|-" -> "a file name";
      default -> option.paramLabel().replace("|", " or ");
    };
  }
}
