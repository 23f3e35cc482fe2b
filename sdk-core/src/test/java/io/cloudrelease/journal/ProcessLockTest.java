package io.cloudrelease.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a file holds it until it lets go. */
class ProcessLockTest {
  @TempDir Path folder;

  /** A new file may be given the number of a removed one only when nobody holds that any more. */
  @Test
  void a_lock_that_nobody_closed_keeps_its_channel_open() throws IOException {
    WeakReference<ProcessLock> forgotten = new WeakReference<>(taken(folder.resolve("run.lock")));
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    ProcessLock kept = forgotten.get();
    assertThat(kept).isNotNull();
    kept.close();
  }

  @Test
  void what_was_let_go_is_taken_again() throws IOException {
    Path file = folder.resolve("run.lock");
    taken(file).close();
    taken(file).close();
  }

  private static ProcessLock taken(Path file) throws IOException {
    return ProcessLock.take(file, Duration.ZERO).orElseThrow();
  }
}
