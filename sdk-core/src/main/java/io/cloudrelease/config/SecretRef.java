package io.cloudrelease.config;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.text.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Where a secret is: {@code ${env:NAME}}, {@code ${file:PATH}}, or itself. Read when it is needed,
 * and again when keys are renewed. Immutable and thread-safe; its text form never has the secret.
 */
final class SecretRef {
  private static final int LARGEST = 64 << 10;

  private enum Kind {
    ENV,
    FILE,
    PLAIN
  }

  private final Kind kind;
  private final String value;

  private SecretRef(Kind kind, String value) {
    this.kind = kind;
    this.value = Objects.requireNonNull(value, "value");
  }

  /** In that environment variable. */
  static SecretRef env(String name) {
    return new SecretRef(Kind.ENV, name);
  }

  /** The secret itself. */
  static SecretRef plain(String secret) {
    return new SecretRef(Kind.PLAIN, secret);
  }

  /**
   * As configuration writes it.
   *
   * @throws ConfigurationException when a reference is neither of a variable nor of a file
   */
  static SecretRef parse(String text) {
    try {
      return Reference.parse(text)
          .map(
              reference ->
                  switch (reference.place()) {
                    case VARIABLE -> env(reference.name());
                    case FILE -> new SecretRef(Kind.FILE, reference.name());
                  })
          .orElseGet(() -> plain(text));
    } catch (IllegalArgumentException noReference) {
      throw new ConfigurationException(String.valueOf(noReference.getMessage()));
    }
  }

  boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  /**
   * The secret.
   *
   * @throws ConfigurationException when it is not there; it names the variable or the file
   */
  String read(UnaryOperator<String> variables, Path home, Path folder) {
    return switch (kind) {
      case PLAIN -> value;
      case ENV -> variable(variables);
      case FILE -> contents(place(home, folder));
    };
  }

  private String variable(UnaryOperator<String> variables) {
    String found = variables.apply(value);
    if (found == null || found.isBlank()) {
      throw new ConfigurationException("the variable " + value + " is not set");
    }
    return found.strip();
  }

  private Path place(Path home, Path folder) {
    try {
      return value.startsWith("~/")
          ? home.resolve(value.substring(2))
          : folder.resolve(Path.of(value));
    } catch (InvalidPathException noPath) {
      throw new ConfigurationException(this + " names no file");
    }
  }

  private static String contents(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new ConfigurationException(file + " is too large for a secret");
      }
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new ConfigurationException("the file " + file + " is empty");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("the file " + file + " is not there", e);
    } catch (IOException e) {
      throw new ConfigurationException("the file " + file + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case PLAIN -> "***";
      case ENV -> "${env:" + value + "}";
      case FILE -> "${file:" + value + "}";
    };
  }
}
