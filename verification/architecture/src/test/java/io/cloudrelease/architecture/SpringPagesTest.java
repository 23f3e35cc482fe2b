package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.event.ReleaseEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages on Spring Boot and on observability show is what the examples' tests run. */
class SpringPagesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Path EXAMPLES = PublishedModule.REPOSITORY.resolve("examples");

  @ParameterizedTest
  @ValueSource(strings = {"docs/spring-boot.md", "docs/observability.md"})
  void each_block_is_taken_from_an_example(String page) throws IOException {
    List<MatchResult> blocks = BLOCK.matcher(text(page)).results().toList();
    assertThat(blocks).isNotEmpty();
    for (MatchResult block : blocks) {
      assertThat(sources(block.group(1)))
          .as(block.group())
          .anySatisfy(source -> assertThat(source).contains(block.group(2)));
    }
  }

  @Test
  void the_program_on_the_page_is_shown_whole_and_is_short() throws IOException {
    String program =
        Files.readString(
            EXAMPLES.resolve("opentelemetry/src/main/java/com/example/otel/TracedRuns.java"));
    assertThat(text("docs/observability.md")).contains("```java\n" + program + "```");
    assertThat(program.lines()).hasSizeLessThanOrEqualTo(60);
  }

  @Test
  void each_event_stands_on_the_page() throws IOException {
    for (ReleaseEvent.Kind kind : ReleaseEvent.Kind.values()) {
      assertThat(text("docs/observability.md")).contains("| `" + kind + "` |");
    }
  }

  private static List<String> sources(String language) throws IOException {
    String ending = language.equals("yaml") ? ".yml" : "." + language;
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(EXAMPLES.resolve("spring-boot")),
            Files.walk(EXAMPLES.resolve("opentelemetry")))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !EXAMPLES.relativize(file).toString().contains("target"))
          .map(SpringPagesTest::read)
          .toList();
    }
  }

  private static String text(String page) {
    return read(PublishedModule.REPOSITORY.resolve(page));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
