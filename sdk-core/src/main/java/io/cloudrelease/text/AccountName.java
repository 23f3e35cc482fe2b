package io.cloudrelease.text;

import org.jspecify.annotations.Nullable;

/**
 * The name that an account is registered under, which the references of its instances begin with.
 */
public final class AccountName {
  private static final int LONGEST = 64;

  private AccountName() {}

  /** What is wrong with it, to follow after "its name"; null when it can stand in references. */
  public static @Nullable String wrong(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return "must have 1 to " + LONGEST + " characters";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
        return "may hold lower-case letters, digits and hyphens only";
      }
    }
    return null;
  }
}
