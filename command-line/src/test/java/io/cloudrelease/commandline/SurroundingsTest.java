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
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {

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
