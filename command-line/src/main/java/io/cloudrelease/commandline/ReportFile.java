package io.cloudrelease.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that the tool writes at the end, and had better be able to. */
final class ReportFile {
  /** How each line of a journal begins. */
  private static final byte[] JOURNAL = "{\"v\":".getBytes(StandardCharsets.US_ASCII);

  private ReportFile() {}

  /**
   * Makes sure of that before anything is sent.
   *
   * @param option which option names it
   * @throws UsageException when it cannot be written
   */
  static void check(String option, Path file) throws UsageException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(Message.of("file.no-parent", option, file));
    }
    boolean writable =
        Files.exists(file)
            ? Files.isRegularFile(file) && Files.isWritable(file)
            : canBeMade(folder);
    if (!writable) {
      throw new UsageException(Message.of("file.unwritable", option, file));
    }
  }

  /**
   * Whether a journal stands there: the only trace of what was sent, and never written over. One
   * that is damaged beyond its first bytes is one still.
   */
  static boolean isJournal(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(JOURNAL.length), JOURNAL);
    } catch (IOException unreadable) {
      // It may be one.
      return true;
    }
  }

  /** Asking for the right is not enough: file systems and quotas have their own mind. */
  static boolean canBeMade(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, ".try-", ".tmp"));
      return true;
    } catch (IOException unwritable) {
      return false;
    }
  }

  /** Writes it; that it could not be written is said, and costs nobody the result. */
  static void write(Path file, String text, Session session) {
    if (isJournal(file)) {
      session.warn(Message.of("file.not-written", file, Message.of("file.became-journal")));
      return;
    }
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritable) {
      session.warn(Message.of("file.not-written", file, String.valueOf(unwritable.getMessage())));
    }
  }
}
