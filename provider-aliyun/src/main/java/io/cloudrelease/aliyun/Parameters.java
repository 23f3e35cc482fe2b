package io.cloudrelease.aliyun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/**
 * Request parameters on their way to a canonical query: encoded, sorted by name as text, so that
 * {@code InstanceId.10} stands before {@code InstanceId.2}. Not thread-safe. Its text form is not
 * for logs.
 */
final class Parameters {
  private final List<Pair> pairs = new ArrayList<>();

  private record Pair(String name, String value) {}

  Parameters put(String name, String value) {
    pairs.add(new Pair(name, value));
    return this;
  }

  Parameters put(String name, boolean value) {
    return put(name, value ? "true" : "false");
  }

  /** {@code name.1}, {@code name.2} and so on. */
  Parameters putEach(String name, List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      put(name + '.' + (i + 1), values.get(i));
    }
    return this;
  }

  /** Adds those of an encoded query or form. */
  Parameters putEncoded(String encoded) {
    int start = 0;
    while (start < encoded.length()) {
      int ampersand = encoded.indexOf('&', start);
      int end = ampersand < 0 ? encoded.length() : ampersand;
      int equals = encoded.indexOf('=', start);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      put(
          PercentEncoding.decodeForm(encoded.substring(start, nameEnd)),
          PercentEncoding.decodeForm(encoded.substring(Math.min(nameEnd + 1, end), end)));
      start = end + 1;
    }
    return this;
  }

  boolean has(String name) {
    for (Pair pair : pairs) {
      if (pair.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The canonical query. */
  String toQuery() {
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort(Comparator.comparing(Pair::name));
    StringJoiner query = new StringJoiner("&");
    for (Pair pair : sorted) {
      query.add(PercentEncoding.encode(pair.name) + '=' + PercentEncoding.encode(pair.value));
    }
    return query.toString();
  }

  @Override
  public String toString() {
    return pairs.size() + " parameters";
  }
}
