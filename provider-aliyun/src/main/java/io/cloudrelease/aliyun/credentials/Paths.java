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
      // Neither the text nor the cause, which repeats it: it may be a key in the wrong place.
      throw new ConfigurationException(where + " names a file by what is no path");
    }
  }
}
