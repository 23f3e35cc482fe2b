package io.cloudrelease.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-2",
        "@SUM(A1)",
        "=HYPERLINK(0)",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x"
      })
  void what_a_spreadsheet_would_calculate_is_text(String cell) {
    assertThat(CsvLine.of(List.of(cell))).isEqualTo("\"'" + cell + "\"\r\n");
  }

  @Test
  void a_formula_behind_spaces_quotes_or_a_semicolon_is_text_too() {
    assertThat(CsvLine.of(List.of("  =1", "\"=1", "a;=1", "a; @x", "a=1")))
        .isEqualTo("\"  '=1\",\"\"\"'=1\",\"a;'=1\",\"a; '@x\",\"a=1\"\r\n");
  }

  @Test
  void no_cell_ends_its_line_or_its_quotes() {
    assertThat(CsvLine.of(List.of("a\r\nb", "c\",\"d", "\t=1", "x\u202ey\u001b[2J")))
        .isEqualTo("\"a\\r\\nb\",\"c\"\",\"\"d\",\"\\t=1\",\"x\\u202ey\\u001b[2J\"\r\n");
  }

  @Test
  void plain_text_stays_as_it_is() {
    assertThat(CsvLine.of(List.of("tencent-cvm:ins-1", "", "实例 1")))
        .isEqualTo("\"tencent-cvm:ins-1\",\"\",\"实例 1\"\r\n");
  }
}
