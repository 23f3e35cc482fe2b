package io.cloudrelease.text;

import org.jspecify.annotations.Nullable;

/** The name of a region, as it stands in the references of its instances. */
public final class RegionName {
  /** The longest part of a host's name between two full stops, which it becomes. */
  private static final int LONGEST = 63;

  private RegionName() {}

  /** What is wrong with it, to follow after "its region"; null when it can stand in references. */
  public static @Nullable String wrong(String region) {
    if (region.length() > LONGEST) {
      return "is longer than " + LONGEST + " characters";
    }
    for (int i = 0; i < region.length(); i++) {
      char c = region.charAt(i);
      boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!plain && c != '-' && c != '.' && c != '_') {
        return "may hold letters, digits, '-', '.' and '_' only";
      }
    }
    if (region.startsWith(".") || region.endsWith(".") || region.contains("..")) {
      return "has nothing before or after a full stop";
    }
    return null;
  }
}
