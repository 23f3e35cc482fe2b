package io.cloudrelease.testkit.tencent;

/** How CVM writes ids and codes. */
final class TencentIds {
  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  private TencentIds() {}

  /** {@code ins-} and eight characters that follow from the number. */
  static String instance(int number) {
    char[] text = "ins-00000000".toCharArray();
    int rest = number;
    for (int i = text.length - 1; rest > 0; i--) {
      text[i] = DIGITS.charAt(rest % DIGITS.length());
      rest /= DIGITS.length();
    }
    return new String(text);
  }

  static boolean isWellFormed(String id) {
    if (!id.startsWith("ins-") || id.length() == "ins-".length()) {
      return false;
    }
    for (int i = "ins-".length(); i < id.length(); i++) {
      if (DIGITS.indexOf(id.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code ENTER_RESCUE_MODE} as {@code EnterRescueMode}. */
  static String camel(String state) {
    StringBuilder text = new StringBuilder(state.length());
    boolean first = true;
    for (int i = 0; i < state.length(); i++) {
      char c = state.charAt(i);
      if (c == '_') {
        first = true;
      } else {
        // ASCII letters only, so no locale can change them.
        text.append(first ? c : (char) (c | 0x20));
        first = false;
      }
    }
    return text.toString();
  }
}
