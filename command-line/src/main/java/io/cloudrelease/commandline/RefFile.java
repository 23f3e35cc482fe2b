package io.cloudrelease.commandline;

import io.cloudrelease.model.InstanceRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
  /**
   * A million references fit in; what is larger is no list of them. Read and taken apart a list
   * takes about twelve times its size.
   */
  static final long MOST_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  /** So begins a list that {@code find} could not make whole. */
  private static final String INCOMPLETE = "# incomplete: ";

  private RefFile() {}

  /**
   * Reads that file, or the standard input for {@code -}.
   *
   * @throws UsageException when it cannot be read, naming it; or naming every wrong line
   */
  static List<InstanceRef> read(String name, InputStream standardInput) throws UsageException {
    Object shown = shown(name);
    try {
      byte[] bytes = bytes(name, standardInput);
      if (isUtf16(bytes)) {
        throw new UsageException(Message.of("file.utf-16", shown));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(shown, text.lines().toList());
    } catch (NoSuchFileException missing) {
      throw new UsageException(Message.of("file.missing", shown));
    } catch (CharacterCodingException notText) {
      throw new UsageException(Message.of("file.not-text", shown));
    } catch (IOException | InvalidPathException unreadable) {
      throw new UsageException(Message.unreadable(shown, unreadable));
    }
  }

  /** How that file is spoken of. */
  static Object shown(String name) {
    return name.equals("-") ? Message.of("file.input") : name;
  }

  private static byte[] bytes(String name, InputStream standardInput)
      throws IOException, UsageException {
    if (name.equals("-")) {
      return WholeFile.read(standardInput, MOST_BYTES, Message.of("file.input"));
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new UsageException(Message.of("file.folder", name));
    }
    return WholeFile.read(path, MOST_BYTES, name);
  }

  /** As Windows writes text when nobody tells it otherwise: every second byte is zero. */
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return first == 0xff && second == 0xfe
        || first == 0xfe && second == 0xff
        || first == 0 != (second == 0);
  }

  /** The references of these lines. */
  private static List<InstanceRef> parse(Object shown, List<String> lines) throws UsageException {
    List<InstanceRef> refs = new ArrayList<>();
    List<Message> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      // Editors on Windows put a byte order mark in front.
      String line = lines.get(i).startsWith("\uFEFF") ? lines.get(i).substring(1) : lines.get(i);
      if (line.startsWith(INCOMPLETE)) {
        String place = line.substring(INCOMPLETE.length());
        problems.add(Message.of("file.incomplete", shown, i + 1, place));
      }
      String text = withoutComment(line);
      if (!text.isEmpty()) {
        try {
          refs.add(RefText.parseLine(text));
        } catch (UsageException wrong) {
          problems.add(Message.of("file.line", shown, i + 1, wrong.messages().get(0)));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return refs;
  }

  private static String withoutComment(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean free = i == 0 || Character.isWhitespace(text.charAt(i - 1));
      if (text.charAt(i) == '#' && free) {
        return text.substring(0, i).strip();
      }
    }
    return text.strip();
  }
}
