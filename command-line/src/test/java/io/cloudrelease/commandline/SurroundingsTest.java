package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.sources.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {

  @Test
  void an_output_that_is_lost_ends_as_a_list_does_and_a_verdict_as_it_would() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    for (String command : List.of("completion bash", "release --help", "--version")) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Surroundings surroundings =
          new Surroundings(
              InputStream.nullInputStream(),
              new PrintStream(full, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              false,
              Environment.of(Map.of(), Path.of("no-such-home")),
              InstantSource.system(),
              Interrupts.none(),
              ReleaseClient::builder);
      assertThat(new Tool(surroundings).run(List.of(command.split(" ")))).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("the standard output");
    }
  }

  @Test
  void a_result_that_cannot_be_written_goes_to_the_other_stream() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new Surroundings(
            InputStream.nullInputStream(),
            new PrintStream(full, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Environment.of(Map.of(), Path.of("no-such-home")),
            InstantSource.system(),
            Interrupts.none(),
            ReleaseClient::builder)
        .print("{\"schema\":1}\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("cannot be written to")
        .endsWith("{\"schema\":1}\n");
  }

  @ParameterizedTest
  @CsvSource({"release --yes,2,1 RELEASED", "plan,2,1 instance", "release --yes --deny-name *,3,"})
  void a_result_that_is_lost_does_not_pass_for_a_good_one(String line, int exit, String told) {
    try (Bench bench = new Bench()) {
      List<String> args = new ArrayList<>(List.of(line.split(" ")));
      args.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid().name("web"))));
      String command = args.remove(0);
      assertThat(bench.withFullDisk().atClouds(command, args)).isEqualTo(exit);
      assertThat(bench.err())
          .contains("the standard output cannot be written to", told == null ? "DenyName" : told)
          .doesNotContain("nothing was sent");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_standard_input_that_is_closed_is_said_to_be(@TempDir Path folder) throws Exception {
    Path said = folder.resolve("err");
    Process tool =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$@\" <&-",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "release",
                "--yes",
                "--no-journal",
                "--file",
                "-")
            .redirectError(said.toFile())
            .start();
    assertThat(tool.waitFor()).isEqualTo(2);
    assertThat(Files.readString(said)).contains("the standard input cannot be read: it is closed");
  }

  @Test
  void where_the_language_is_not_installed_chinese_is_not_question_marks() {
    assertThat(Surroundings.shownIn(StandardCharsets.US_ASCII)).isEqualTo(StandardCharsets.UTF_8);
    assertThat(Surroundings.shownIn(StandardCharsets.ISO_8859_1))
        .isEqualTo(StandardCharsets.ISO_8859_1);
  }

  /** It can be asked for again; and whoever reads only its beginning is not to see all of it. */
  @Test
  void a_list_that_could_not_be_printed_is_said_to_be_lost_and_is_not_printed_elsewhere(
      @TempDir Path folder) {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            InputStream.nullInputStream(),
            new PrintStream(closed, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Environment.of(Map.of(), Path.of("no-such-home")),
            InstantSource.system(),
            Interrupts.none(),
            ReleaseClient::builder);
    int exit = new Tool(surroundings).run(List.of("runs", "--journal", folder.toString()));
    assertThat(exit).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "cloudrelease: not all of it could be written to the standard output",
            "cloudrelease: nothing was sent (cloudrelease runs --help says more)");
  }
}
