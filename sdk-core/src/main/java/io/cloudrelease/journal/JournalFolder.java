package io.cloudrelease.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder with journals in it, perhaps among other files. */
final class JournalFolder {
  static final String SUFFIX = ".jsonl";
  private static final String LOCK = ".folder.lock";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] BEGINNING = "{\"v\":".getBytes(StandardCharsets.US_ASCII);

  private JournalFolder() {}

  /** Holds the whole folder for the moment in which a run compares its intent with the others'. */
  static ProcessLock hold(Path folder) throws JournalException {
    try {
      return ProcessLock.take(folder.resolve(LOCK), PATIENCE)
          .orElseThrow(
              () ->
                  new JournalException(
                      "journal folder " + folder + " was held by another run for too long", ""));
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw JournalFile.unwritable(folder, e);
    }
  }

  /**
   * The journals of a folder by their real paths: files of our suffix, and those beside which a
   * lock lies.
   *
   * @param strangersAllowed whether files of our suffix may be no journals; those without a lock
   *     that do not begin like one are then left out
   */
  static Set<Path> journals(Path folder, boolean strangersAllowed) throws JournalException {
    Set<Path> journals = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (isJournal(file, strangersAllowed)) {
          journals.add(file.toRealPath());
        }
      }
      return journals;
    } catch (NoSuchFileException removed) {
      // While we were listing; what is left is seen the second time.
      return Files.isDirectory(folder) ? journals(folder, strangersAllowed) : Set.of();
    } catch (IOException e) {
      throw new JournalException("journal folder " + folder + " cannot be read: " + e, "", e);
    }
  }

  private static boolean isJournal(Path file, boolean strangersAllowed) throws IOException {
    boolean suffix = file.toString().endsWith(SUFFIX);
    boolean locked = Files.exists(JournalPlace.lockOf(file));
    if (!suffix && !locked || !Files.isRegularFile(file)) {
      return false;
    }
    return locked || !strangersAllowed || beginsLikeOurs(file);
  }

  private static boolean beginsLikeOurs(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return java.util.Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING);
    }
  }
}
