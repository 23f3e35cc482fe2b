package io.cloudrelease.credentials.sources;

import java.util.regex.Pattern;

/** The name of a profile out of a file of keys, as a message may repeat it. */
public final class ProfileName {
  /** Keys are longer, and those that are as long as a long name have digits. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.-]{1,15}|[A-Za-z_.-]{1,32}");

  private ProfileName() {}

  /** Whether it cannot be a key that got in the place of a name. */
  public static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }

  /** Like {@code profile 'default'}; without the name where that could be anything. */
  public static String shown(String name) {
    return isPlain(name) ? "profile '" + name + "'" : "a profile";
  }
}
