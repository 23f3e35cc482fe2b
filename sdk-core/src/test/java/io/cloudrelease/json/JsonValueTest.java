package io.cloudrelease.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {

  private static Optional<JsonValue> parse(String text) {
    return JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonValue read(String text) {
    return parse(text).orElseThrow();
  }

  @Test
  void missing_null_and_the_text_null_are_the_same() {
    JsonValue json = read("{\"a\":null,\"b\":\"null\"}");
    for (String name : List.of("a", "b", "c")) {
      assertThat(json.get(name).isPresent()).as(name).isFalse();
      assertThat(json.text(name)).as(name).isEmpty();
      assertThat(json.number(name, 7)).as(name).isEqualTo(7);
      assertThat(json.isTrue(name)).as(name).isFalse();
      assertThat(json.get(name).items()).as(name).isEmpty();
    }
  }

  @Test
  void quoted_numbers_and_booleans_count_as_what_they_say() {
    JsonValue json =
        read("{\"n\":5,\"q\":\"5\",\"t\":true,\"s\":\"True\",\"i\":\"TRUE\",\"f\":false}");
    assertThat(json.number("n", 0)).isEqualTo(5);
    assertThat(json.number("q", 0)).isEqualTo(5);
    assertThat(json.isTrue("t")).isTrue();
    assertThat(json.isTrue("s")).isTrue();
    assertThat(json.isTrue("i")).isTrue();
    assertThat(json.isTrue("f")).isFalse();
    assertThat(json.isTrue("n")).isFalse();
    assertThat(json.text("t")).isEqualTo("true");
  }

  @Test
  void a_value_of_another_type_gives_the_empty_answer() {
    JsonValue json = read("{\"o\":{},\"a\":[1],\"s\":\"x\"}");
    assertThat(json.get("s").get("deep").get("er").text()).isEmpty();
    assertThat(json.get("s").items()).isEmpty();
    assertThat(json.get("s").members()).isEmpty();
    assertThat(json.get("a").text()).isEmpty();
    assertThat(json.get("a").get("0").isPresent()).isFalse();
    assertThat(json.number("o", -1)).isEqualTo(-1);
    assertThat(json.number("s", -1)).isEqualTo(-1);
    assertThat(json.get("o").isObject()).isTrue();
    assertThat(json.get("a").isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "[1,", "[1 2]", "\"abc",
        "{\"a\":1}}", "{}{}", "{} x", "nul", "tru", "01", "1.", "-", "NaN", "{a:1}", "{'a':1}",
        "<html>502 Bad Gateway</html>", "\u0000", "{\"a\":\"\u0001\"}", "[1,]", "// x\n1"
      })
  void garbage_and_truncated_documents_are_no_documents(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @Test
  void bytes_that_are_not_utf8_are_no_document() {
    assertThat(JsonValue.parse(new byte[] {'"', (byte) 0xc3, '"'})).isEmpty();
    assertThat(JsonValue.parse(new byte[] {(byte) 0xff, (byte) 0xff})).isEmpty();
    assertThat(JsonValue.parse(new byte[0])).isEmpty();
  }

  @Test
  void read_leniently_a_text_may_hold_what_it_should_not() {
    byte[] raw = "{\"a\":\"x\u0001\n\t?y\",\"b\":[1]}".getBytes(StandardCharsets.UTF_8);
    for (byte cut : new byte[] {(byte) 0xff, (byte) 0xc3, (byte) 0xe4, (byte) 0xf0, (byte) 0x80}) {
      byte[] bytes = raw.clone();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = bytes[i] == '?' ? cut : bytes[i];
      }
      assertThat(JsonValue.parse(bytes)).isEmpty();
      JsonValue json = JsonValue.parseLeniently(bytes, 0, bytes.length).orElseThrow();
      assertThat(json.text("a")).isEqualTo("x\u0001\n\t\ufffdy");
      assertThat(json.get("b").items()).hasSize(1);
    }
  }

  @Test
  void a_character_that_is_cut_at_the_end_of_a_text_does_not_take_the_quote_along() {
    for (byte[] cut : new byte[][] {{(byte) 0xe4}, {(byte) 0xe4, (byte) 0xb8}, {(byte) 0xf0}}) {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      bytes.writeBytes("[\"x".getBytes(StandardCharsets.UTF_8));
      bytes.writeBytes(cut);
      bytes.writeBytes("\",\"b\"]".getBytes(StandardCharsets.UTF_8));
      byte[] raw = bytes.toByteArray();
      assertThat(JsonValue.parseLeniently(raw, 0, raw.length).orElseThrow().items())
          .extracting(JsonValue::text)
          .containsExactly("x\ufffd", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,", "\"a", "{\"a\":1}}", "{} x", "{a:1}", "[1,]", "\u0001{}"})
  void read_leniently_a_document_still_has_to_be_whole(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonValue.parseLeniently(bytes, 0, bytes.length)).isEmpty();
  }

  @Test
  void a_document_that_breaks_off_says_on_which_line() {
    String whole = "{\n \"a\": [\n  1\n ]\n}";
    assertThat(JsonValue.brokenLine(whole.getBytes(StandardCharsets.UTF_8))).isZero();
    for (int end = 0; end < whole.length(); end++) {
      String cut = whole.substring(0, end);
      int lines = (int) cut.chars().filter(c -> c == '\n').count() + 1;
      assertThat(JsonValue.brokenLine(cut.getBytes(StandardCharsets.UTF_8))).isEqualTo(lines);
    }
    byte[] middle = "{\n \"a\": 1\n \"b\": 2\n}".getBytes(StandardCharsets.UTF_8);
    assertThat(JsonValue.brokenLine(middle)).isEqualTo(3);
    assertThat(JsonValue.brokenLine("{}\n{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
  }

  @Test
  void every_cut_of_a_real_answer_is_no_document() {
    String whole = "{\"Response\":{\"InstanceSet\":[{\"Id\":\"ins-1\",\"n\":1.5e3}],\"x\":null}}";
    for (int end = 0; end < whole.length(); end++) {
      assertThat(parse(whole.substring(0, end))).as(whole.substring(0, end)).isEmpty();
    }
    assertThat(parse(whole)).isPresent();
  }

  @Test
  void a_part_of_an_array_is_read_alone() {
    byte[] bytes = "xx{\"a\":1}yy".getBytes(StandardCharsets.UTF_8);
    assertThat(JsonValue.parse(bytes, 2, 7).orElseThrow().number("a", 0)).isEqualTo(1);
  }

  @Test
  void nesting_is_read_to_a_limit_and_never_overflows_the_stack() {
    assertThat(parse("[".repeat(60) + "]".repeat(60))).isPresent();
    assertThat(parse("[".repeat(100_000) + "]".repeat(100_000))).isEmpty();
    assertThat(parse("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))).isEmpty();
  }

  @Test
  void huge_numbers_do_not_pretend_to_be_others() {
    JsonValue json =
        read("{\"max\":9223372036854775807,\"more\":9223372036854775808,\"f\":1.0,\"e\":1e400}");
    assertThat(json.number("max", 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(json.number("more", -1)).isEqualTo(-1);
    assertThat(json.text("more")).isEqualTo("9223372036854775808");
    assertThat(json.number("e", -1)).isEqualTo(-1);
    assertThat(json.text("e")).isEqualTo("1e400");
    assertThat(parse("{\"n\":" + "9".repeat(100_000) + "}")).isEmpty();
  }

  @Test
  void a_whole_number_counts_however_it_is_written_and_a_fraction_does_not() {
    JsonValue json =
        read("{\"a\":1.0,\"b\":\"1.0\",\"c\":1e2,\"d\":1.5,\"e\":1e999999999,\"f\":-0.0}");
    assertThat(json.number("a", -1)).isEqualTo(1);
    assertThat(json.number("b", -1)).isEqualTo(1);
    assertThat(json.number("c", -1)).isEqualTo(100);
    assertThat(json.number("d", -1)).isEqualTo(-1);
    assertThat(json.number("e", -1)).isEqualTo(-1);
    assertThat(json.number("f", -1)).isZero();
    assertThat(read("{\"n\":\"" + "9".repeat(90_000) + "\"}").number("n", -1)).isEqualTo(-1);
  }

  @Test
  void the_last_of_two_members_of_one_name_counts() {
    assertThat(read("{\"a\":1,\"a\":2}").number("a", 0)).isEqualTo(2);
  }

  @Test
  void times_are_read_in_every_iso_form_that_clouds_write() {
    JsonValue json =
        read(
            "{\"z\":\"2026-05-01T10:00:00Z\",\"m\":\"2026-05-01T10:00Z\","
                + "\"o\":\"2026-05-01T18:00:00+08:00\",\"d\":\"2026-05-01\",\"n\":5}");
    Instant ten = Instant.parse("2026-05-01T10:00:00Z");
    assertThat(json.instant("z")).contains(ten);
    assertThat(json.instant("m")).contains(ten);
    assertThat(json.instant("o")).contains(ten);
    assertThat(json.instant("d")).isEmpty();
    assertThat(json.instant("n")).isEmpty();
    assertThat(json.instant("none")).isEmpty();
  }

  @Test
  void members_and_items_stand_in_the_order_they_were_written() {
    assertThat(read("{\"z\":1,\"a\":2,\"m\":3}").members()).containsOnlyKeys("z", "a", "m");
    assertThat(read("{\"z\":1,\"a\":2,\"m\":3}").members().keySet()).containsExactly("z", "a", "m");
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (int i = 20; i > 0; i--) {
      members.put("m" + i, JsonValue.scalar("x"));
    }
    assertThat(JsonValue.object(members).members().keySet())
        .containsExactlyElementsOf(members.keySet());
    assertThat(read("[3,1,2]").items()).extracting(JsonValue::text).containsExactly("3", "1", "2");
  }

  @Test
  void a_value_cannot_be_changed() {
    JsonValue json = read("{\"a\":[1]}");
    assertThatThrownBy(() -> json.members().put("b", JsonValue.missing()))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> json.get("a").items().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
