package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a vendor's tools that holds keys, read whole at one moment. It is either not there, and
 * another source may be asked, or there; then whatever is wrong with it is an error that names the
 * file: to go on to another source could sign with another account's key. Immutable.
 */
public final class KeyFile {
  private static final int LARGEST = 1 << 20;

  /** How all web tokens begin: with an object of JSON in Base64. */
  private static final String WEB_TOKEN = "eyJ";

  private final Path file;
  private final String text;

  private KeyFile(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * Reads a file; empty when there is none of that name.
   *
   * @throws ConfigurationException when it is there and cannot be read, is larger than 1 MiB, is
   *     not UTF-8 text or holds nothing
   */
  public static Optional<KeyFile> read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException missing) {
      // A link that leads nowhere was meant to lead somewhere.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw broken(file, "is a link to a file that is not there");
      }
      Path folder = file.getParent();
      if (folder != null && Files.isSymbolicLink(folder) && !Files.exists(folder)) {
        throw broken(file, "is in a folder that is a link to one that is not there");
      }
      return Optional.empty();
    } catch (IOException unreadable) {
      if (isBelowNoFolder(file, unreadable)) {
        return Optional.empty();
      }
      throw new ConfigurationException(
          file + " cannot be read (" + unreadable.getClass().getSimpleName() + ")", unreadable);
    }
    if (bytes.length > LARGEST) {
      throw broken(file, "is larger than 1 MiB and no file of keys");
    }
    return Optional.of(new KeyFile(file, textOf(file, bytes)));
  }

  /**
   * Reads a file that holds nothing but a token, which somebody else renews.
   *
   * @throws ConfigurationException when it is not there, or of no use
   */
  public static String token(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.startsWith(WEB_TOKEN)) {
      throw new ConfigurationException(
          "the name of the token file begins as a token does; give the path of the file that"
              + " holds it");
    }
    return read(file)
        .orElseThrow(() -> new ConfigurationException("the token file " + file + " is not there"))
        .text()
        .strip();
  }

  /** As where the home folder is {@code /dev/null}: nothing can be there. */
  private static boolean isBelowNoFolder(Path file, IOException failure) {
    Path above = file.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return failure instanceof FileSystemException && above != null && !Files.isDirectory(above);
  }

  private static String textOf(Path file, byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw broken(file, "cannot be read as UTF-8 text");
    }
    // Editors on Windows begin a file with a byte order mark.
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (clean.isBlank()) {
      throw broken(file, "is empty");
    }
    return clean;
  }

  /** What the file holds, without a byte order mark; never blank. */
  public String text() {
    return text;
  }

  /** Its lines, without their ends. */
  public IniFile ini() {
    return IniFile.parse(text.lines().toList());
  }

  /**
   * Its JSON object.
   *
   * @throws ConfigurationException when it is no JSON, is cut off, or is an object without members
   */
  public JsonValue json() {
    JsonValue value =
        JsonValue.parse(text.getBytes(StandardCharsets.UTF_8))
            .filter(JsonValue::isObject)
            .orElseThrow(this::noObject);
    if (value.members().isEmpty()) {
      throw broken("holds an empty JSON object");
    }
    return value;
  }

  private ConfigurationException noObject() {
    int line = JsonValue.brokenLine(text.getBytes(StandardCharsets.UTF_8));
    return broken(
        line == 0
            ? "is JSON, but no object of names and values"
            : "is not a JSON object, or is cut off (line " + line + ")");
  }

  /**
   * The error of a file that is there and of no use.
   *
   * @param what goes on from the file's name: {@code has no profile 'x'}
   */
  public ConfigurationException broken(String what) {
    return broken(file, what);
  }

  private static ConfigurationException broken(Path file, String what) {
    return new ConfigurationException(
        file + " " + what + "; mend it, or take it away to have other keys looked for");
  }

  @Override
  public String toString() {
    return "KeyFile[" + file + "]";
  }
}
