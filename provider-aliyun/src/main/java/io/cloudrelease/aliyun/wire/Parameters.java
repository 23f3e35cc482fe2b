package io.cloudrelease.aliyun.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Request parameters on their way to a canonical query: encoded, sorted by name as text, so that
 * {@code InstanceId.10} stands before {@code InstanceId.2}. Not thread-safe. Its text form is not
 * for logs.
 */
public final class Parameters {
  private final SortedMap<String, String> values = new TreeMap<>();

  /** Adds one, in place of what had its name. */
  public Parameters put(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** Adds those of an encoded query or form. */
  public Parameters putEncoded(String encoded) {
    for (String pair : encoded.split("&")) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        put(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
      }
    }
    return this;
  }

  /** The canonical query; as well the body of a form. */
  public String toQuery() {
    return values.entrySet().stream().map(Parameters::pair).collect(Collectors.joining("&"));
  }

  private static String pair(Map.Entry<String, String> parameter) {
    return encode(parameter.getKey()) + '=' + encode(parameter.getValue());
  }

  /** As RFC 3986 has it and Alibaba Cloud signs it: letters, digits and {@code -_.~} stay. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return values.size() + " parameters";
  }
}
