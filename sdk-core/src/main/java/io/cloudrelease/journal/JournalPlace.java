package io.cloudrelease.journal;

import io.cloudrelease.files.OwnFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** What a file is, whatever it is called: one journal must not be two by having two names. */
final class JournalPlace {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** So ends the name of the lock beside a journal, and of no journal. */
  static final String LOCK = ".lock";

  private JournalPlace() {}

  /**
   * The one path of a file, behind all symbolic links; the file need not exist, its folder must.
   *
   * @throws JournalException when it is no file, or is named as a lock, or a link to one in another
   *     folder, or there is no such folder
   */
  static Path real(Path file) throws JournalException {
    Path real = behindLinks(file);
    if (real.toString().endsWith(LOCK)) {
      throw new JournalException(
          "journal " + file + " cannot be written: other runs take it for a lock",
          "give it a name that does not end in " + LOCK);
    }
    return real;
  }

  private static Path behindLinks(Path file) throws JournalException {
    try {
      if (Files.exists(file)) {
        Path real = file.toRealPath();
        if (!Files.isRegularFile(real)) {
          throw new JournalException(
              "journal " + file + " cannot be written: it is not a regular file",
              "name another file");
        }
        if (leadsOut(file, real)) {
          throw new JournalException(
              "journal " + file + " is a link to " + real + " in another folder",
              "runs of the two folders would not know of each other's sends; name the file itself,"
                  + " or move it into the folder of the link");
        }
        return real;
      }
      if (Files.isSymbolicLink(file)) {
        throw new JournalException(
            "journal " + file + " is a link to a file that does not exist",
            "name the file itself, or mend the link");
      }
      Path folder = file.toAbsolutePath().getParent();
      Path name = file.getFileName();
      if (folder == null || name == null) {
        throw new JournalException("journal " + file + " is not a file", "name another file");
      }
      return folder.toRealPath().resolve(name);
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw JournalFile.unwritable(file, e);
    }
  }

  /** Whether that path of a file is a link to another folder. */
  static boolean leadsOut(Path file, Path real) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    return folder != null && !folder.toRealPath().equals(real.getParent());
  }

  static Path folderOf(Path real) {
    Path folder = real.getParent();
    return folder == null ? real : folder;
  }

  static Path lockOf(Path real) {
    return real.resolveSibling(real.getFileName() + LOCK);
  }

  /** What tells a file from all others of this machine; its path where the system has no such. */
  static Object identity(Path real) throws IOException {
    return identity(real, Files.readAttributes(real, BasicFileAttributes.class));
  }

  static Object identity(Path real, BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key == null ? real : key;
  }

  /** Makes the file if it is not there; only its owner may read it. */
  static void make(Path real) throws IOException {
    try {
      OwnFiles.create(real);
    } catch (FileAlreadyExistsException there) {
      // What it may be read by is looked at where that matters.
    }
  }

  /** Takes a file of ours away from other readers. */
  static void tighten(Path real) throws JournalException {
    if (!OwnFiles.knowsPermissions(real)) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
      if (OWNER.containsAll(permissions)) {
        return;
      }
      permissions.retainAll(OWNER);
      Files.setPosixFilePermissions(real, permissions);
    } catch (IOException e) {
      throw new JournalException(
          "journal " + real + " can be read by others, and that cannot be changed: " + e,
          "let its owner run this, or name another file",
          e);
    }
  }

  /** Refuses a file that has a second name: under it, another run would not be noticed. */
  static void refuseHardLinks(Path real) throws JournalException {
    if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    int names;
    try {
      names = ((Number) Files.getAttribute(real, "unix:nlink")).intValue();
    } catch (IOException e) {
      throw JournalFile.unwritable(real, e);
    }
    if (names > 1) {
      throw new JournalException(
          "journal " + real + " has " + names + " names (hard links)",
          "a run under its other name would not be noticed; remove that name, or copy the file");
    }
  }
}
