package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class HelpTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  static Stream<Arguments> helps() {
    return Stream.of(80, 120)
        .flatMap(
            columns ->
                Stream.of("en", "zh")
                    .flatMap(
                        language ->
                            Commands.all().stream()
                                .filter(ToolCommand::isShown)
                                .map(command -> Arguments.of(command.name(), columns, language))));
  }

  @ParameterizedTest
  @MethodSource("helps")
  void each_command_shows_its_options_and_examples_within_the_terminal(
      String command, int columns, String language) {
    bench.variables.put("COLUMNS", Integer.toString(columns));
    assertThat(bench.run(command, "--help", "--lang", language)).isZero();
    assertThat(bench.out())
        .contains("cloudrelease " + command, "--lang", "--quiet", "\ncloudrelease ");
    assertThat(bench.out()).doesNotContain("null", "\n.txt", "\ntxt");
    assertThat(bench.out().lines()).allMatch(line -> TextTable.width(line) <= columns);
    // Names and addresses stay in one piece.
    assertThat(bench.out().lines()).noneMatch(line -> line.strip().matches("(//|id：|jar$|yml).*"));
    assertThat(bench.out()).doesNotContain("FILE...", "fish...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void of_commands_that_nobody_typed_the_name_and_what_they_are_for_are_enough(String language) {
    Grammar grammar = new Grammar(Words.in(language));
    assertThat(grammar.parser(80, Commands.all(), command -> false).getUsageMessage(Ansi.OFF))
        .isEqualTo(grammar.parser(80).getUsageMessage(Ansi.OFF));
    assertThat(
            grammar
                .parser(80, Commands.all(), command -> false)
                .getSubcommands()
                .get("release")
                .getCommandSpec())
        .satisfies(spec -> assertThat(spec.options()).hasSizeLessThan(10));
  }

  @Test
  void the_tool_lists_what_it_can_do_and_nothing_else() {
    assertThat(bench.run("--help")).isZero();
    assertThat(bench.out())
        .contains("find ", "release ", "resume ", "runs ", "show ", "whoami ", "completion ")
        .doesNotContain("rehearse", "demo");
    assertThat(bench.run("demo")).isEqualTo(2);
    assertThat(bench.err()).contains("not in this jar", "mvn -q -Pdemo");
  }

  @Test
  void what_is_wrong_points_to_the_help_of_its_command() {
    for (String command : List.of("find", "release", "resume", "runs", "show", "whoami")) {
      assertThat(bench.run(command, "--bogus")).isEqualTo(2);
      assertThat(bench.err()).contains("(cloudrelease " + command + " --help says more)");
    }
    assertThat(bench.run("bogus", "--help")).isEqualTo(2);
    assertThat(bench.err()).contains("'bogus' is not a command", "(cloudrelease --help says more)");
  }

  @Test
  void completions_know_commands_options_and_their_words() {
    for (String shell : Completion.SHELLS) {
      assertThat(bench.run("completion", shell)).isZero();
      assertThat(bench.out()).contains("release", "max-instances", "destroy", "whoami");
    }
    assertThat(bench.run("completion", "tcsh")).isEqualTo(2);
    assertThat(bench.err()).contains("completion bash, completion zsh or completion fish");
  }

  @Test
  void bash_completes_by_the_script(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
      throws Exception {
    bench.run("completion", "bash");
    java.nio.file.Path script = folder.resolve("completion");
    java.nio.file.Files.writeString(
        script,
        bench.out()
            + "COMP_WORDS=(cloudrelease rel); COMP_CWORD=1; _cloudrelease; echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease release --goal d); COMP_CWORD=3; _cloudrelease;"
            + " echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease find --older); COMP_CWORD=2; _cloudrelease;"
            + " echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease release --goal = d); COMP_CWORD=4; _cloudrelease;"
            + " echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease release --goal =); COMP_CWORD=3; _cloudrelease;"
            + " echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease release --goal=d); COMP_CWORD=2; _cloudrelease;"
            + " echo \"${COMPREPLY[@]}\"\n"
            // Nothing of ours: then the shell offers files.
            + "COMP_WORDS=(cloudrelease show ''); COMP_CWORD=2; _cloudrelease;"
            + " echo \"${#COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease show --h); COMP_CWORD=2; _cloudrelease;"
            + " echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(cloudrelease plan --file x); COMP_CWORD=3; _cloudrelease;"
            + " echo \"${#COMPREPLY[@]}\"\n");
    Process bash = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
    String said =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(said)
        .isEqualTo(
            "release\ndestroy\n--older-than\ndestroy\nrelease destroy\n--goal=destroy\n0\n--help --html\n0\n");
  }
}
