package io.cloudrelease.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open journal file: lines are added at its end, each bound to the one before, and made durable
 * together with those of other threads that wait at the same time. Thread-safe.
 *
 * <p>Not a channel: an interrupt would close that, and threads of a run are interrupted at its end.
 */
final class JournalFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  private final Path path;
  private final Object identity;
  private final ProcessLock lock;
  private final FileOutputStream file;
  private final Object durable = new Object();
  private long written;
  private long forced;

  /** The sum of the last line. */
  private String before;

  /** Whether the next line is the first of this version, behind lines of an older one. */
  private boolean digested;

  private Optional<String> broken = Optional.empty();
  private boolean closed;

  private JournalFile(
      Path path, Object identity, ProcessLock lock, FileOutputStream file, LastRun last)
      throws IOException {
    this.path = path;
    this.identity = identity;
    this.lock = lock;
    this.file = file;
    this.written = last.length();
    this.forced = last.length();
    this.digested = last.sum().isEmpty();
    this.before = digested ? digest(path, last.length()) : last.sum().orElseThrow();
  }

  /**
   * Opens it behind its whole entries; a torn end is cut off. Takes over the lock.
   *
   * @param path the one real path of the file
   */
  static JournalFile open(Path path, ProcessLock lock, LastRun last) throws JournalException {
    FileOutputStream file = null;
    try {
      JournalPlace.make(path);
      JournalPlace.refuseHardLinks(path);
      JournalPlace.tighten(path);
      if (Files.size(path) > last.length()) {
        cut(path, last.length());
      }
      file = new FileOutputStream(path.toFile(), true);
      JournalFile open = new JournalFile(path, JournalPlace.identity(path), lock, file, last);
      syncFolder(path);
      return open;
    } catch (JournalException e) {
      closeQuietly(file, path);
      throw e;
    } catch (IOException e) {
      closeQuietly(file, path);
      throw unwritable(path, e);
    }
  }

  private static void cut(Path path, long length) throws IOException {
    try (RandomAccessFile torn = new RandomAccessFile(path.toFile(), "rw")) {
      // Whoever found no run in a file of whole lines is wrong, or it is not a journal.
      if (length == 0 && new RunFinder(torn).endsLine(0, torn.length())) {
        throw new JournalException(
            "journal " + path + " holds lines of which none was understood; it is left as it is",
            "name another file");
      }
      torn.setLength(length);
    }
  }

  private static String digest(Path path, long length) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
      return JournalReader.digest(in, length);
    }
  }

  /** Adds lines; they outlive the process when this returns. */
  synchronized long append(List<JournalEntry> entries) throws JournalException {
    checkUsable();
    String sum = before;
    StringBuilder text = new StringBuilder();
    boolean first = digested;
    for (JournalEntry entry : entries) {
      String line =
          first ? JournalLines.encodeAfterDigest(entry, sum) : JournalLines.encode(entry, sum);
      first = false;
      sum = JournalLines.sumOf(line).orElseThrow();
      text.append(line).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      file.write(bytes);
    } catch (IOException e) {
      // How much of the line is there is not known: nothing may follow it.
      broken = Optional.of("could not be written before");
      throw unwritable(path, e);
    }
    digested = first;
    before = sum;
    written += bytes.length;
    return written;
  }

  /**
   * Adds a run's first line durably, or none of it: the run is then said not to have begun, and a
   * line that stayed would be one to resume.
   *
   * @throws JournalException when it is not durable; it tells if the line could not be taken back
   */
  void begin(JournalEntry.RunStarted started) throws JournalException {
    long before = length();
    try {
      force(append(List.of(started)));
    } catch (JournalException failed) {
      try {
        cutBack(before);
      } catch (IOException e) {
        throw new JournalException(
            failed.getMessage()
                + "; it may hold run "
                + started.runId()
                + " all the same, which could not be taken back: "
                + e,
            "a resume would carry that run out; if that is not wanted, remove the file or its last"
                + " line",
            e);
      }
      throw failed;
    }
  }

  private void cutBack(long to) throws IOException {
    if (!JournalPlace.identity(path).equals(identity)) {
      throw new IOException("it was replaced");
    }
    try (RandomAccessFile added = new RandomAccessFile(path.toFile(), "rw")) {
      added.setLength(to);
      added.getFD().sync();
    }
  }

  /** Makes everything up to that place durable; one of the waiting threads does it for all. */
  void force(long upTo) throws JournalException {
    synchronized (durable) {
      if (forced >= upTo) {
        return;
      }
      long reached;
      synchronized (this) {
        checkUsable();
        reached = written;
      }
      try {
        file.getFD().sync();
      } catch (IOException e) {
        // A failed sync may have dropped what was written; a second one would not say so.
        synchronized (this) {
          broken = Optional.of("could not be written before");
        }
        throw unwritable(path, e);
      }
      forced = reached;
    }
  }

  /**
   * Looks whether what was written is where the next process will look for it.
   *
   * @throws JournalException when the file was removed, replaced, cut or written by somebody else,
   *     or its lock file was removed; nothing is written to it any more
   */
  synchronized void checkInPlace() throws JournalException {
    checkUsable();
    Optional<String> gone = displaced();
    if (gone.isPresent()) {
      broken = gone;
      checkUsable();
    }
  }

  private Optional<String> displaced() throws JournalException {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (!JournalPlace.identity(path, now).equals(identity)) {
        return Optional.of("was replaced by another file while its run goes on");
      }
      if (now.size() < written) {
        return Optional.of("was cut while its run goes on");
      }
      if (now.size() > written) {
        return Optional.of("was written by somebody else while its run goes on");
      }
      return lock.isInPlace()
          ? Optional.empty()
          : Optional.of("has lost its lock file while its run goes on");
    } catch (NoSuchFileException e) {
      return Optional.of("was removed while its run goes on");
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private void checkUsable() throws JournalException {
    if (broken.isPresent() || closed) {
      throw new JournalException(
          "journal " + path + " " + broken.orElse("is closed"),
          broken.isPresent() ? "nothing more is sent; put it right and resume the run" : "");
    }
  }

  Path path() {
    return path;
  }

  FirstReadings.FileId id() {
    return new FirstReadings.FileId(path, identity);
  }

  /** How long it is. */
  synchronized long length() {
    return written;
  }

  @Override
  public void close() throws JournalException {
    long upTo;
    boolean lost;
    synchronized (this) {
      if (closed) {
        return;
      }
      upTo = written;
      lost = broken.isPresent();
    }
    try {
      if (!lost) {
        force(upTo);
      }
    } finally {
      synchronized (this) {
        closed = true;
      }
      closeQuietly(file, path);
      try {
        lock.close();
      } catch (IOException e) {
        LOG.warn("the lock of journal {} could not be let go: {}", path, e.toString());
      }
    }
  }

  static JournalException unwritable(Path path, IOException cause) {
    return new JournalException(
        "journal " + path + " cannot be written: " + cause,
        "make room or give a folder that can be written; nothing is sent without its journal",
        cause);
  }

  private static void closeQuietly(
      java.io.@org.jspecify.annotations.Nullable Closeable open, Path path) {
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      LOG.warn("journal {} could not be closed: {}", path, e.toString());
    }
  }

  /** A new file is durable only once its folder is. */
  private static void syncFolder(Path path) {
    Path folder = JournalPlace.folderOf(path);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can do this with folders (Windows cannot); the file itself is synced.
      LOG.debug("folder {} could not be synced: {}", folder, e.toString());
    }
  }
}
