package io.cloudrelease.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read-only JSON value, read leniently: a missing member, a JSON null and the text {@code "null"}
 * are the same, and quoted numbers and booleans count as what they say. Clouds answer all of these.
 *
 * <p>No accessor returns null or throws for a value of another type: it gives the empty answer.
 * Immutable and thread-safe.
 */
public final class JsonValue {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();
  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(FACTORY.streamReadConstraints())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();
  private static final JsonValue MISSING = new JsonValue(null);

  /** A count that is written longer is none: so much of it need not be worked out. */
  private static final int LONGEST_NUMBER = 40;

  /** A shorter document has nothing that is worth sharing. */
  private static final int SHORT = 2048;

  /**
   * Names and values in turn, an unmodifiable {@code List<JsonValue>}, text of a scalar, or null.
   * Clouds' objects are small: looking through an array takes no longer than a map does, and an
   * answer that shows 100 instances takes a third of the memory.
   */
  private final @Nullable Object value;

  private JsonValue(@Nullable Object value) {
    this.value = value;
  }

  /** An object of names and values in turn; the array is not copied. */
  static JsonValue ofPairs(Object[] pairs) {
    return new JsonValue(pairs);
  }

  /** An array of these; the array is not copied. */
  static JsonValue ofItems(JsonValue[] items) {
    return new JsonValue(Collections.unmodifiableList(Arrays.asList(items)));
  }

  /** The value that is not there. */
  public static JsonValue missing() {
    return MISSING;
  }

  /** An object of these members; for readers of other formats that answer in the same shape. */
  public static JsonValue object(Map<String, JsonValue> members) {
    List<Object> pairs = new ArrayList<>(members.size() * 2);
    members.forEach(
        (name, value) -> {
          pairs.add(name);
          pairs.add(value);
        });
    return new JsonValue(pairs.toArray());
  }

  /** An array of these items. */
  public static JsonValue array(List<JsonValue> items) {
    return new JsonValue(List.copyOf(items));
  }

  /** A scalar. */
  public static JsonValue scalar(String text) {
    return new JsonValue(text);
  }

  /**
   * Reads one document.
   *
   * @return empty when these bytes are not one complete JSON document
   */
  public static Optional<JsonValue> parse(byte[] utf8) {
    return parse(utf8, 0, utf8.length);
  }

  /** As {@link #parse(byte[])}, for a part of an array. */
  public static Optional<JsonValue> parse(byte[] utf8, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(utf8, offset, length)) {
      return document(parser, length);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /**
   * As {@link #parse(byte[], int, int)}, but a text may hold raw control characters, and bytes that
   * are not UTF-8 are read as U+FFFD: one name with a line end in it must not hide a list. Not for
   * answers that count as a success: those are to be whole.
   */
  public static Optional<JsonValue> parseLeniently(byte[] utf8, int offset, int length) {
    Optional<JsonValue> strict = parse(utf8, offset, length);
    if (strict.isPresent()) {
      return strict;
    }
    String text = new String(utf8, offset, length, StandardCharsets.UTF_8);
    try (JsonParser parser = LENIENT.createParser(text)) {
      return document(parser, length);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  /**
   * The line, from 1, where these bytes cease to be one JSON document; zero when they are one. For
   * files that people write: what stands there is not told, since it may be a key.
   */
  public static int brokenLine(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      boolean whole = document(parser, utf8.length).isPresent();
      return whole ? 0 : Math.max(1, parser.currentLocation().getLineNr());
    } catch (JsonProcessingException broken) {
      return broken.getLocation() == null ? 1 : Math.max(1, broken.getLocation().getLineNr());
    } catch (IOException notText) {
      return 1;
    }
  }

  private static Optional<JsonValue> document(JsonParser parser, int length) throws IOException {
    if (parser.nextToken() == null) {
      return Optional.empty();
    }
    JsonValue document = new TreeReader(parser, length >= SHORT).read();
    return parser.nextToken() == null ? Optional.of(document) : Optional.empty();
  }

  /** Whether this is a JSON object. */
  public boolean isObject() {
    return value instanceof Object[];
  }

  /** Whether this is a JSON array. */
  public boolean isArray() {
    return value instanceof List;
  }

  /** Whether there is a value at all. */
  public boolean isPresent() {
    return value != null && !"null".equals(value);
  }

  /** The member of that name, or the missing value. */
  public JsonValue get(String name) {
    if (value instanceof Object[] pairs) {
      // Of a name that is there twice the last counts.
      for (int i = pairs.length - 2; i >= 0; i -= 2) {
        if (name.equals(pairs[i])) {
          return (JsonValue) pairs[i + 1];
        }
      }
    }
    return MISSING;
  }

  /** The members in the order they were written; empty for what is not an object. */
  public Map<String, JsonValue> members() {
    if (!(value instanceof Object[] pairs)) {
      return Map.of();
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      members.put((String) pairs[i], (JsonValue) pairs[i + 1]);
    }
    return Collections.unmodifiableMap(members);
  }

  /** The items; empty for what is not an array. */
  @SuppressWarnings("unchecked")
  public List<JsonValue> items() {
    return value instanceof List ? (List<JsonValue>) value : List.of();
  }

  /** The text of a scalar as it was written, "null" included; null for what is no scalar. */
  @Nullable String scalarText() {
    return value instanceof String text ? text : null;
  }

  /**
   * The text of a scalar as it was written, the text {@code "null"} too, or empty text. For what
   * people choose: a name or a tag may be that word, and guards go by it.
   */
  public String written() {
    return value instanceof String text ? text : "";
  }

  /** The text of a scalar, or empty text. */
  public String text() {
    return value instanceof String text && !"null".equals(text) ? text : "";
  }

  /** The text of that member, or empty text. */
  public String text(String name) {
    return get(name).text();
  }

  /** Whether that member is true, plain or quoted. */
  public boolean isTrue(String name) {
    return "true".equalsIgnoreCase(text(name));
  }

  /**
   * The time of that member, in any of the ISO forms clouds write: with or without seconds, {@code
   * Z} or an offset. Empty when there is none or it is not a time.
   */
  public Optional<Instant> instant(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  /** The whole number of that member, plain, quoted or written as {@code 1.0}, or the fallback. */
  public long number(String name, long fallback) {
    String text = text(name);
    if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
      return fallback;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notPlain) {
      return fraction(text, fallback);
    }
  }

  private static long fraction(String text, long fallback) {
    try {
      return new BigDecimal(text).longValueExact();
    } catch (ArithmeticException | NumberFormatException notWhole) {
      return fallback;
    }
  }
}
