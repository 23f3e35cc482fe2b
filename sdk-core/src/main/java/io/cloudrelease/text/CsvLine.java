package io.cloudrelease.text;

import java.util.List;

/**
 * Lines of comma-separated values (RFC 4180) that a spreadsheet shows and does not calculate.
 *
 * <p>Every cell is quoted and on one line ({@link TerminalText}). Spreadsheets take what begins
 * with one of {@code = + - @} for a formula, also in their full-width forms; such a cell gets an
 * apostrophe in front. Where semicolons part cells, as in half of Europe, a cell could begin inside
 * of ours, so it gets one there too.
 */
public final class CsvLine {
  private static final String BEGINS_A_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

  private CsvLine() {}

  /** These cells as one line, with its end. */
  public static String of(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(line.isEmpty() ? "" : ",").append('"');
      append(line, TerminalText.of(cell));
      line.append('"');
    }
    return line.append("\r\n").toString();
  }

  private static void append(StringBuilder line, String cell) {
    boolean begins = true;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (begins && BEGINS_A_FORMULA.indexOf(c) >= 0) {
        line.append('\'');
      }
      begins = c == ';' || begins && (Character.isSpaceChar(c) || c == '"');
      line.append(c == '"' ? "\"\"" : c);
    }
  }
}
