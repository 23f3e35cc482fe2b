package io.cloudrelease.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Who holds a file holds it until it lets go. */
class ProcessLockTest {
  @TempDir Path folder;

  /** A new file may be given the number of a removed one only when nobody holds that any more. */
  @Test
  void a_lock_that_nobody_closed_stays_locked() throws Exception {
    Path file = folder.resolve("run.lock");
    WeakReference<ProcessLock> forgotten = new WeakReference<>(taken(file));
    for (int i = 0; i < 5 && forgotten.get() != null; i++) {
      System.gc();
    }
    assertThat(ProcessLock.take(file, Duration.ZERO)).isEmpty();
    assertThat(anotherProcessCanLock(file)).as("the system's lock").isFalse();
  }

  @Test
  void what_was_let_go_is_taken_again() throws IOException {
    Path file = folder.resolve("run.lock");
    taken(file).close();
    assertThat(ProcessLock.isFree(file)).isTrue();
    try (ProcessLock again = taken(file)) {
      assertThat(again.isInPlace()).isTrue();
    }
  }

  @Test
  void whoever_is_stopped_while_it_waits_for_a_folder_is_told_that() throws IOException {
    try (ProcessLock held = JournalFolder.hold(folder)) {
      assertThat(held.isInPlace()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> JournalFolder.hold(folder))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("stopped while waiting for journal folder " + folder);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  // ---- several copies of the library in one process ----

  @Test
  void a_second_copy_of_the_library_neither_takes_it_nor_lets_go_of_it() throws Exception {
    Path file = folder.resolve("run.lock");
    try (URLClassLoader copy = anotherCopy();
        ProcessLock held = taken(file)) {
      assertThat(held.isInPlace()).isTrue();
      assertThat(takenBy(copy, file)).isEmpty();
      assertThat(anotherProcessCanLock(file)).as("the system's lock").isFalse();
    }
    try (URLClassLoader copy = anotherCopy();
        AutoCloseable theirs = takenBy(copy, file).orElseThrow()) {
      assertThat(theirs).isNotNull();
      assertThat(ProcessLock.take(file, Duration.ZERO)).isEmpty();
      assertThat(ProcessLock.isFree(file)).isFalse();
      assertThat(anotherProcessCanLock(file)).as("the system's lock").isFalse();
    }
    taken(file).close();
  }

  @Test
  void what_others_in_this_process_lock_stays_locked_and_is_taken_after_them() throws Exception {
    Path file = folder.resolve("run.lock");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock theirs = channel.lock()) {
      assertThat(theirs.isValid()).isTrue();
      for (int i = 0; i < 3; i++) {
        assertThat(ProcessLock.take(file, Duration.ZERO)).isEmpty();
      }
      assertThat(anotherProcessCanLock(file)).as("the system's lock").isFalse();
    }
    try (ProcessLock held = taken(file)) {
      assertThat(held.isInPlace()).isTrue();
      assertThat(anotherProcessCanLock(file)).as("the system's lock").isFalse();
    }
    assertThat(anotherProcessCanLock(file)).isTrue();
  }

  /** As a second web application in one server has it. */
  private static URLClassLoader anotherCopy() {
    List<URL> places = new ArrayList<>();
    for (Class<?> of : List.of(ProcessLock.class, Logger.class, Nullable.class)) {
      places.add(of.getProtectionDomain().getCodeSource().getLocation());
    }
    return new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static Optional<AutoCloseable> takenBy(ClassLoader copy, Path file) throws Exception {
    Class<?> type = copy.loadClass(ProcessLock.class.getName());
    assertThat(type).isNotSameAs(ProcessLock.class);
    Method take = type.getDeclaredMethod("take", Path.class, Duration.class);
    take.setAccessible(true);
    return ((Optional<?>) take.invoke(null, file, Duration.ZERO)).map(AutoCloseable.class::cast);
  }

  /** By the system's own word. */
  private static boolean anotherProcessCanLock(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    return process.waitFor() == 0;
  }

  /** Tries a lock, and ends with 0 when it was to be had. */
  static final class OtherProcess {
    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        System.exit(lock == null ? 1 : 0);
      }
    }
  }

  private static ProcessLock taken(Path file) throws IOException {
    return ProcessLock.take(file, Duration.ZERO).orElseThrow();
  }
}
