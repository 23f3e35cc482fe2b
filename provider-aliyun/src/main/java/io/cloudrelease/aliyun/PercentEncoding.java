package io.cloudrelease.aliyun;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** RFC 3986 percent encoding as Alibaba Cloud signs it: letters, digits and {@code -_.~} stay. */
final class PercentEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private static final boolean[] STAYS = new boolean[0x80];

  static {
    String others = "-_.~";
    for (char c = 0; c < STAYS.length; c++) {
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      STAYS[c] = letter || c >= '0' && c <= '9' || others.indexOf(c) >= 0;
    }
  }

  private PercentEncoding() {}

  /** Encodes the text's UTF-8 bytes, hex in upper case. */
  static String encode(String text) {
    if (staysWhole(text)) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length * 3);
    for (byte b : bytes) {
      if (stays(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return out.toString();
  }

  private static boolean staysWhole(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!stays(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Decodes; a plus sign is a space, as in forms. What is no escape stays as it is. */
  static String decodeForm(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int value =
          bytes[i] == '%' && i + 2 < bytes.length ? hexByte(bytes[i + 1], bytes[i + 2]) : -1;
      if (value >= 0) {
        out.write(value);
        i += 2;
      } else {
        out.write(bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int hexByte(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }

  private static boolean stays(int c) {
    return c >= 0 && c < STAYS.length && STAYS[c];
  }
}
