package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What commands and their options are made of, for picocli. Written with its builders: its
 * annotations, read by reflection, take a tenth of a second more at each start.
 */
final class Grammar {
  private static final int WIDEST_OPTION = 26;
  private static final int NARROWEST = 55;
  private static final int WIDEST = 120;

  private final Words words;

  Grammar(Words words) {
    this.words = words;
  }

  Words words() {
    return words;
  }

  /** A parser that knows all options of all commands. */
  CommandLine parser(int columns) {
    return parser(columns, Commands.all(), command -> true);
  }

  /**
   * A parser that collects what is wrong instead of ending at the first of it.
   *
   * @param known the commands
   * @param typed which of them may have been typed; of the others, whose options take a tenth of a
   *     start to build, it knows the name and what they are for
   */
  CommandLine parser(int columns, List<ToolCommand> known, Predicate<ToolCommand> typed) {
    CommandLine parser = new CommandLine(tool());
    for (ToolCommand command : known) {
      boolean whole = typed.test(command) || !command.isShown();
      CommandSpec spec = whole ? command.spec(this) : command(command.name());
      spec.usageMessage().hidden(!command.isShown());
      parser.addSubcommand(command.name(), spec);
    }
    parser.setExpandAtFiles(false);
    // What looks like a variable in a text of ours is the text.
    parser.setInterpolateVariables(false);
    parser.setPosixClusteredShortOptionsAllowed(false);
    parser.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, columns)));
    parser.setUsageHelpLongOptionsMaxWidth(WIDEST_OPTION);
    collectErrors(parser);
    parser.getSubcommands().values().forEach(Grammar::collectErrors);
    return parser;
  }

  private static void collectErrors(CommandLine parser) {
    parser.getCommandSpec().parser().collectErrors(true);
  }

  private CommandSpec tool() {
    List<String> synopsis = new ArrayList<>();
    for (ToolCommand command : Commands.all()) {
      if (command.isShown()) {
        synopsis.addAll(lines(command.name() + ".synopsis"));
      }
    }
    synopsis.add("cloudrelease COMMAND --help | --help | --version");
    CommandSpec tool = command("tool", synopsis);
    tool.usageMessage().commandListHeading("%n");
    SharedOptions.add(this, tool, true);
    return tool.addOption(
        OptionSpec.builder("--version").arity("0").versionHelp(true).hidden(true).build());
  }

  /** A command with its help: {@code NAME.header}, {@code .synopsis} and {@code .footer}. */
  CommandSpec command(String name) {
    CommandSpec command = command(name, lines(name + ".synopsis"));
    SharedOptions.add(this, command, false);
    return command;
  }

  private CommandSpec command(String name, List<String> synopsis) {
    CommandSpec command = CommandSpec.create().name(name.equals("tool") ? Session.NAME : name);
    command
        .usageMessage()
        .header(literal(words.say(name + ".header")))
        .synopsisHeading("%n")
        .parameterListHeading("%n")
        .customSynopsis(synopsis.toArray(String[]::new))
        .footerHeading("%n")
        .footer(lines(name + ".footer").toArray(String[]::new))
        .sortOptions(false);
    return command;
  }

  /** An option without a value. */
  OptionSpec.Builder flag(String name) {
    return OptionSpec.builder(name).arity("0").type(boolean.class).description(description(name));
  }

  OptionSpec.Builder help() {
    return OptionSpec.builder("-h", "--help")
        .arity("0")
        .usageHelp(true)
        .description(description("--help"));
  }

  <T> OptionSpec.Builder option(
      String name, String form, Class<T> type, Function<String, T> reader) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel(form)
        .type(type)
        .converters(new Reader<>(reader))
        .description(description(name));
  }

  <T> OptionSpec.Builder repeatable(
      String name, String form, Class<T> type, Function<String, T> reader) {
    return option(name, form, type, reader).type(List.class).auxiliaryTypes(type);
  }

  /** What stands without an option, as texts; {@code NAME.rest} describes it. */
  PositionalParamSpec.Builder rest(String form, String key) {
    return PositionalParamSpec.builder()
        .paramLabel(form)
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(lines(key).toArray(String[]::new));
  }

  /** The one thing that a command is about; that there is one, and no more, it says itself. */
  PositionalParamSpec.Builder only(String form, String key) {
    return rest(form, key).hideParamSyntax(true);
  }

  private String[] description(String option) {
    return lines("option." + option.substring(2)).toArray(String[]::new);
  }

  private List<String> lines(String key) {
    return literal(words.say(key)).lines().toList();
  }

  /** For picocli, which formats help: a % stands for itself. */
  private static String literal(String text) {
    return text.replace("%", "%%");
  }

  /**
   * Hands a function to picocli. Functions that were of picocli's own type could be in no archive
   * of classes, because picocli's class files are of the form that Java 5 had.
   */
  private record Reader<T>(Function<String, T> read) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
      return read.apply(text);
    }
  }
}
