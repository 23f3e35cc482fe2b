package io.cloudrelease.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void times_are_told_without_nanoseconds() {
    Instant fine = Instant.parse("2026-11-20T08:00:00.123456789Z");
    assertThat(new JsonWriter().object().member("at", fine).end().toText())
        .isEqualTo("{\"at\":\"2026-11-20T08:00:00.123Z\"}");
    Instant whole = Instant.parse("2026-11-20T08:00:00.000000789Z");
    assertThat(JsonWriter.time(whole)).isEqualTo("2026-11-20T08:00:00Z");
  }

  @Test
  void a_document_is_whole_whatever_its_length() {
    for (int length : new int[] {0, 1, 7_900, 8_000, 8_100, 16_000, 100_000}) {
      String text = "x".repeat(length);
      byte[] document = new JsonWriter().array().item(text).end().toBytes();
      assertThat(new String(document, StandardCharsets.UTF_8)).isEqualTo("[\"" + text + "\"]");
    }
  }

  @Test
  void a_document_with_half_a_character_in_the_name_of_a_member_is_read_by_all() {
    byte[] document =
        new JsonWriter()
            .object()
            .memberOfAnyName("owner \ud83d", "half \ud83d")
            .memberOfAnyName("owner \ud83d\ude00", "whole")
            .end()
            .toBytes();
    assertThat(JsonValue.parse(document).orElseThrow().members())
        .containsOnlyKeys("owner ?", "owner \ud83d\ude00");
  }

  @Test
  void every_kind_of_member_is_written_in_order() {
    String text =
        new JsonWriter()
            .object()
            .member("s", "x")
            .member("n", Long.MIN_VALUE)
            .member("b", true)
            .nullMember("z")
            .textOrNull("e", "")
            .textOrNull("t", "y")
            .member("l", List.of("1", "2"))
            .object("o")
            .array("a")
            .object()
            .end()
            .end()
            .end()
            .end()
            .toText();
    assertThat(text)
        .isEqualTo(
            "{\"s\":\"x\",\"n\":-9223372036854775808,\"b\":true,\"z\":null,\"e\":null,\"t\":\"y\","
                + "\"l\":[\"1\",\"2\"],\"o\":{\"a\":[{}]}}");
  }

  @Test
  void control_characters_quotes_and_backslashes_are_escaped() {
    StringBuilder all = new StringBuilder("\"\\/\u007f\u2028");
    for (char c = 0; c < ' '; c++) {
      all.append(c);
    }
    byte[] json = new JsonWriter().object().member("m", all.toString()).end().toBytes();
    for (byte b : json) {
      assertThat(b < 0 || b >= ' ').isTrue();
    }
    assertThat(JsonValue.parse(json).orElseThrow().text("m")).isEqualTo(all.toString());
  }

  @Test
  void what_a_terminal_must_not_get_is_an_escape_in_the_text_and_means_the_same() {
    String hostile = "a\u202eb\u2028\u007f\u009b\u200b\uDB40\uDC41 \u5b9e";
    String text = new JsonWriter().object().member("m", hostile).end().toText();
    assertThat(text)
        .isEqualTo("{\"m\":\"a\\u202eb\\u2028\\u007f\\u009b\\u200b\\udb40\\udc41 \u5b9e\"}");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonValue.parse(bytes).orElseThrow().text("m")).isEqualTo(hostile);
  }

  @Test
  void characters_beyond_the_basic_plane_survive() {
    String text = "实例 😀 \uD840\uDC00";
    byte[] json = new JsonWriter().array().item(text).end().toBytes();
    JsonValue read = JsonValue.parse(json).orElseThrow();
    assertThat(read.items()).extracting(JsonValue::text).containsExactly(text);
  }

  @Test
  void half_a_character_neither_spoils_the_document_nor_is_lost() {
    char high = '\uD83D';
    char low = '\uDE00';
    for (String broken :
        List.of("" + high, "" + low, "a" + high + "b", "" + low + high, "" + high + high + low)) {
      byte[] json =
          new JsonWriter()
              .object()
              .member("m", broken)
              .member("l", List.of(broken))
              .end()
              .toBytes();
      assertThat(JsonValue.parse(json).orElseThrow().text("m")).isEqualTo(broken);
      assertThat(new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
          .isEqualTo(json);
    }
  }
}
