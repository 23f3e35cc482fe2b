package io.cloudrelease.credentials.sources;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The home folder of whoever runs the process. */
final class HomeFolder {
  /** Below what is no folder nothing is; what lies in the working folder is nobody's own. */
  private static final String NONE = "/dev/null";

  private HomeFolder() {}

  /**
   * Which it is. The JVM asks the system's list of users; who is not in it, as in many containers,
   * has a home by the variable alone, or none.
   *
   * @param property {@code user.home}: {@code ?} where the JVM knows none; what the locale of the
   *     process cannot carry is none either
   * @param variable {@code HOME}
   */
  static Path of(String property, String variable) {
    Path known;
    try {
      known = Path.of(property);
    } catch (InvalidPathException notInThisLocale) {
      return Path.of(NONE);
    }
    return known.isAbsolute() ? known : Path.of(variable.startsWith("/") ? variable : NONE);
  }
}
