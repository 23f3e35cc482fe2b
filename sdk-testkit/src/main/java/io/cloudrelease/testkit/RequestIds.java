package io.cloudrelease.testkit;

/** Request ids that look like UUIDs and follow from their number. */
final class RequestIds {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private RequestIds() {}

  static String uuid(int number) {
    char[] text = "00000000-0000-4000-8000-000000000000".toCharArray();
    // A multiplicative scramble, so that neighbours do not look alike in a log.
    long scrambled = number * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < 8; i++) {
      text[i] = HEX[(int) (scrambled >>> (60 - 4 * i)) & 0xf];
      text[28 + i] = HEX[number >>> (28 - 4 * i) & 0xf];
    }
    return new String(text);
  }
}
