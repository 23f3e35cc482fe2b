package io.cloudrelease.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/** Percent encoding (RFC 3986) and the queries and forms made of it. */
public final class Percent {
  private static final String HEX = "0123456789ABCDEF";

  private Percent() {}

  /** UTF-8 bytes; letters, digits and {@code -_.~} stay, all else as upper-case {@code %XY}. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '_'
              || c == '.'
              || c == '~';
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return encoded.toString();
  }

  /** The text; a plus is a space, and a broken escape stands for itself. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Adds the decoded members of a query or form; of equal names the last wins. */
  public static void decodeInto(Map<String, String> members, String query) {
    int from = 0;
    while (from < query.length()) {
      int and = query.indexOf('&', from);
      int end = and < 0 ? query.length() : and;
      int equals = query.indexOf('=', from);
      if (end > from) {
        boolean hasValue = equals >= 0 && equals < end;
        String name = query.substring(from, hasValue ? equals : end);
        String value = hasValue ? query.substring(equals + 1, end) : "";
        members.put(decode(name), decode(value));
      }
      from = end + 1;
    }
  }

  /** {@code name=value} pairs, encoded, in the order of their names. */
  public static String canonical(SortedMap<String, String> members) {
    StringBuilder text = new StringBuilder(256);
    for (Map.Entry<String, String> member : members.entrySet()) {
      text.append(text.length() == 0 ? "" : "&");
      text.append(encode(member.getKey())).append('=').append(encode(member.getValue()));
    }
    return text.toString();
  }
}
