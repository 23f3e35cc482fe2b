package io.cloudrelease.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long documents share equal short texts, short ones don't: both say the same. */
class TreeReaderTest {
  private static final String[] SCALARS = {
    "true",
    "false",
    "null",
    "0",
    "-12",
    "12345678901234567890",
    "1.5e3",
    "\"\"",
    "\"null\"",
    "\"true\"",
    "\"RUNNING\"",
    "\"a\\\"b\\\\\\u00e4\"",
    "\"\ud83d\ude00\"",
    "\"Aa\"",
    "\"BB\"",
    "\"AaAa\"",
    "\"BBBB\"",
    "\"" + "x".repeat(41) + "\"",
  };

  private final Random random = new Random(7159);

  private String document(int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(3);
    if (kind == 2) {
      return SCALARS[random.nextInt(SCALARS.length)];
    }
    StringBuilder text = new StringBuilder(kind == 0 ? "{" : "[");
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(kind == 0 ? "\"m" + random.nextInt(5) + "\":" : "").append(document(depth - 1));
      text.append(i > 1 ? "," : "");
    }
    return text.append(kind == 0 ? '}' : ']').toString();
  }

  /** All that can be asked of a value. */
  private static String told(JsonValue value) {
    StringBuilder text = new StringBuilder(value.text()).append(value.isPresent()).append('(');
    value.items().forEach(item -> text.append(told(item)).append(','));
    value.members().forEach((name, member) -> text.append(name).append(told(member)).append(';'));
    return text.append(')').toString();
  }

  private static JsonValue parse(String text) {
    return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  /** The words of the first row meet in one place of a table that has one place for each hash. */
  @Test
  void a_word_that_stands_in_every_row_is_held_once() {
    List<String> words = List.of("NOTISOLATED", "true", "img-1a2b3c4d", "RUNNING");
    StringBuilder text = new StringBuilder("[");
    for (int row = 0; row < 100; row++) {
      words.forEach(word -> text.append('"').append(word).append("\","));
      text.append("\"worker-").append(row).append("\",");
    }
    List<JsonValue> read = parse(text.append("0]").toString()).items();
    for (int i = 0; i < words.size(); i++) {
      String first = read.get(i).text();
      assertThat(first).isEqualTo(words.get(i));
      for (int row = 1; row < 100; row++) {
        String again = read.get(row * (words.size() + 1) + i).text();
        assertThat(again).as("%s in row %d", first, row).isSameAs(first);
      }
    }
  }

  @Test
  void a_value_is_the_same_in_a_short_and_in_a_long_document() {
    String filler = "\"" + "y".repeat(3000) + "\"";
    for (int i = 0; i < 3000; i++) {
      String text = document(4);
      JsonValue twice = parse("[" + filler + "," + text + "," + text + "]");
      String alone = told(parse("[" + text + "]").items().get(0));
      assertThat(told(twice.items().get(1))).as(text).isEqualTo(alone);
      assertThat(told(twice.items().get(2))).as(text).isEqualTo(alone);
    }
  }

  @Test
  void wide_and_deep_documents_are_read_whole() {
    StringBuilder wide = new StringBuilder("[0");
    for (int i = 1; i < 10_000; i++) {
      wide.append(',').append(i);
    }
    JsonValue items = parse(wide.append(']').toString());
    assertThat(items.items()).hasSize(10_000);
    assertThat(items.items().get(9_999).text()).isEqualTo("9999");
    String deep = "[".repeat(60) + "7" + "]".repeat(60);
    assertThat(told(parse(deep))).contains("7true");
  }
}
