package io.cloudrelease.text;

/**
 * Text of clouds inside Markdown, in a table or outside: as code, so that no markup, no HTML, no
 * link and no mention of a person in it means anything.
 */
public final class MarkdownText {
  private MarkdownText() {}

  /**
   * That text between backticks, on one line; what would end the code or the cell of a table stands
   * as an escape. Empty text stays empty.
   */
  public static String of(String text) {
    String clean = TerminalText.of(text).strip();
    return clean.isEmpty() ? "" : '`' + clean.replace("`", "\\u0060").replace("|", "\\u007c") + '`';
  }
}
