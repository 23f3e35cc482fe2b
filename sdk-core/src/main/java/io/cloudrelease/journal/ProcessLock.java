package io.cloudrelease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file held by one user at a time, in this process or another; the system lets go of it when
 * the process dies. The file itself stays.
 */
final class ProcessLock implements AutoCloseable {
  /**
   * The files this process holds. The system's locks belong to the process as a whole, and closing
   * any channel of a locked file lets go of its lock: so within the process this set decides, and a
   * held file is never opened a second time. It has to be one set for the whole process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final long PAUSE_MILLIS = 2;

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private ProcessLock(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
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
    Path folder = file.toAbsolutePath().getParent();
    Path path = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<ProcessLock> lock = tryTake(path);
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

  private static Optional<ProcessLock> tryTake(Path path) throws IOException {
    if (!HELD.add(path)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      taken = lock != null;
      return lock == null ? Optional.empty() : Optional.of(new ProcessLock(path, channel, lock));
    } finally {
      if (!taken) {
        HELD.remove(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
      channel.close();
    } finally {
      HELD.remove(path);
    }
  }
}
