package io.cloudrelease.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what has to be in memory as a whole, up to a size that fits there. */
final class WholeFile {
  private WholeFile() {}

  /**
   * All of that file.
   *
   * @param shown how it is spoken of
   * @throws UsageException when it is larger
   */
  static byte[] read(Path file, long most, Object shown) throws IOException, UsageException {
    // A device says nothing of its size.
    if (Files.size(file) > most) {
      throw tooLarge(most, shown);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, most, shown);
    }
  }

  /** As the other, of what has no size before its end. */
  static byte[] read(InputStream in, long most, Object shown) throws IOException, UsageException {
    byte[] bytes = in.readNBytes((int) most + 1);
    if (bytes.length > most) {
      throw tooLarge(most, shown);
    }
    return bytes;
  }

  private static UsageException tooLarge(long most, Object shown) {
    return new UsageException(Message.of("file.too-large", shown, most >> 20));
  }
}
