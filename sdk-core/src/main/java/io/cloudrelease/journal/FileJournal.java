package io.cloudrelease.journal;

import io.cloudrelease.files.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in files: JSON lines, only ever added to, each bound to the one before by a checksum,
 * each call's intent synced to the disk before the call leaves. Thread-safe.
 *
 * <p>A journal {@link #at} a file holds one run at a time, and further ones after it. A journal
 * {@link #inFolder} has a file for each run. Both keep the runs of all journals in one folder
 * apart, in whichever processes of this machine they are: see {@link ClaimRule}. A file that
 * another process uses is refused, whatever name it is reached by; beside each file lies an empty
 * one, {@code .lock}, by which other runs know it for a journal whatever it is called: it goes when
 * the journal goes. Files and folders that are made are for their owner alone, and a file that
 * others could read is taken from them. A link to a journal in another folder is refused.
 */
public final class FileJournal implements ReleaseJournal {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);

  private final Path path;
  private final boolean folder;
  private final LongSupplier steady;
  private final FirstReadings readings;

  private FileJournal(Path path, boolean folder, LongSupplier steady) {
    this.path = path.toAbsolutePath();
    this.folder = folder;
    this.steady = steady;
    this.readings = new FirstReadings();
  }

  /** A journal in this file, which is made when it does not exist; its folder must. */
  public static FileJournal at(Path file) {
    return new FileJournal(file, false, System::nanoTime);
  }

  /** A journal in this folder, which is made when it does not exist. */
  public static FileJournal inFolder(Path folder) {
    return new FileJournal(folder, true, System::nanoTime);
  }

  /**
   * The same journal with another clock to measure intervals by, for tests that do not wait.
   *
   * @param nanos as {@link System#nanoTime}, which is the default; never goes back
   */
  public FileJournal steadyClock(LongSupplier nanos) {
    return new FileJournal(path, folder, nanos);
  }

  @Override
  public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
    if (folder) {
      makeFolder();
    }
    Path file =
        JournalPlace.real(
            folder ? path.resolve("run-" + started.runId() + JournalFolder.SUFFIX) : path);
    ProcessLock lock =
        tryLock(file)
            .orElseThrow(
                () ->
                    new JournalException(
                        "journal " + file + " is used by another run",
                        "give each run its own file, or a folder"));
    JournalFile open = null;
    boolean begun = false;
    try {
      LastRun last = LastRun.check(file);
      if (!last.finished()) {
        throw new JournalException(
            "journal " + file + " holds a run that was not completed",
            "complete it first (resume), or name another file");
      }
      open = JournalFile.open(file, lock, last);
      Claims claims = claims(open, started);
      read(claims, open.length());
      open.begin(started);
      RunLog log = log(open, List.of(), claims);
      begun = true;
      return log;
    } finally {
      if (!begun) {
        giveUp(open, lock, file);
      }
    }
  }

  @Override
  public RunLog resume() throws JournalException {
    if (!folder) {
      return resume(path)
          .orElseThrow(
              () ->
                  new JournalException(
                      "journal " + path + " is used by another process",
                      "wait until that run is over"));
    }
    JournalException unusable = null;
    for (Path file : JournalFolder.named(path)) {
      try {
        Optional<RunLog> log = isUnfinished(file) ? resume(file) : Optional.empty();
        if (log.isPresent()) {
          return log.get();
        }
      } catch (JournalException e) {
        LOG.warn("the next run is tried: {}", e.getMessage());
        unusable = unusable == null ? e : unusable;
      }
    }
    if (unusable != null) {
      throw unusable;
    }
    throw new JournalException(
        "journal folder "
            + path
            + (unfinished().isEmpty()
                ? " holds no run to complete"
                : " holds only runs that other processes are at"),
        "");
  }

  /**
   * The files whose run wrote no end, by name: those that are under way, those to be resumed, and
   * in a folder the damaged ones, of which nobody can tell.
   *
   * @throws JournalException when the folder, or the file that was named, cannot be read
   */
  public List<Path> unfinished() throws JournalException {
    if (!folder) {
      return isUnfinished(path) ? List.of(path) : List.of();
    }
    return JournalFolder.named(path).stream().filter(FileJournal::mayBeUnfinished).toList();
  }

  private static boolean mayBeUnfinished(Path file) {
    try {
      return isUnfinished(file);
    } catch (JournalException damaged) {
      return true;
    }
  }

  private static boolean isUnfinished(Path file) throws JournalException {
    return Files.exists(file) && !LastRun.check(file).finished();
  }

  /**
   * The last run of each file, the latest first; what cannot be read is among them, and says so.
   *
   * @throws JournalException when the folder cannot be read
   */
  public List<FileRun> runs() throws JournalException {
    List<FileRun> runs = new ArrayList<>();
    if (!folder && Files.isRegularFile(path)) {
      RunListing.of(path).ifPresent(runs::add);
    } else if (folder && Files.isDirectory(path)) {
      for (Path file : JournalFolder.named(path)) {
        RunListing.of(file).ifPresent(runs::add);
      }
    }
    runs.sort(
        Comparator.comparing((FileRun run) -> run.beganAt().orElse(Instant.EPOCH)).reversed());
    return runs;
  }

  /**
   * Removes the files of a folder whose runs ended before that moment, and more than 24 hours ago:
   * what ended later may still keep others from sending. Those that are not complete stay, however
   * old, and so do those that cannot be read and what links lead to. Does nothing to a journal at a
   * file.
   *
   * @throws JournalException when the folder cannot be read or written
   */
  public void removeEnded(Instant before) throws JournalException {
    if (!folder || !Files.isDirectory(path)) {
      return;
    }
    Instant over = Instant.now().minus(ClaimRule.LONG_OVER);
    try (ProcessLock held = JournalFolder.hold(path)) {
      for (Path file : JournalFolder.named(path)) {
        if (!Files.isSymbolicLink(file)) {
          removeIfEnded(file, before.isBefore(over) ? before : over);
        }
      }
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw JournalFile.unwritable(path, e);
    }
  }

  private static void removeIfEnded(Path file, Instant before) {
    try {
      RunListing.removeIfEndedBefore(file, before);
    } catch (IOException unreadable) {
      // Whoever resumes or lists runs is told; those that only begin one must not be stopped by it.
      LOG.debug("{} is not removed: {}", file, unreadable.toString());
    }
  }

  private Optional<RunLog> resume(Path named) throws JournalException {
    if (!Files.isRegularFile(named)) {
      throw new JournalException("there is no journal " + named, "name the journal of the run");
    }
    Path file = JournalPlace.real(named);
    Optional<ProcessLock> free = tryLock(file);
    if (free.isEmpty()) {
      return Optional.empty();
    }
    ProcessLock lock = free.get();
    JournalFile open = null;
    boolean resumed = false;
    try {
      LastRun last = LastRun.read(file);
      if (folder && last.finished()) {
        // Another process completed it since the folder was read.
        return Optional.empty();
      }
      if (last.entries().isEmpty()) {
        throw new JournalException(
            "journal " + file + " holds no run to complete", "its process sent nothing");
      }
      open = JournalFile.open(file, lock, last);
      Claims claims = claims(open, (JournalEntry.RunStarted) last.entries().get(0));
      try {
        read(claims, last.from());
      } catch (JournalException e) {
        // What was sent can be looked at all the same; only a send needs to know the others.
        LOG.warn("nothing can be sent: {}", e.getMessage());
      }
      RunLog log = log(open, last.entries(), claims);
      resumed = true;
      return Optional.of(log);
    } finally {
      if (!resumed) {
        giveUp(open, lock, file);
      }
    }
  }

  private Claims claims(JournalFile open, JournalEntry.RunStarted started) {
    return new Claims(open.path(), started, !folder, steady, readings);
  }

  /** From now on time counts for what the others have sent. */
  private void read(Claims claims, long ownFrom) throws JournalException {
    claims.readAhead();
    try (ProcessLock held = JournalFolder.hold(claims.folder())) {
      claims.readOwn(ownFrom);
      claims.read();
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw JournalFile.unwritable(claims.folder(), e);
    }
  }

  private RunLog log(JournalFile open, List<JournalEntry> history, Claims claims) {
    // What a run of ours wrote is known from when it was written.
    Runnable seen = () -> readings.mark(open.id(), open.length(), steady.getAsLong());
    return new FileLog(open, history, claims, seen);
  }

  private void makeFolder() throws JournalException {
    try {
      OwnFiles.makeFolder(path);
    } catch (IOException e) {
      throw JournalFile.unwritable(path, e);
    }
  }

  /** While the folder is held: others try the lock at such moments, to see whether we live. */
  private static Optional<ProcessLock> tryLock(Path file) throws JournalException {
    if (!Files.exists(JournalPlace.lockOf(file))) {
      // By a lock beside it, other runs would take any file for a journal, and send nothing.
      LastRun.check(file);
    }
    try (ProcessLock held = JournalFolder.hold(JournalPlace.folderOf(file))) {
      return ProcessLock.take(JournalPlace.lockOf(file), Duration.ZERO);
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw JournalFile.unwritable(file, e);
    }
  }

  private static void giveUp(@Nullable JournalFile open, ProcessLock lock, Path file) {
    try {
      if (open != null) {
        open.close();
      } else {
        lock.close();
      }
    } catch (IOException e) {
      LOG.warn("journal {} could not be closed: {}", file, e.toString());
    }
  }
}
