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
        new JsonWriter()
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
          new JsonWriter().array().item(text.toString()).item(text.toString()).end().toBytes();
      assertThat(new String(ours, StandardCharsets.UTF_8)).isEqualTo(jackson.toString());
    }
  }

  @Test
  void what_is_open_at_the_end_is_closed() {
    assertThat(new JsonWriter().object().array("a").item("b").toText())
        .isEqualTo("{\"a\":[\"b\"]}");
  }

  @Test
  void what_is_no_document_is_refused() {
    JsonWriter closed = new JsonWriter().object().end();
    assertThatThrownBy(closed::end).isInstanceOf(IllegalStateException.class);
    JsonWriter nameless = new JsonWriter().object();
    assertThatThrownBy(() -> nameless.item("x")).isInstanceOf(IllegalStateException.class);
  }
}
