package io.cloudrelease.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open journal file: lines are added at its end, and made durable together with those of other
 * threads that wait at the same time. Thread-safe.
 *
 * <p>Not a channel: an interrupt would close that, and threads of a run are interrupted at its end.
 */
final class JournalFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  private final Path path;
  private final ProcessLock lock;
  private final RandomAccessFile file;
  private final Object durable = new Object();
  private long written;
  private long forced;
  private boolean broken;
  private boolean closed;

  private JournalFile(Path path, ProcessLock lock, RandomAccessFile file, long length) {
    this.path = path;
    this.lock = lock;
    this.file = file;
    this.written = length;
    this.forced = length;
  }

  /** Opens it behind its whole entries; a torn end is cut off. Takes over the lock. */
  static JournalFile open(Path path, ProcessLock lock, long length) throws JournalException {
    RandomAccessFile file = null;
    try {
      file = new RandomAccessFile(path.toFile(), "rw");
      if (file.length() > length) {
        file.setLength(length);
      }
      file.seek(length);
      JournalFile open = new JournalFile(path, lock, file, length);
      syncFolder(path);
      return open;
    } catch (IOException e) {
      closeQuietly(file, path);
      throw unwritable(path, e);
    }
  }

  /** Adds lines; they outlive the process when this returns. */
  long append(List<JournalEntry> entries) throws JournalException {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.toJson()).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      checkUsable();
      try {
        file.write(bytes);
      } catch (IOException e) {
        // How much of the line is there is not known: nothing may follow it.
        broken = true;
        throw unwritable(path, e);
      }
      written += bytes.length;
      return written;
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
          broken = true;
        }
        throw unwritable(path, e);
      }
      forced = reached;
    }
  }

  private void checkUsable() throws JournalException {
    if (broken || closed) {
      throw new JournalException(
          "journal " + path + (broken ? " could not be written before" : " is closed"),
          broken ? "make room for it and resume the run" : "");
    }
  }

  Path path() {
    return path;
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
      lost = broken;
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
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can do this with folders (Windows cannot); the file itself is synced.
      LOG.debug("folder {} could not be synced: {}", folder, e.toString());
    }
  }
}
