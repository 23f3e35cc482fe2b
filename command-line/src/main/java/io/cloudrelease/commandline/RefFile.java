package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.InstanceRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of references in UTF-8, one a line. Blank lines, and what follows a {@code #} at the
 * beginning of a line or after white space, are skipped.
 */
final class RefFile {

  private RefFile() {}

  /**
   * Reads that file, or the standard input for {@code -}.
   *
   * @throws UsageException when it cannot be read, naming it; or naming every wrong line
   */
  static List<InstanceRef> read(String name, InputStream standardInput) throws UsageException {
    String shown = name.equals("-") ? "the standard input" : name;
    try (BufferedReader reader = open(name, standardInput)) {
      return parse(shown, reader.lines().toList());
    } catch (NoSuchFileException missing) {
      throw new UsageException("there is no file " + shown);
    } catch (CharacterCodingException notText) {
      throw notUtf8(shown);
    } catch (UncheckedIOException broken) {
      throw broken.getCause() instanceof CharacterCodingException
          ? notUtf8(shown)
          : new UsageException(shown + " cannot be read: " + broken.getMessage());
    } catch (IOException | InvalidPathException unreadable) {
      throw new UsageException(shown + " cannot be read: " + unreadable.getMessage());
    }
  }

  private static BufferedReader open(String name, InputStream standardInput) throws IOException {
    return name.equals("-")
        ? new BufferedReader(
            new InputStreamReader(standardInput, StandardCharsets.UTF_8.newDecoder()))
        : Files.newBufferedReader(Path.of(name));
  }

  /** The references of these lines. */
  static List<InstanceRef> parse(String shown, List<String> lines) throws UsageException {
    List<InstanceRef> refs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = withoutComment(lines.get(i));
      if (!text.isEmpty()) {
        try {
          refs.add(InstanceRef.parse(text));
        } catch (InvalidRequestException wrong) {
          problems.add(shown + ", line " + (i + 1) + ": " + wrong.getMessage());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return refs;
  }

  private static String withoutComment(String line) {
    // Editors on Windows put a byte order mark in front.
    String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
    for (int i = 0; i < text.length(); i++) {
      boolean free = i == 0 || Character.isWhitespace(text.charAt(i - 1));
      if (text.charAt(i) == '#' && free) {
        return text.substring(0, i).strip();
      }
    }
    return text.strip();
  }

  private static UsageException notUtf8(String shown) {
    return new UsageException(shown + " is not UTF-8 text; give one reference a line");
  }
}
