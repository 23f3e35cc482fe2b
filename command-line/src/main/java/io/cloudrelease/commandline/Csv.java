package io.cloudrelease.commandline;

import io.cloudrelease.text.CsvLine;
import java.util.List;

/** Cells of a CSV file (RFC 4180). */
final class Csv {
  private Csv() {}

  /** A text as a cell: no spreadsheet takes it for a formula, and it stays on its line. */
  static String cell(String text) {
    String quoted = CsvLine.of(List.of(text)).stripTrailing();
    String bare = quoted.substring(1, quoted.length() - 1);
    return bare.matches("[^\",]*") ? bare : quoted;
  }
}
