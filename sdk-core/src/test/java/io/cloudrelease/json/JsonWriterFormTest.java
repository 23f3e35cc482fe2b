package io.cloudrelease.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterFormTest {
  private static final String ALPHABET =
      "abcXYZ019 -_.:/{}[]\"\\\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080\u00ff\u0131\u07ff\u0800"
          + "\u672a\uffff\ud83d\ude00";

  @Test
  void commas_stand_between_members_and_items_only() {
    String json =
        new JsonWriter(1)
            .object()
            .member("a", List.of("x", "y"))
            .array("b")
            .end()
            .array("c")
            .object()
            .member("d", -1)
            .nullMember("e")
            .end()
            .object()
            .member("f", true)
            .end()
            .array()
            .item("g")
            .end()
            .end()
            .object("h")
            .textOrNull("i", "")
            .textOrNull("j", "k")
            .end()
            .member("l", false)
            .end()
            .toText();
    assertThat(json)
        .isEqualTo(
            "{\"a\":[\"x\",\"y\"],\"b\":[],\"c\":[{\"d\":-1,\"e\":null},{\"f\":true},[\"g\"]],"
                + "\"h\":{\"i\":null,\"j\":\"k\"},\"l\":false}");
  }

  @Test
  void any_text_is_written_as_jackson_writes_it() throws Exception {
    Random random = new Random(1);
    int[] alphabet = ALPHABET.codePoints().toArray();
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int j = 0; j < length; j++) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      StringWriter jackson = new StringWriter();
      try (JsonGenerator generator = new JsonFactory().createGenerator(jackson)) {
        generator.writeStartArray();
        generator.writeString(text.toString());
        generator.writeString(text.toString());
        generator.writeEndArray();
      }
      byte[] ours =
          new JsonWriter(1).array().item(text.toString()).item(text.toString()).end().toBytes();
      assertThat(new String(ours, StandardCharsets.UTF_8)).isEqualTo(jackson.toString());
    }
  }

  @Test
  void plain_texts_are_copied_as_they_are() {
    List<List<String>> lists =
        List.of(
            List.of(),
            List.of("a"),
            List.of("ins-1a2b3c4d", "ins-1a2b3c4e", "x"),
            List.of("x", "longer-than-the-first_one.and~more"));
    for (List<String> texts : lists) {
      assertThat(new JsonWriter(1).object().member("i", plain(texts)).member("n", 1).end().toText())
          .isEqualTo(new JsonWriter().object().member("i", texts).member("n", 1).end().toText());
    }
  }

  @Test
  void texts_that_only_claim_to_be_plain_are_caught_by_assertions() {
    for (String wrong : List.of("b\",\"c", "a\\", "a&b", "a b", "\u00e4", "a/b", "a%41")) {
      PlainTexts texts = plain(List.of("a", wrong));
      JsonWriter json = new JsonWriter();
      assertThatThrownBy(() -> json.object().member("i", texts)).isInstanceOf(AssertionError.class);
    }
  }

  private static PlainTexts plain(List<String> texts) {
    return new PlainTexts() {
      @Override
      public String get(int index) {
        return texts.get(index);
      }

      @Override
      public int size() {
        return texts.size();
      }
    };
  }

  @Test
  void what_is_open_at_the_end_is_closed() {
    assertThat(new JsonWriter().object().array("a").item("b").toText())
        .isEqualTo("{\"a\":[\"b\"]}");
  }

  @Test
  void more_levels_than_can_be_kept_are_refused() {
    JsonWriter json = new JsonWriter();
    for (int i = 0; i < 64; i++) {
      json.array();
    }
    assertThatThrownBy(json::array).isInstanceOf(IllegalStateException.class);
  }
}
