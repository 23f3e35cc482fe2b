package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real answer, bent in one place: a value is another one, a member or row is left out, or the
 * text ends early. Of JSON each value is bent, of any other text each word.
 */
final class Bent {
  private static final List<String> OTHER_VALUES =
      List.of("null", "[]", "{}", "[null]", "[[]]", "7", "-1.5e99", "true", "\"\"", "\"x\"");

  private static final Pattern WORD = Pattern.compile("[^\\s<>]+");
  private static final int MOST = 1_500;

  private final String text;
  private final List<String> bent = new ArrayList<>();

  private Bent(String text) {
    this.text = text;
  }

  /** Holds that each of them can be read without an exception. */
  static void assertSurvives(HttpResponse answer, Consumer<HttpResponse> reading) {
    for (HttpResponse bent : of(answer)) {
      assertThatCode(() -> reading.accept(bent))
          .as("reading %s", bent.body().text())
          .doesNotThrowAnyException();
    }
  }

  /** Many of them, the same each time. */
  private static List<HttpResponse> of(HttpResponse answer) {
    Bent all = new Bent(answer.body().text());
    if (all.text.startsWith("{") || all.text.startsWith("[")) {
      all.value(0);
    } else {
      all.words();
    }
    Collections.shuffle(all.bent, new Random(20261120));
    List<String> bodies = new ArrayList<>(all.bent.subList(0, Math.min(MOST, all.bent.size())));
    int step = 1 + all.text.length() / 100;
    for (int end = 0; end < all.text.length(); end += step) {
      bodies.add(all.text.substring(0, end));
    }
    return bodies.stream()
        .map(body -> HttpResponse.of(answer.status(), answer.headers(), HttpBody.utf8(body)))
        .toList();
  }

  private void words() {
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      for (String other : List.of("", "x", "7", "-1")) {
        replace(word.start(), word.end(), other);
      }
    }
  }

  private void replace(int from, int to, String other) {
    bent.add(text.substring(0, from) + other + text.substring(to));
  }

  /** Bends the value that begins there, and all within; returns where it ends. */
  private int value(int from) {
    int at = from;
    switch (text.charAt(from)) {
      case '{', '[' -> at = parts(from);
      case '"' -> at = string(from);
      default -> {
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
          at++;
        }
      }
    }
    for (String other : OTHER_VALUES) {
      replace(from, at, other);
    }
    return at;
  }

  private int parts(int from) {
    boolean object = text.charAt(from) == '{';
    int before = from + 1;
    int at = next(before);
    while (text.charAt(at) != '}' && text.charAt(at) != ']') {
      int part = at;
      int end = value(object ? next(next(string(part)) + 1) : part);
      at = next(end);
      boolean last = text.charAt(at) != ',';
      replace(last ? before : part, last ? end : at + 1, "");
      before = end;
      at = last ? at : next(at + 1);
    }
    return at + 1;
  }

  private int string(int from) {
    int at = from + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int next(int from) {
    int at = from;
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
