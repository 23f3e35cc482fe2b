package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The error table beside the documented one, row by row. */
class ZenlayerErrorsTest {

  @Test
  void every_documented_row_says_category_applied_remedy_scope_and_what_it_proves()
      throws IOException {
    for (String[] row : rows()) {
      ErrorRule rule = ZenlayerErrors.TABLE.match(Integer.parseInt(row[1]), row[0]);
      List<String> found =
          Stream.of(rule.category(), rule.applied(), rule.remedy(), rule.scope(), rule.proves())
              .map(Enum::name)
              .toList();
      assertThat(found)
          .as("code '%s' with status %s", row[0], row[1])
          .containsExactly(row[2], row[3], row[4], row[5], row[6]);
    }
  }

  @Test
  void the_table_lists_no_code_beyond_the_documented_ones_and_leaves_none_out() throws IOException {
    List<String> documented =
        rows().stream()
            .map(row -> row[0].toLowerCase(Locale.ROOT))
            .filter(code -> !code.isEmpty() && !code.equals("a_code_nobody_listed"))
            .toList();
    assertThat(ZenlayerErrors.TABLE.listedCodes()).containsExactlyInAnyOrderElementsOf(documented);
  }

  @Test
  void only_a_throttled_call_is_ever_sent_again_without_a_look() throws IOException {
    List<String> resent =
        rows().stream().filter(row -> row[4].equals("RETRY")).map(row -> row[2]).toList();
    assertThat(resent).containsOnly("THROTTLED").hasSize(2);
  }

  private static List<String[]> rows() throws IOException {
    String csv = new String(Given.resource("errors.csv"), StandardCharsets.UTF_8);
    List<String[]> rows = csv.lines().skip(1).map(line -> line.split(",", -1)).toList();
    assertThat(rows).hasSizeGreaterThan(40).allMatch(row -> row.length == 7);
    return rows;
  }
}
