package io.cloudrelease.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of one document's tokens. What belongs to objects and arrays that are still open
 * lies on one stack and is copied once, when they close. Not thread-safe.
 */
final class TreeReader {
  private static final int SHARED = 256;

  /** So many texts of one hash are kept: the words of a row must not drive out one another. */
  private static final int WAYS = 4;

  private static final int SHARED_SHIFT =
      Integer.SIZE - Integer.numberOfTrailingZeros(SHARED / WAYS);

  private static final int LONGEST_SHARED = 40;
  private static final int FIRST_SIZE = 64;

  private final JsonParser parser;
  private final JsonValue[] shared;
  private Object[] stack = new Object[FIRST_SIZE];
  private int top;

  /**
   * A reader of that parser's document.
   *
   * @param sharing whether equal short texts become one value: a hundred instances of one answer
   *     have the same state, zone and charge type
   */
  TreeReader(JsonParser parser, boolean sharing) {
    this.parser = parser;
    this.shared = new JsonValue[sharing ? SHARED : 0];
  }

  /** The value that begins with the current token. */
  JsonValue read() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      int start = top;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        push(parser.currentName());
        parser.nextToken();
        push(read());
      }
      Object[] pairs = Arrays.copyOfRange(stack, start, top);
      top = start;
      return JsonValue.ofPairs(pairs);
    }
    if (token == JsonToken.START_ARRAY) {
      int start = top;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        push(read());
      }
      JsonValue[] items = Arrays.copyOfRange(stack, start, top, JsonValue[].class);
      top = start;
      return JsonValue.ofItems(items);
    }
    return token == JsonToken.VALUE_NULL ? JsonValue.missing() : scalar();
  }

  private void push(Object value) {
    if (top == stack.length) {
      stack = Arrays.copyOf(stack, top * 2);
    }
    stack[top++] = value;
  }

  private JsonValue scalar() throws IOException {
    int length = parser.getTextLength();
    if (length > LONGEST_SHARED || shared.length == 0) {
      return JsonValue.scalar(parser.getText());
    }
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    int place = ((hash * 0x9e3779b9) >>> SHARED_SHIFT) * WAYS;
    int at = place;
    while (at < place + WAYS - 1 && !isSame(shared[at], text, from, length)) {
      at++;
    }
    boolean known = isSame(shared[at], text, from, length);
    JsonValue value = known ? shared[at] : JsonValue.scalar(parser.getText());
    // The one used last comes first, the one not used for longest makes room.
    System.arraycopy(shared, place, shared, place + 1, at - place);
    shared[place] = value;
    return value;
  }

  private static boolean isSame(@Nullable JsonValue value, char[] text, int from, int length) {
    String known = value == null ? null : value.scalarText();
    if (known == null || known.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (known.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
