package io.cloudrelease.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Both pages on performance show the figures of one measurement. */
class InChineseTest {
  private static String measured(String page) throws IOException {
    Path docs = Path.of(System.getProperty("basedir", "."), "..", "..", "docs");
    String text = Files.readString(docs.resolve(page));
    return text.substring(
        text.indexOf("<!-- measured: begin -->"), text.indexOf("<!-- measured: end -->"));
  }

  @Test
  void the_chinese_page_shows_what_was_measured() throws IOException {
    assertThat(measured("performance.zh-CN.md"))
        .isEqualTo(InChinese.of(measured("performance.md")));
  }

  @Test
  void each_heading_and_each_head_of_a_table_is_translated() throws IOException {
    String english = measured("performance.md");
    String chinese = InChinese.of(english);
    assertThat(english.lines().filter(line -> line.matches("### .*|\\| .*[a-z] \\|")))
        .isNotEmpty()
        .noneMatch(line -> chinese.lines().anyMatch(line::equals));
  }
}
