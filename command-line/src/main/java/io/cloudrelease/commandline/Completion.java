package io.cloudrelease.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Scripts that have a shell complete what is typed, made of the same grammar that reads it. */
final class Completion {
  static final List<String> SHELLS = List.of("bash", "zsh", "fish");
  private static final int COLUMNS = 80;

  private final Map<String, CommandSpec> commands = new TreeMap<>();

  Completion(Words words) {
    Map<String, CommandLine> all = new Grammar(words).parser(COLUMNS).getSubcommands();
    all.forEach(
        (name, command) -> {
          if (!command.getCommandSpec().usageMessage().hidden()) {
            commands.put(name, command.getCommandSpec());
          }
        });
  }

  /** The script for that shell, one of {@link #SHELLS}. */
  String script(String shell) {
    return switch (shell) {
      case "fish" -> fish();
      case "zsh" -> "#compdef cloudrelease\nautoload -Uz bashcompinit && bashcompinit\n" + bash();
      default -> bash();
    };
  }

  private String bash() {
    StringBuilder out = new StringBuilder();
    out.append("# cloudrelease completion bash|zsh|fish made this.\n");
    out.append("_cloudrelease() {\n");
    out.append("  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"");
    out.append(" words=\"\" begin=\"\"\n  COMPREPLY=()\n");
    // bash takes --goal=d for three words, zsh for one.
    out.append("  if [ \"$cur\" = \"=\" ]; then cur=\"\"\n");
    out.append("  elif [ \"$prev\" = \"=\" ]; then prev=\"${COMP_WORDS[COMP_CWORD-2]}\"\n");
    out.append("  else case \"$cur\" in --*=*)");
    out.append(" begin=\"${cur%%=*}=\" prev=\"${cur%%=*}\" cur=\"${cur#*=}\" ;;\n  esac; fi\n");
    out.append("  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    words=\"");
    out.append(String.join(" ", commands.keySet())).append(" --help --version\"\n");
    out.append("  else\n    case \"$prev\" in\n");
    choices()
        .forEach(
            (option, words) ->
                out.append("      ")
                    .append(option)
                    .append(") words=\"")
                    .append(String.join(" ", words))
                    .append("\" ;;\n"));
    // Where nothing is offered, the shell offers files.
    out.append("      ").append(String.join("|", withOtherValue())).append(") return ;;\n");
    out.append("      *) case \"${COMP_WORDS[1]}\" in\n");
    commands.forEach(
        (name, spec) ->
            out.append("        ")
                .append(name)
                .append(
                    takesFile(spec)
                        ? ") [ \"${cur#-}\" != \"$cur\" ] || return; words=\""
                        : ") words=\"")
                .append(String.join(" ", words(spec)))
                .append("\" ;;\n"));
    out.append("      esac ;;\n    esac\n  fi\n");
    out.append("  COMPREPLY=($(compgen -P \"$begin\" -W \"$words\" -- \"$cur\"))\n}\n");
    out.append("complete -o default -F _cloudrelease cloudrelease\n");
    return out.toString();
  }

  private String fish() {
    StringBuilder out = new StringBuilder("# cloudrelease completion fish made this.\n");
    commands.forEach(
        (name, spec) -> {
          String header = String.join(" ", spec.usageMessage().header()).replace("%%", "%");
          out.append("complete -c cloudrelease -f -n __fish_use_subcommand -a ")
              .append(name)
              .append(" -d ")
              .append(quoted(header))
              .append('\n');
          for (OptionSpec option : shown(spec)) {
            out.append("complete -c cloudrelease -n '__fish_seen_subcommand_from ")
                .append(name)
                .append("' -l ")
                .append(option.longestName().substring(2));
            List<String> words = choices(option);
            if (!words.isEmpty()) {
              out.append(" -x -a ").append(quoted(String.join(" ", words)));
            } else if (option.arity().max() > 0) {
              out.append(" -r");
            }
            String description = String.join(" ", option.description()).replace("%%", "%");
            out.append(" -d ").append(quoted(description)).append('\n');
          }
        });
    out.append("complete -c cloudrelease -n '__fish_seen_subcommand_from completion' -x -a ");
    return out.append(quoted(String.join(" ", SHELLS))).append('\n').toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static List<String> words(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    if (spec.name().equals("completion")) {
      words.addAll(SHELLS);
    }
    shown(spec).forEach(option -> words.add(option.longestName()));
    return words;
  }

  private static boolean takesFile(CommandSpec spec) {
    return spec.positionalParameters().stream().anyMatch(rest -> rest.paramLabel().equals("FILE"));
  }

  private static List<OptionSpec> shown(CommandSpec spec) {
    return spec.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** The words that an option takes; empty when it takes others, or none. */
  private static List<String> choices(OptionSpec option) {
    String label = option.paramLabel();
    return option.arity().max() > 0 && label.matches("[a-z]+(\\|[a-z]+)+")
        ? List.of(label.split("\\|"))
        : List.of();
  }

  private Map<String, List<String>> choices() {
    Map<String, List<String>> all = new TreeMap<>();
    for (CommandSpec spec : commands.values()) {
      for (OptionSpec option : shown(spec)) {
        if (!choices(option).isEmpty()) {
          all.put(option.longestName(), choices(option));
        }
      }
    }
    return all;
  }

  private List<String> withOtherValue() {
    return commands.values().stream()
        .flatMap(spec -> shown(spec).stream())
        .filter(option -> option.arity().max() > 0 && choices(option).isEmpty())
        .map(OptionSpec::longestName)
        .distinct()
        .sorted()
        .toList();
  }
}
