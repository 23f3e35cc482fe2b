package io.cloudrelease.commandline;

import io.cloudrelease.text.TerminalText;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns, by the cells they take at a terminal. Not thread-safe. */
final class TextTable {
  private static final int GAP = 2;
  private static final int WIDE = 0x1100;

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; whatever clouds called things is made harmless. */
  TextTable row(List<String> cells) {
    rows.add(cells.stream().map(TerminalText::of).toList());
    return this;
  }

  /** The table; the last cell of a row is cut where it would go beyond that many columns. */
  String shown(int columns) {
    int[] widths = widths();
    StringBuilder out = new StringBuilder();
    for (List<String> row : rows) {
      int at = 0;
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        boolean last = i == row.size() - 1;
        line.append(last ? cut(row.get(i), Math.max(GAP * 4, columns - at)) : row.get(i));
        if (!last) {
          line.append(" ".repeat(widths[i] - width(row.get(i)) + GAP));
          at += widths[i] + GAP;
        }
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private int[] widths() {
    int most = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[most];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size() - 1; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  /** A number for the right edge of a column of that many cells. */
  static String right(long number, int cells) {
    String digits = Long.toString(number);
    return " ".repeat(Math.max(0, cells - digits.length())) + digits;
  }

  /** How many cells of a terminal a text takes: Chinese characters take two. */
  static int width(String text) {
    return text.codePoints().map(TextTable::cells).sum();
  }

  private static int cells(int c) {
    return c >= WIDE && Character.isIdeographic(c)
            || c >= 0x3000 && c < 0x3040
            || c >= 0xff00 && c < 0xff61
        ? 2
        : 1;
  }

  private static String cut(String text, int cells) {
    if (width(text) <= cells) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      used += cells(text.codePointAt(i));
      if (used > cells - 3) {
        break;
      }
      cut.appendCodePoint(text.codePointAt(i));
    }
    return cut.append("...").toString();
  }
}
