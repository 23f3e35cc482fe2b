package io.cloudrelease.commandline;

import io.cloudrelease.credentials.sources.Environment;
import java.util.List;
import java.util.Locale;

/**
 * How the tool speaks: found before the arguments are understood, so that what is wrong with them
 * is said in that manner too.
 *
 * @param language one of {@link Words#LANGUAGES}
 * @param color whether verdicts are coloured
 * @param quiet whether only results and errors are said
 * @param verbose whether each step is said
 * @param json whether errors are JSON too
 */
record Manner(String language, boolean color, boolean quiet, boolean verbose, boolean json) {

  /** When colours are used. */
  enum Color {
    AUTO,
    ALWAYS,
    NEVER
  }

  static Manner of(List<String> args, Environment environment, boolean terminal) {
    int end = args.indexOf("--");
    List<String> options = end < 0 ? args : args.subList(0, end);
    String language = value(options, "--lang");
    String color = value(options, "--color").toUpperCase(Locale.ROOT);
    boolean plain =
        !environment.variable("NO_COLOR").isEmpty() || environment.variable("TERM").equals("dumb");
    return new Manner(
        Words.LANGUAGES.contains(language) ? language : Words.languageOf(environment),
        color.equals(Color.ALWAYS.name())
            || !color.equals(Color.NEVER.name()) && terminal && !plain,
        options.contains("--quiet"),
        options.contains("--verbose"),
        options.contains("--json"));
  }

  private static String value(List<String> options, String name) {
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.startsWith(name + "=")) {
        return option.substring(name.length() + 1);
      }
      if (option.equals(name) && i + 1 < options.size()) {
        return options.get(i + 1);
      }
    }
    return "";
  }
}
