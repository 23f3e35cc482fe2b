package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people copy from the README is what is compiled and run here. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(ROOT.resolve(file));
  }

  /** The fenced blocks of that language, in order. */
  static List<String> blocks(String file, String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder open = null;
    for (String line : lines(file)) {
      if (open == null && line.equals("```" + language)) {
        open = new StringBuilder();
      } else if (open != null && line.equals("```")) {
        blocks.add(open.toString());
        open = null;
      } else if (open != null) {
        open.append(line).append('\n');
      }
    }
    return blocks;
  }

  private static String helloRelease() throws IOException {
    return Files.readString(Path.of("src/main/java/io/cloudrelease/examples/HelloRelease.java"));
  }

  @Test
  void the_java_example_is_hello_release() throws IOException {
    assertThat(blocks("README.md", "java"))
        .containsExactly(helloRelease().replace("package io.cloudrelease.examples;\n\n", ""));
  }

  @Test
  void hello_release_is_at_most_fifteen_lines() throws IOException {
    assertThat(helloRelease().lines()).hasSizeLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "xml", "sh", "text"})
  void both_languages_show_the_same_code(String language) throws IOException {
    assertThat(blocks("README.md", language))
        .isNotEmpty()
        .isEqualTo(blocks("README.zh-CN.md", language));
  }

  @Test
  void both_languages_have_the_same_headings_and_tables() throws IOException {
    assertThat(shape("README.md")).hasSizeGreaterThan(30).isEqualTo(shape("README.zh-CN.md"));
  }

  /** Levels of headings, and for each row of a table its first cell where it is code. */
  private static List<String> shape(String file) throws IOException {
    List<String> shape = new ArrayList<>();
    for (String line : lines(file)) {
      if (line.startsWith("#")) {
        shape.add(line.substring(0, line.indexOf(' ')));
      } else if (line.startsWith("|")) {
        int cells = line.split("\\|").length;
        String first = line.split("\\|")[1].strip();
        shape.add(cells + (first.startsWith("`") ? first : ""));
      }
    }
    return shape;
  }

  @Test
  void the_version_to_copy_is_this_one() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    String version = pom.substring(pom.indexOf("<version>"), pom.indexOf("</version>"));
    assertThat(blocks("README.md", "xml")).singleElement().asString().contains(version);
  }
}
