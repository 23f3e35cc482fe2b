package io.cloudrelease.credentials.sources;

import java.nio.file.Path;

/** The home folder of whoever runs the process. */
final class HomeFolder {
  private HomeFolder() {}

  /**
   * Which it is. The JVM asks the system's list of users; who is not in it, as in many containers,
   * has a home by the variable alone.
   *
   * @param property {@code user.home}: {@code ?} where the JVM knows none
   * @param variable {@code HOME}
   */
  static Path of(String property, String variable) {
    Path known = Path.of(property);
    boolean named = !known.isAbsolute() && variable.startsWith("/");
    return named ? Path.of(variable) : known;
  }
}
