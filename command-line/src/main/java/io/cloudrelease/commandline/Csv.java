package io.cloudrelease.commandline;

import io.cloudrelease.text.TerminalText;

/** Cells of a CSV file (RFC 4180). */
final class Csv {
  private static final String FORMULAS = "=+-@";

  private Csv() {}

  /** A text as a cell: no spreadsheet takes it for a formula, and it stays on its line. */
  static String cell(String text) {
    String harmless = TerminalText.of(text);
    if (!harmless.isEmpty() && FORMULAS.indexOf(harmless.charAt(0)) >= 0) {
      harmless = "'" + harmless;
    }
    return harmless.matches("[^\",]*") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
  }
}
