package io.cloudrelease.commandline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that the tool writes at the end, and had better be able to. */
final class ReportFile {
  private ReportFile() {}

  /**
   * Makes sure of that before anything is sent.
   *
   * @param option which option names it
   * @throws UsageException when it cannot be written
   */
  static void check(String option, Path file) throws UsageException {
    Optional<Path> folder = folder(file);
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      throw new UsageException(Message.of("file.no-parent", option, file));
    }
    boolean writable =
        Files.exists(file)
            ? Files.isRegularFile(file) && Files.isWritable(file)
            : canBeMade(folder.get());
    if (!writable) {
      throw new UsageException(Message.of("file.unwritable", option, file));
    }
  }

  /** Where it is made: a link leads there, even to a file that is not there yet. */
  private static Optional<Path> folder(Path file) {
    try {
      return Optional.ofNullable(NamedFiles.behindLinks(file).getParent());
    } catch (IOException endless) {
      return Optional.empty();
    }
  }

  /**
   * Why what stands there is not to be replaced: a journal and evidence are the only trace of what
   * was sent, and anything else that this option did not write is somebody's own.
   *
   * @param option which option would
   * @param form what it writes there
   */
  static Optional<Message> kept(String option, Path file, OwnForm form) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) == 0 || form.isAt(file)) {
        return Optional.empty();
      }
      String key =
          OwnForm.JOURNAL.isAt(file)
              ? "file.is-journal"
              : OwnForm.EVIDENCE.isAt(file) ? "file.is-evidence" : "file.is-other";
      return Optional.of(Message.of(key, option, file));
    } catch (IOException unreadable) {
      return Optional.of(Message.of("file.is-other", option, file));
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

  /**
   * Writes it; that it could not be written is said, and costs nobody the result.
   *
   * @return whether it was
   */
  static boolean write(String option, Path file, OwnForm form, String text, Session session) {
    // Something else may have come there during the run.
    Optional<Message> kept = kept(option, file, form);
    if (kept.isPresent()) {
      session.warn(kept.get());
      return false;
    }
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException unwritable) {
      session.warn(Message.of("file.not-written", file, StateFolder.reason(unwritable)));
      return false;
    }
  }
}
