package io.cloudrelease.testkit.contract;

import io.cloudrelease.http.ApiRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What is written in a call: its path, query and body as one text, nothing percent-encoded. */
final class Written {
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])\\d{1,9}(?![\\w.-])");

  private Written() {}

  static String in(ApiRequest request) {
    String body = request.body().text();
    boolean form = request.contentType().startsWith("application/x-www-form-urlencoded");
    return decoded(request.path())
        + '\n'
        + decoded(request.query())
        + '\n'
        + (form ? decoded(body) : body);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }

  /** How often that id stands there, and not as a part of a longer one. */
  static int times(String text, String id) {
    int count = 0;
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + 1)) {
      boolean part = goesOn(text, at - 1) || goesOn(text, at + id.length());
      count += part ? 0 : 1;
    }
    return count;
  }

  private static boolean goesOn(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** The whole numbers in it that stand alone, in order. */
  static List<Integer> numbers(ApiRequest request) {
    return NUMBER.matcher(in(request)).results().map(one -> Integer.valueOf(one.group())).toList();
  }
}
