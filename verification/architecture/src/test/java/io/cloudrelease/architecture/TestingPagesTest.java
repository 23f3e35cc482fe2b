package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the pages on testing show are tests that run. */
class TestingPagesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static final Pattern CLASS = Pattern.compile("(?m)^class (\\w+Test) ");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([\\w-]+)<");
  private static final Path PAGES = PublishedModule.REPOSITORY.resolve("docs/testing");

  @ParameterizedTest
  @ValueSource(strings = {"in-process", "contracts", "over-http"})
  void the_test_on_the_page_is_one_of_the_build(String page) throws IOException {
    List<String> shown = blocks(page + ".md", "java");
    assertThat(shown).hasSize(1);
    Matcher named = CLASS.matcher(shown.get(0));
    assertThat(named.find()).isTrue();
    assertThat(sources(named.group(1) + ".java"))
        .singleElement()
        .satisfies(file -> assertThat(Files.readString(file)).isEqualTo(shown.get(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-process", "contracts", "over-http"})
  void the_dependency_on_the_page_is_published(String page) throws IOException {
    for (String xml : blocks(page + ".md", "xml")) {
      Matcher artifact = ARTIFACT.matcher(xml);
      assertThat(artifact.find()).isTrue();
      assertThat(Stream.of(PublishedModule.values()).map(module -> module.artifactId))
          .contains(artifact.group(1));
    }
  }

  private static List<String> blocks(String page, String language) throws IOException {
    return BLOCK
        .matcher(text(page))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  private static String text(String page) throws IOException {
    return Files.readString(PAGES.resolve(page));
  }

  private static List<Path> sources(String name) throws IOException {
    try (Stream<Path> files = Files.walk(PublishedModule.REPOSITORY)) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }
}
