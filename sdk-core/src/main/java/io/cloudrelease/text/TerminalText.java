package io.cloudrelease.text;

import java.util.Locale;

/**
 * Text of clouds, files and command lines in a form that a terminal shows and does not obey, on one
 * line: what is invisible, moves the cursor, ends a line or turns the direction of writing stands
 * as an escape that can be seen.
 *
 * <p>These are Unicode's control, format and separator characters but the space: C0, DEL and C1
 * (with ESC and so all sequences of a terminal), U+2028 and U+2029, bidirectional marks, zero-width
 * characters, the byte order mark, tags; and halves of characters that take two.
 */
public final class TerminalText {
  private TerminalText() {}

  /**
   * That text, with a <code>&#92;u202e</code> or <code>&#92;n</code> for what a terminal must not
   * get. Text that holds nothing of the kind is returned as it is, so applying it twice changes
   * nothing.
   */
  public static String of(String text) {
    int i = 0;
    while (i < text.length()) {
      // Nearly all texts are printable ASCII.
      int c = text.charAt(i);
      if (c < ' ' || c > '~') {
        c = text.codePointAt(i);
        if (isHarmful(c)) {
          return escaped(text, i);
        }
      }
      i += Character.charCount(c);
    }
    return text;
  }

  private static String escaped(String text, int from) {
    StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, from);
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (isHarmful(c)) {
        escape(clean, c);
      } else {
        clean.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return clean.toString();
  }

  private static void escape(StringBuilder clean, int c) {
    switch (c) {
      case '\n' -> clean.append("\\n");
      case '\r' -> clean.append("\\r");
      case '\t' -> clean.append("\\t");
      default -> {
        for (char unit : Character.toChars(c)) {
          clean.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      }
    }
  }

  private static boolean isHarmful(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
