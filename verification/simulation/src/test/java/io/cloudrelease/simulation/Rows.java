package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The rows of a list as a cloud answers it, so that some can be lost and others stand twice. */
final class Rows {
  private static final List<String> LISTS =
      List.of("\"InstanceSet\":[", "\"dataSet\":[", "\"Instance\":[");
  private static final List<String> TOTALS = List.of("\"TotalCount\":", "\"totalCount\":");

  private final String text;
  private final int from;
  private final int to;
  private final List<String> rows;

  private Rows(String text, int from, int to, List<String> rows) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.rows = rows;
  }

  /** The rows of that answer; none when it is not a list. */
  static Rows of(HttpResponse answer) {
    String text = answer.status() == 200 ? answer.body().text() : "";
    for (String list : LISTS) {
      int at = text.indexOf(list);
      if (at >= 0) {
        return read(text, at + list.length());
      }
    }
    return new Rows(text, 0, 0, List.of());
  }

  private static Rows read(String text, int from) {
    List<String> rows = new ArrayList<>();
    int depth = 0;
    int start = from;
    boolean quoted = false;
    int i = from;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        start = depth == 0 ? i : start;
        depth++;
      } else if (depth > 0 && (c == '}' || c == ']')) {
        depth--;
        if (depth == 0) {
          rows.add(text.substring(start, i + 1));
        }
      } else if (c == ']') {
        break;
      }
    }
    return new Rows(text, from, i, rows);
  }

  /** What the answer counts; zero when it does not say. */
  int total() {
    for (String name : TOTALS) {
      int at = text.indexOf(name);
      if (at >= 0) {
        int end = at + name.length();
        int to = end;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
          to++;
        }
        return to == end ? 0 : Integer.parseInt(text.substring(end, to));
      }
    }
    return 0;
  }

  int count() {
    return rows.size();
  }

  boolean contain(String id) {
    return rows.stream().anyMatch(row -> row.contains('"' + id + '"'));
  }

  /** One row lost, the total as it was. */
  Rows without(int lost) {
    List<String> left = new ArrayList<>(rows);
    left.remove(lost);
    return with(left);
  }

  /** One row lost and another there twice instead, the total as it was. */
  Rows instead(int lost, int twice) {
    List<String> other = new ArrayList<>(rows);
    other.set(lost, rows.get(twice));
    return with(other);
  }

  /** Nothing there, and the total says so. */
  Rows empty() {
    Rows none = with(List.of());
    String zero = none.text;
    for (String total : TOTALS) {
      int at = zero.indexOf(total);
      if (at >= 0) {
        int begin = at + total.length();
        int end = begin;
        while (end < zero.length() && Character.isDigit(zero.charAt(end))) {
          end++;
        }
        zero = zero.substring(0, begin) + "0" + zero.substring(end);
      }
    }
    return new Rows(zero, none.from, none.to, List.of());
  }

  private Rows with(List<String> other) {
    String joined = String.join(",", other);
    return new Rows(
        text.substring(0, from) + joined + text.substring(to), from, from + joined.length(), other);
  }

  /** The answer with these rows. */
  HttpResponse in(HttpResponse answer) {
    return HttpResponse.of(
        answer.status(), answer.headers(), HttpBody.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
