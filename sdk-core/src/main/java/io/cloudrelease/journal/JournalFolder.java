package io.cloudrelease.journal;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder with journals in it, perhaps among other files. */
final class JournalFolder {
  static final String SUFFIX = ".jsonl";
  private static final String LOCK = ".folder.lock";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] JOURNAL = "{\"v\":".getBytes(StandardCharsets.US_ASCII);

  /** So begins the evidence of a run, and no journal, however torn. */
  private static final byte[] EVIDENCE = "{\"h".getBytes(StandardCharsets.US_ASCII);

  private JournalFolder() {}

  /** Holds the whole folder for the moment in which a run compares its intent with the others'. */
  static ProcessLock hold(Path folder) throws JournalException {
    try {
      return ProcessLock.take(folder.resolve(LOCK), PATIENCE)
          .orElseThrow(
              () ->
                  new JournalException(
                      Thread.currentThread().isInterrupted()
                          ? "stopped while waiting for journal folder " + folder
                          : "journal folder " + folder + " was held by another run for too long",
                      ""));
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw JournalFile.unwritable(folder, e);
    }
  }

  /**
   * The journals of a folder by their real paths: files of our suffix but evidence, and those
   * beside which a lock lies.
   *
   * @param strangersAllowed whether files of our suffix may be no journals; those without a lock
   *     that do not begin like one are then left out
   */
  static Set<Path> journals(Path folder, boolean strangersAllowed) throws JournalException {
    return journals(folder, strangersAllowed, false);
  }

  /** All journals of a folder; those that a link leads out of it to by the names of the links. */
  static Set<Path> named(Path folder) throws JournalException {
    return journals(folder, false, true);
  }

  private static Set<Path> journals(Path folder, boolean strangersAllowed, boolean named)
      throws JournalException {
    Set<Path> journals = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder.toRealPath())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (isJournal(file, strangersAllowed)) {
          boolean link = Files.isSymbolicLink(file);
          Path real = link ? file.toRealPath() : file;
          journals.add(named && link && JournalPlace.leadsOut(file, real) ? file : real);
        }
      }
      return journals;
    } catch (NoSuchFileException removed) {
      // While we were listing; what is left is seen the second time.
      return Files.isDirectory(folder) ? journals(folder, strangersAllowed, named) : Set.of();
    } catch (UncheckedIOException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static boolean isJournal(Path file, boolean strangersAllowed) throws IOException {
    String name = file.toString();
    if (name.endsWith(JournalPlace.LOCK) || !Files.isRegularFile(file)) {
      return false;
    }
    Path lock = JournalPlace.lockOf(file);
    // Ours are empty; Gemfile.lock, Pipfile.lock and their like never are.
    if (Files.isRegularFile(lock) && Files.size(lock) == 0) {
      return true;
    }
    return name.endsWith(SUFFIX) && (strangersAllowed ? begins(file, JOURNAL) : !isEvidence(file));
  }

  /** Evidence may be kept in the same folder. */
  private static boolean isEvidence(Path file) {
    try {
      return begins(file, EVIDENCE);
    } catch (IOException unreadable) {
      // Whoever reads it tells why.
      return false;
    }
  }

  private static boolean begins(Path file, byte[] how) throws IOException {
    // Not by a channel, which an interrupt would close.
    try (InputStream in = new FileInputStream(file.toFile())) {
      return Arrays.equals(in.readNBytes(how.length), how);
    } catch (FileNotFoundException e) {
      if (Files.isRegularFile(file)) {
        throw e;
      }
      return false;
    }
  }

  private static JournalException unreadable(Path folder, IOException e) {
    return new JournalException("journal folder " + folder + " cannot be read: " + e, "", e);
  }
}
