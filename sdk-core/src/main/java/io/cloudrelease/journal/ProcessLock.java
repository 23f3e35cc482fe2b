package io.cloudrelease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file held by one user at a time, in this process or another; the system lets go of it when
 * the process dies. The file itself stays.
 */
final class ProcessLock implements AutoCloseable {
  /**
   * The files this process holds, by what they are, each with its lock. The system's locks belong
   * to the process as a whole, and closing any channel of a locked file lets go of its lock: so
   * within the process this map decides, and a held file is never opened a second time. It holds
   * the locks too: one that nobody closed would else lose its channel to the garbage collector, and
   * a new file that the system gives the same number would count as held.
   */
  private static final Map<Object, Object> HELD = new ConcurrentHashMap<>();

  /**
   * Channels of files that something else in this process has locked: a copy of this class that
   * another class loader made. Closing them would let go of its lock; they are used at the next
   * try.
   */
  private static final Map<Object, FileChannel> UNCLOSED = new ConcurrentHashMap<>();

  private static final String BEING_TAKEN = "being taken";
  private static final long PAUSE_MILLIS = 2;

  private final Path path;
  private final Object identity;
  private final FileChannel channel;
  private final FileLock lock;

  private ProcessLock(Path path, Object identity, FileChannel channel, FileLock lock) {
    this.path = path;
    this.identity = identity;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @param patience how long to wait for another user; zero does not wait
   * @return empty when another user holds it all that time
   */
  static Optional<ProcessLock> take(Path file, Duration patience) throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<ProcessLock> lock = tryTake(file);
      if (lock.isPresent() || System.nanoTime() - until >= 0) {
        return lock;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  /** Whether nobody holds it at this moment; the lock file is not made. */
  static boolean isFree(Path file) throws IOException {
    if (!Files.exists(file)) {
      return true;
    }
    Optional<ProcessLock> lock = tryTake(file);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isPresent();
  }

  private static Optional<ProcessLock> tryTake(Path path) throws IOException {
    JournalPlace.make(path);
    Object identity = JournalPlace.identity(path);
    if (HELD.putIfAbsent(identity, BEING_TAKEN) != null) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel = open(path, identity);
      FileLock lock = null;
      boolean another = false;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException heldHere) {
        another = true;
        UNCLOSED.put(identity, channel);
      } finally {
        if (lock == null && !another) {
          channel.close();
        }
      }
      if (lock == null) {
        return Optional.empty();
      }
      ProcessLock held = new ProcessLock(path, identity, channel, lock);
      if (!held.isInPlace()) {
        // Somebody removed it meanwhile, and may have locked a new one.
        lock.release();
        channel.close();
        return Optional.empty();
      }
      HELD.put(identity, lock);
      taken = true;
      return Optional.of(held);
    } finally {
      if (!taken) {
        HELD.remove(identity);
      }
    }
  }

  private static FileChannel open(Path path, Object identity) throws IOException {
    FileChannel unclosed = UNCLOSED.remove(identity);
    return unclosed == null ? FileChannel.open(path, StandardOpenOption.WRITE) : unclosed;
  }

  /** Whether the file is still the one that was locked: a new one could be locked beside it. */
  boolean isInPlace() throws IOException {
    try {
      return JournalPlace.identity(path).equals(identity);
    } catch (NoSuchFileException removed) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
      channel.close();
    } finally {
      HELD.remove(identity);
    }
  }
}
