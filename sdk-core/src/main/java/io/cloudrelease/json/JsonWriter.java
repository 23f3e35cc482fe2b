package io.cloudrelease.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes one JSON document into memory as UTF-8 bytes. Not thread-safe; use one per document.
 *
 * <p>Members with the boolean, number and text forms chain: {@code w.object().member("Limit",
 * 100).end()}.
 */
public final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayBuilder out = new ByteArrayBuilder(512);
  private final JsonGenerator generator;

  public JsonWriter() {
    try {
      generator = FACTORY.createGenerator(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Step {
    void write(JsonGenerator generator) throws IOException;
  }

  private JsonWriter write(Step step) {
    try {
      step.write(generator);
      return this;
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
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
    return write(
        g -> {
          if (g.getOutputContext().inArray()) {
            g.writeEndArray();
          } else {
            g.writeEndObject();
          }
        });
  }

  public JsonWriter member(String name, String value) {
    return write(g -> g.writeStringField(name, value));
  }

  public JsonWriter member(String name, long value) {
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
    array(name);
    for (String value : values) {
      item(value);
    }
    return end();
  }

  /** A text inside an array. */
  public JsonWriter item(String value) {
    return write(g -> g.writeString(value));
  }

  /** The finished document. The writer must not be used after this. */
  public byte[] toBytes() {
    write(JsonGenerator::close);
    return out.toByteArray();
  }

  /** The finished document as text. The writer must not be used after this. */
  public String toText() {
    return new String(toBytes(), java.nio.charset.StandardCharsets.UTF_8);
  }
}
