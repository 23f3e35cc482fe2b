package io.cloudrelease.commandline;

import io.cloudrelease.text.TerminalText;
import java.util.List;
import java.util.StringJoiner;

/** Commands to be copied into a shell. */
final class Shell {
  private Shell() {}

  /** The tool called with these arguments, quoted where a POSIX shell needs it. */
  static String command(String... args) {
    StringJoiner line = new StringJoiner(" ");
    line.add(Session.NAME);
    for (String arg : args) {
      line.add(quoted(arg));
    }
    return TerminalText.of(line.toString());
  }

  /** Adds an option with its value, which is not taken for an option itself. */
  static void option(List<String> args, String option, String value) {
    if (value.startsWith("-")) {
      args.add(option + "=" + value);
    } else {
      args.addAll(List.of(option, value));
    }
  }

  private static String quoted(String arg) {
    return arg.matches("[A-Za-z0-9_./:=,@%+~-]+") && !arg.startsWith("~")
        ? arg
        : "'" + arg.replace("'", "'\\''") + "'";
  }
}
