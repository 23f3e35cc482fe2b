package io.cloudrelease.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner may read, where the system knows owners. */
public final class OwnFiles {

  private OwnFiles() {}

  /**
   * Makes a new file in a folder that is there.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is one
   */
  public static Path create(Path file) throws IOException {
    return Files.createFile(file, permissions(file, "rw-------"));
  }

  /** Makes the folder, and those above it, if they are not there. */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, permissions(folder, "rwx------"));
  }

  private static FileAttribute<?>[] permissions(Path path, String permissions) {
    return knowsPermissions(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether the file system of that path knows who may read what. */
  public static boolean knowsPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
