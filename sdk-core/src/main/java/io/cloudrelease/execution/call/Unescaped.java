package io.cloudrelease.execution.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with escapes taken off, and where each of its characters stood before: percent forms
 * ({@code %2B}), JSON and JavaScript ({@code &#92;u002b}, {@code \x2b}, {@code \/}), HTML and XML
 * ({@code &#43;}, {@code &#x2b;}, {@code &amp;}). All kinds at once and one layer at a time, since
 * clouds and gateways quote one another.
 */
final class Unescaped {
  private static final Map<String, Character> NAMED =
      Map.of(
          "amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "plus", '+', "equals", '=',
          "sol", '/');
  private static final int LAYERS = 3;
  private static final int LONGEST_NAME = 6;
  private static final int MOST_DIGITS = 7;

  /** What a text ends with that was cut. */
  static final String CUT_OFF = "...";

  private final String text;

  /** Null when each character stands where it stood. */
  private final int @Nullable [] origin;

  private Unescaped(String text, int @Nullable [] origin) {
    this.text = text;
    this.origin = origin;
  }

  /** The text as it is. */
  static Unescaped of(String text) {
    return new Unescaped(text, null);
  }

  /** The text as it is, and with one to three layers taken off, as far as it has any. */
  static List<Unescaped> layers(String text) {
    Unescaped layer = of(text);
    Unescaped next = layer.further();
    if (next == layer) {
      return List.of(layer);
    }
    List<Unescaped> layers = new ArrayList<>(List.of(layer));
    while (next != layer && layers.size() <= LAYERS) {
      layers.add(next);
      layer = next;
      next = layer.further();
    }
    return layers;
  }

  String text() {
    return text;
  }

  /** Where the character at that place began in the first text; for the length, where it ended. */
  int origin(int at) {
    return origin == null ? at : origin[at];
  }

  /** With one more layer taken off; this one when it has no escape. */
  Unescaped further() {
    if (text.indexOf('%') < 0 && text.indexOf('\\') < 0 && text.indexOf('&') < 0) {
      return this;
    }
    StringBuilder plain = new StringBuilder(text.length());
    int[] from = new int[text.length() + 1];
    int at = 0;
    while (at < text.length()) {
      from[plain.length()] = origin(at);
      at = takeOne(at, plain);
    }
    from[plain.length()] = origin(text.length());
    return plain.length() == text.length() ? this : new Unescaped(plain.toString(), from);
  }

  /** Appends the character at that place, unescaped, and says where the next one is. */
  private int takeOne(int at, StringBuilder plain) {
    char c = text.charAt(at);
    return switch (c) {
      case '%' -> hex(at, 1, 2, plain);
      case '\\' -> afterBackslash(at, plain);
      case '&' -> entity(at, plain);
      default -> asItIs(at, plain);
    };
  }

  private int asItIs(int at, StringBuilder plain) {
    plain.append(text.charAt(at));
    return at + 1;
  }

  private int afterBackslash(int at, StringBuilder plain) {
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    return switch (next) {
      case 'u', 'U' -> hex(at, 2, 4, plain);
      case 'x', 'X' -> hex(at, 2, 2, plain);
      case '/', '\\', '"', '\'' -> {
        plain.append(next);
        yield at + 2;
      }
      default -> asItIs(at, plain);
    };
  }

  /** So many hex digits after so many characters. */
  private int hex(int at, int before, int digits, StringBuilder plain) {
    int end = at + before + digits;
    int value = end > text.length() ? -1 : number(at + before, end, 16);
    if (value < 0) {
      return asItIs(at, plain);
    }
    plain.append((char) value);
    return end;
  }

  /** {@code &#43;}, {@code &#x2b;} or a name; the semicolon may be missing after a number. */
  private int entity(int at, StringBuilder plain) {
    if (at + 1 < text.length() && text.charAt(at + 1) == '#') {
      return numbered(at, plain);
    }
    String ahead = text.substring(at + 1, Math.min(text.length(), at + LONGEST_NAME + 2));
    int end = ahead.indexOf(';');
    Character named = end < 0 ? null : NAMED.get(ahead.substring(0, end));
    if (named == null) {
      return asItIs(at, plain);
    }
    plain.append(named.charValue());
    return at + end + 2;
  }

  private int numbered(int at, StringBuilder plain) {
    boolean hex = at + 2 < text.length() && (text.charAt(at + 2) | 0x20) == 'x';
    int from = at + (hex ? 3 : 2);
    int radix = hex ? 16 : 10;
    int end = from;
    while (end < text.length()
        && end - from < MOST_DIGITS
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    // A number that ends where the text was cut off may have had more digits.
    boolean cutOff = end + CUT_OFF.length() == text.length() && text.endsWith(CUT_OFF);
    int value = end == from || cutOff ? -1 : number(from, end, radix);
    if (value < 0 || value > Character.MAX_VALUE) {
      return asItIs(at, plain);
    }
    plain.append((char) value);
    return end < text.length() && text.charAt(end) == ';' ? end + 1 : end;
  }

  /** That number; negative when it is none. */
  private int number(int from, int end, int radix) {
    int value = 0;
    for (int i = from; i < end; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }
}
