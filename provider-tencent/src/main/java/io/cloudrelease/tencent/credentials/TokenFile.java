package io.cloudrelease.tencent.credentials;

import io.cloudrelease.credentials.sources.KeyFile;
import io.cloudrelease.error.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that holds nothing but a web identity's token; whoever writes it renews it. */
final class TokenFile {
  private TokenFile() {}

  static String read(Path file) {
    return KeyFile.read(file)
        .orElseThrow(() -> new ConfigurationException("the token file " + file + " is not there"))
        .text()
        .strip();
  }

  static Path path(String variable, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException notAPath) {
      throw new ConfigurationException(variable + " is not a path", notAPath);
    }
  }
}
