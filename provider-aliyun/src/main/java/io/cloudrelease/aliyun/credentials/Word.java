package io.cloudrelease.aliyun.credentials;

import java.util.regex.Pattern;

/** A word out of a file of keys, as a message may repeat it: a key may have got in its place. */
final class Word {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]{1,32}");

  private Word() {}

  /** Like {@code mode 'RsaKeyPair'}; without the word where it could be anything. */
  static String shown(String what, String word) {
    return PLAIN.matcher(word).matches() ? what + " '" + word + "'" : "a " + what + " that is none";
  }
}
