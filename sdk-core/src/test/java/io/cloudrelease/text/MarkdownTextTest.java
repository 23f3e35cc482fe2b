package io.cloudrelease.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](//evil.example/p.png)",
        "@somebody #12",
        "**b** _i_ ~~s~~",
        "www.evil.example",
        "a\\",
        "实例"
      })
  void markup_stands_as_code_and_means_nothing(String text) {
    assertThat(MarkdownText.of(text)).isEqualTo("`" + text + "`");
  }

  @Test
  void nothing_ends_the_code_the_cell_or_the_line() {
    assertThat(MarkdownText.of("a`b`` | c\\|\n# d\u202e"))
        .isEqualTo("`a\\u0060b\\u0060\\u0060 \\u007c c\\\\u007c\\n# d\\u202e`");
  }

  @Test
  void empty_text_is_no_code() {
    assertThat(MarkdownText.of("  ")).isEmpty();
  }
}
