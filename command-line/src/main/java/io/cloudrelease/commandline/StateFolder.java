package io.cloudrelease.commandline;

import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.journal.FileJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where runs are written down when nothing else is said: a folder of the tool's own, so that the
 * runs of one machine know of each other.
 */
final class StateFolder {
  /**
   * By the wall clock, which may jump. A run that goes early for it binds nobody any more: whoever
   * reads stamps by that clock takes a run for over after a day, see {@code ClaimRule.LONG_OVER}.
   */
  private static final Duration KEPT = Duration.ofDays(30);

  private StateFolder() {}

  /** Which folder; empty when the surroundings name none. */
  static Optional<Path> path(Environment environment) {
    try {
      Path state = Path.of(environment.variable("XDG_STATE_HOME"));
      Path home = environment.home();
      boolean homeless = !home.isAbsolute() || Files.exists(home) && !Files.isDirectory(home);
      if (homeless && !state.isAbsolute()) {
        return Optional.empty();
      }
      Path base = state.isAbsolute() ? state : home.resolve(".local").resolve("state");
      return Optional.of(base.resolve(Session.NAME));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  /**
   * The journal in it, ready to be written to; what ended long ago is removed.
   *
   * @return empty when nothing can be written there, which is said
   */
  static Optional<FileJournal> open(Session session) {
    Optional<Path> folder = path(session.surroundings().environment());
    if (folder.isEmpty()) {
      session.warn(Message.of("journal.no-folder"));
      return Optional.empty();
    }
    try {
      prepare(folder.get());
    } catch (IOException | UnsupportedOperationException unusable) {
      session.warn(Message.of("journal.not-kept", folder.get(), reason(unusable)));
      return Optional.empty();
    }
    FileJournal journal = FileJournal.inFolder(folder.get());
    tidy(journal, folder.get(), session);
    return Optional.of(journal);
  }

  /** Old runs that stay do no harm; a run that does not read what others have under way does. */
  private static void tidy(FileJournal journal, Path folder, Session session) {
    try {
      journal.removeEnded(session.surroundings().clock().instant().minus(KEPT));
    } catch (IOException | UncheckedIOException | UnsupportedOperationException kept) {
      session.note("journal.not-tidied", folder, reason(kept));
    }
  }

  /** Why a file or folder cannot be written, in words. */
  static String reason(Exception unusable) {
    if (unusable instanceof FileAlreadyExistsException) {
      return "it is no folder";
    }
    if (unusable instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (unusable instanceof NoSuchFileException) {
      return "it cannot be made";
    }
    Optional<String> told =
        Optional.ofNullable(
            unusable instanceof FileSystemException system
                ? system.getReason()
                : unusable.getMessage());
    return told.orElse("it cannot be written to");
  }

  private static void prepare(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<PosixFilePermission> owners = PosixFilePermissions.fromString("rwx------");
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      if (posix) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(owners));
      } else {
        Files.createDirectories(folder);
      }
    }
    // What a link leads to is somebody's own choice, and perhaps shared.
    if (posix
        && !Files.isSymbolicLink(folder)
        && !Files.getPosixFilePermissions(folder).equals(owners)) {
      Files.setPosixFilePermissions(folder, owners);
    }
    // Asking for the right is not enough: file systems and quotas have their own mind.
    Path tried = Files.createTempFile(folder, "try-", ".tmp");
    boolean ours = !posix || Files.getOwner(tried).equals(Files.getOwner(folder));
    Files.delete(tried);
    if (!ours) {
      // Whoever it belongs to could lay runs into it for us to complete.
      throw new IOException("it belongs to " + Files.getOwner(folder).getName());
    }
  }
}
