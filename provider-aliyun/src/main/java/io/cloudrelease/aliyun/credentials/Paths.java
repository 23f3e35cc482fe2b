package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.error.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths that somebody wrote. */
final class Paths {
  private Paths() {}

  static Path of(String where, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException notAPath) {
      throw new ConfigurationException(where + " is not a path: '" + text + "'", notAPath);
    }
  }
}
