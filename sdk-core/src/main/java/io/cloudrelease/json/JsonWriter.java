package io.cloudrelease.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.cloudrelease.text.TerminalText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Writes one JSON document into memory as UTF-8, through Jackson's generator. Not thread-safe; use
 * one per document.
 *
 * <p>Members with the boolean, number and text forms chain: {@code w.object().member("Limit",
 * 100).end()}.
 */
public final class JsonWriter {

  /** Characters that take four bytes are written as such; half of one as an escape. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private final Bytes out = new Bytes();
  private final JsonGenerator json;

  public JsonWriter() {
    try {
      json = FACTORY.createGenerator(out);
    } catch (IOException e) {
      throw wrong(e);
    }
  }

  /** Opens an object. */
  public JsonWriter object() {
    return write(JsonGenerator::writeStartObject);
  }

  /** Opens the object of that member. */
  public JsonWriter object(String name) {
    return write(g -> g.writeObjectFieldStart(name));
  }

  /** Opens an array. */
  public JsonWriter array() {
    return write(JsonGenerator::writeStartArray);
  }

  /** Opens the array of that member. */
  public JsonWriter array(String name) {
    return write(g -> g.writeArrayFieldStart(name));
  }

  /** Closes the innermost object or array. */
  public JsonWriter end() {
    return json.getOutputContext().inArray()
        ? write(JsonGenerator::writeEndArray)
        : write(JsonGenerator::writeEndObject);
  }

  public JsonWriter member(String name, String value) {
    return write(g -> g.writeStringField(name, value));
  }

  /**
   * A member whose name is anybody's text. Half a character in it (one of a pair of surrogates), by
   * which readers refuse a whole document, is written as a question mark.
   */
  public JsonWriter memberOfAnyName(String name, String value) {
    return member(isWhole(name) ? name : new String(name.getBytes(UTF_8), UTF_8), value);
  }

  /** Whether a text can be the name of a member that is read back as it was. */
  public static boolean isWhole(String name) {
    return UTF_8.newEncoder().canEncode(name);
  }

  public JsonWriter member(String name, Instant value) {
    return member(name, time(value));
  }

  /** A time as results tell it: finer than to the millisecond nobody reads it. */
  public static String time(Instant value) {
    return value.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public JsonWriter member(String name, long value) {
    return write(g -> g.writeNumberField(name, value));
  }

  /** A number as it is, with all its digits. */
  public JsonWriter member(String name, BigDecimal value) {
    return write(g -> g.writeNumberField(name, value));
  }

  public JsonWriter member(String name, boolean value) {
    return write(g -> g.writeBooleanField(name, value));
  }

  /** A member whose value is JSON null. */
  public JsonWriter nullMember(String name) {
    return write(g -> g.writeNullField(name));
  }

  /** A member that is text, or JSON null for empty text. */
  public JsonWriter textOrNull(String name, String value) {
    return value.isEmpty() ? nullMember(name) : member(name, value);
  }

  /** The array member of these texts. */
  public JsonWriter member(String name, Iterable<String> values) {
    return write(
        g -> {
          g.writeArrayFieldStart(name);
          for (String value : values) {
            g.writeString(value);
          }
          g.writeEndArray();
        });
  }

  /** A text inside an array. */
  public JsonWriter item(String value) {
    return write(g -> g.writeString(value));
  }

  /** The finished document, what is open closed. The writer must not be used after this. */
  public byte[] toBytes() {
    write(JsonGenerator::close);
    return out.whole();
  }

  /**
   * The finished document as text. What a terminal must not get is written as an escape: people
   * look at documents too. The writer must not be used after this.
   */
  public String toText() {
    return TerminalText.of(new String(toBytes(), UTF_8));
  }

  /**
   * What Jackson hands on: nearly every document comes in one write, when it is finished, and then
   * the array holds just that and need not be copied.
   */
  private static final class Bytes extends ByteArrayOutputStream {

    Bytes() {
      super(0);
    }

    byte[] whole() {
      return count == buf.length ? buf : toByteArray();
    }
  }

  private interface Step {
    void to(JsonGenerator json) throws IOException;
  }

  private JsonWriter write(Step step) {
    try {
      step.to(json);
      return this;
    } catch (IOException e) {
      throw wrong(e);
    }
  }

  /** Memory takes everything, so that only a step in the wrong place can fail. */
  private static IllegalStateException wrong(IOException e) {
    return new IllegalStateException("not a JSON document: " + e.getMessage(), e);
  }
}
