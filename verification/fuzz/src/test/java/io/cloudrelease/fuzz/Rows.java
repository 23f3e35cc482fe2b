package io.cloudrelease.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A list's answer taken apart into its rows, so that rows can be lost and repeated while everything
 * around them (total count, page size) stays.
 */
record Rows(String head, List<String> rows, String tail, String between) {

  private static final List<String> BEGINNINGS =
      List.of("\"InstanceSet\":[", "\"Instance\":[", "\"dataSet\":[");

  static Rows of(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.startsWith("<") ? ofXml(text) : ofJson(text);
  }

  /** Of the first list of objects that stands in JSON, whatever its name. */
  static Rows first(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return ofJson(text, text.indexOf("\":[{") + "\":[".length());
  }

  private static Rows ofXml(String text) {
    int from = text.indexOf("<Instances>") + "<Instances>".length();
    int to = text.indexOf("</Instances>");
    List<String> rows = new ArrayList<>();
    String end = "</Instance>";
    for (int at = from; at < to; ) {
      int next = text.indexOf(end, at) + end.length();
      rows.add(text.substring(at, next));
      at = next;
    }
    return new Rows(text.substring(0, from), rows, text.substring(to), "");
  }

  private static Rows ofJson(String text) {
    String beginning = BEGINNINGS.stream().filter(text::contains).findFirst().orElseThrow();
    return ofJson(text, text.indexOf(beginning) + beginning.length());
  }

  private static Rows ofJson(String text, int from) {
    List<String> rows = new ArrayList<>();
    int at = from;
    while (text.charAt(at) != ']') {
      int end = endOfObject(text, at);
      rows.add(text.substring(at, end));
      at = text.charAt(end) == ',' ? end + 1 : end;
    }
    return new Rows(text.substring(0, from), rows, text.substring(at), ",");
  }

  private static int endOfObject(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    throw new IllegalArgumentException("no object");
  }

  /** The same answer with other rows. */
  byte[] with(List<String> others) {
    return (head + String.join(between, others) + tail).getBytes(StandardCharsets.UTF_8);
  }
}
