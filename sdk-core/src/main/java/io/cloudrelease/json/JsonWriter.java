package io.cloudrelease.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes one JSON document into memory as UTF-8 bytes. Not thread-safe; use one per document.
 *
 * <p>Members with the boolean, number and text forms chain: {@code w.object().member("Limit",
 * 100).end()}.
 */
public final class JsonWriter {

  // By hand rather than through Jackson's generator: a call's body is a list of ids, written
  // straight
  // into the bytes that are hashed and sent. See docs/decisions/0006-json-library.md.
  private static final int USUAL_SIZE = 512;
  private static final int DEEPEST = 64;

  /** Stands for half of a character that takes two, which UTF-8 cannot hold. */
  private static final int REPLACEMENT = 0xfffd;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private byte[] out;
  private int length;
  private int depth;

  /** One bit per level: set where an array is open. */
  private long arrays;

  /** Whether the next member or item needs a comma before it. */
  private boolean comma;

  public JsonWriter() {
    this(USUAL_SIZE);
  }

  /**
   * A writer that has room for a document of that many bytes; a longer one is no error.
   *
   * @param expectedSize at least 1
   */
  public JsonWriter(int expectedSize) {
    out = new byte[expectedSize];
  }

  /**
   * The bytes that an array of these texts takes if all are as long as the first, as ids are, and
   * nothing is to be escaped.
   */
  public static int sizeOf(List<String> texts) {
    return texts.isEmpty() ? 2 : 1 + texts.size() * (texts.get(0).length() + 3);
  }

  /** Opens an object. */
  public JsonWriter object() {
    return open('{', 0);
  }

  /** Opens the object of that member. */
  public JsonWriter object(String name) {
    name(name);
    return open('{', 0);
  }

  /** Opens an array. */
  public JsonWriter array() {
    return open('[', 1);
  }

  /** Opens the array of that member. */
  public JsonWriter array(String name) {
    name(name);
    return open('[', 1);
  }

  /** Closes the innermost object or array. */
  public JsonWriter end() {
    if (depth == 0) {
      throw new IllegalStateException("nothing is open");
    }
    put((arrays & 1) == 1 ? (byte) ']' : (byte) '}');
    arrays >>>= 1;
    depth--;
    comma = true;
    return this;
  }

  public JsonWriter member(String name, String value) {
    name(name);
    return item(value);
  }

  public JsonWriter member(String name, long value) {
    name(name);
    return scalar(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  public JsonWriter member(String name, boolean value) {
    name(name);
    return scalar(value ? TRUE : FALSE);
  }

  /** A member whose value is JSON null. */
  public JsonWriter nullMember(String name) {
    name(name);
    return scalar(NULL);
  }

  /** A member that is text, or JSON null for empty text. */
  public JsonWriter textOrNull(String name, String value) {
    return value.isEmpty() ? nullMember(name) : member(name, value);
  }

  /** The array member of these texts. */
  public JsonWriter member(String name, Iterable<String> values) {
    array(name);
    if (values instanceof PlainTexts plain) {
      return plain(plain).end();
    }
    for (String value : values) {
      item(value);
    }
    return end();
  }

  @SuppressWarnings("deprecation") // Drops the high bits, which these texts have none of.
  private JsonWriter plain(PlainTexts texts) {
    assert texts.arePlain() : "texts that need escapes";
    byte[] to = out;
    int at = length;
    int size = texts.size();
    for (int i = 0; i < size; i++) {
      String text = texts.get(i);
      int characters = text.length();
      if (to.length - at < characters + 3) {
        length = at;
        room(characters + 3);
        to = out;
      }
      if (i > 0) {
        to[at++] = ',';
      }
      to[at++] = '"';
      text.getBytes(0, characters, to, at);
      at += characters;
      to[at++] = '"';
    }
    length = at;
    comma |= size > 0;
    return this;
  }

  /** A text inside an array. */
  public JsonWriter item(String value) {
    room(value.length() + 2 + gap());
    separate();
    text(value);
    comma = true;
    return this;
  }

  /** The finished document. The writer must not be used after this. */
  public byte[] toBytes() {
    while (depth > 0) {
      end();
    }
    return length == out.length ? out : Arrays.copyOf(out, length);
  }

  /** The finished document as text. The writer must not be used after this. */
  public String toText() {
    while (depth > 0) {
      end();
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private JsonWriter open(char bracket, int array) {
    if (depth == DEEPEST) {
      throw new IllegalStateException("more than " + DEEPEST + " levels");
    }
    room(1 + gap());
    separate();
    out[length++] = (byte) bracket;
    arrays = arrays << 1 | array;
    depth++;
    comma = false;
    return this;
  }

  private void name(String name) {
    room(name.length() + 3 + gap());
    separate();
    text(name);
    put((byte) ':');
    comma = false;
  }

  private JsonWriter scalar(byte[] ascii) {
    room(ascii.length + gap());
    separate();
    System.arraycopy(ascii, 0, out, length, ascii.length);
    length += ascii.length;
    comma = true;
    return this;
  }

  private int gap() {
    return comma ? 1 : 0;
  }

  private void separate() {
    if (comma) {
      out[length++] = ',';
    }
  }

  /** In quotes; there is room for it if every character takes one byte, as those of ids do. */
  private void text(String value) {
    byte[] to = out;
    int at = length;
    to[at++] = '"';
    int size = value.length();
    for (int i = 0; i < size; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        length = at;
        special(value, i);
        put((byte) '"');
        return;
      }
      to[at++] = (byte) c;
    }
    to[at++] = '"';
    length = at;
  }

  /** The rest of a text that has something to escape, or takes more than one byte a character. */
  private void special(String value, int from) {
    int i = from;
    while (i < value.length()) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      room(6);
      if (c < ' ' || c == '"' || c == '\\') {
        escape(c);
      } else if (c < 0x80) {
        out[length++] = (byte) c;
      } else {
        wide(c);
      }
    }
  }

  private void escape(int c) {
    out[length++] = '\\';
    int letter = "\"\\\b\f\n\r\t".indexOf(c);
    if (letter >= 0) {
      out[length++] = (byte) "\"\\bfnrt".charAt(letter);
      return;
    }
    out[length++] = 'u';
    out[length++] = '0';
    out[length++] = '0';
    out[length++] = HEX[c >> 4];
    out[length++] = HEX[c & 0xf];
  }

  private void wide(int codePoint) {
    boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    int c = half ? REPLACEMENT : codePoint;
    if (c < 0x800) {
      out[length++] = (byte) (0xc0 | c >> 6);
    } else {
      if (c < 0x10000) {
        out[length++] = (byte) (0xe0 | c >> 12);
      } else {
        out[length++] = (byte) (0xf0 | c >> 18);
        out[length++] = (byte) (0x80 | c >> 12 & 0x3f);
      }
      out[length++] = (byte) (0x80 | c >> 6 & 0x3f);
    }
    out[length++] = (byte) (0x80 | c & 0x3f);
  }

  private void put(byte b) {
    room(1);
    out[length++] = b;
  }

  private void room(int more) {
    if (out.length - length < more) {
      out = Arrays.copyOf(out, Math.max(out.length * 2, length + more));
    }
  }
}
