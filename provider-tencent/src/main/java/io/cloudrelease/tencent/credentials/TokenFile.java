package io.cloudrelease.tencent.credentials;

import io.cloudrelease.error.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that holds nothing but a web identity's token; whoever writes it renews it. */
final class TokenFile {
  private TokenFile() {}

  static Path path(String variable, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException notAPath) {
      // Its message quotes the text, which may be the token itself; so no cause.
      throw new ConfigurationException(variable + " is not a path");
    }
  }
}
