package io.cloudrelease.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A journal in files: JSON lines, only ever added to, each call's intent synced to the disk before
 * the call leaves. Thread-safe.
 *
 * <p>A journal {@link #at} a file holds one run at a time, and further ones after it. A journal
 * {@link #inFolder} has a file for each run, and beyond that keeps runs of that folder apart, in
 * whichever processes of this machine they are: while one run sends an instance, and until looks
 * show what became of it, no other sends it. A file that another process uses is refused; beside
 * each file lies an empty one, {@code .lock}, that may be deleted when no run uses it.
 */
public final class FileJournal implements ReleaseJournal {
  static final String SUFFIX = ".jsonl";
  private static final Duration FOLDER_PATIENCE = Duration.ofSeconds(20);

  private final Path path;
  private final boolean folder;

  private FileJournal(Path path, boolean folder) {
    this.path = path.toAbsolutePath();
    this.folder = folder;
  }

  /** A journal in this file, which is made when it does not exist; its folder must. */
  public static FileJournal at(Path file) {
    return new FileJournal(file, false);
  }

  /** A journal in this folder, which is made when it does not exist. */
  public static FileJournal inFolder(Path folder) {
    return new FileJournal(folder, true);
  }

  @Override
  public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
    Path file = path;
    if (folder) {
      makeFolder();
      file = path.resolve("run-" + started.runId() + SUFFIX);
    }
    ProcessLock lock = lock(file);
    JournalFile open = null;
    try {
      JournalContent content = existing(file);
      if (!content.finished()) {
        throw new JournalException(
            "journal " + file + " holds a run that was not completed",
            "complete it first (resume), or name another file");
      }
      open = JournalFile.open(file, lock, content.length());
      open.force(open.append(List.of(started)));
      return log(open, List.of(), started);
    } catch (JournalException e) {
      giveUp(open, lock, file);
      throw e;
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
    List<Path> unfinished = unfinished();
    for (Path file : unfinished) {
      Optional<RunLog> log = resume(file);
      if (log.isPresent()) {
        return log.get();
      }
    }
    throw new JournalException(
        "journal folder "
            + path
            + (unfinished.isEmpty()
                ? " holds no run to complete"
                : " holds only runs that other processes are at"),
        "");
  }

  /**
   * The files whose run wrote no end, by name: those that are under way, and those to be resumed.
   *
   * @throws JournalException when they cannot be read
   */
  public List<Path> unfinished() throws JournalException {
    List<Path> unfinished = new ArrayList<>();
    for (Path file : folder ? files(path) : List.of(path)) {
      if (Files.exists(file) && !JournalContent.read(file).finished()) {
        unfinished.add(file);
      }
    }
    return unfinished;
  }

  private Optional<RunLog> resume(Path file) throws JournalException {
    if (!Files.isRegularFile(file)) {
      throw new JournalException("there is no journal " + file, "name the journal of the run");
    }
    Optional<ProcessLock> free = tryLock(file);
    if (free.isEmpty()) {
      return Optional.empty();
    }
    ProcessLock lock = free.get();
    JournalFile open = null;
    try {
      JournalContent content = existing(file);
      List<JournalEntry> run = content.lastRun();
      if (run.isEmpty()) {
        throw new JournalException(
            "journal " + file + " holds no run to complete", "its process sent nothing");
      }
      open = JournalFile.open(file, lock, content.length());
      return Optional.of(log(open, run, (JournalEntry.RunStarted) run.get(0)));
    } catch (JournalException e) {
      giveUp(open, lock, file);
      throw e;
    }
  }

  private RunLog log(JournalFile open, List<JournalEntry> history, JournalEntry.RunStarted started)
      throws JournalException {
    return folder
        ? FileLog.claiming(open, history, Claims.around(open.path(), started.at()))
        : FileLog.alone(open, history);
  }

  private static JournalContent existing(Path file) throws JournalException {
    return Files.exists(file) && size(file) > 0
        ? JournalContent.read(file)
        : new JournalContent(List.of(), 0);
  }

  private static long size(Path file) throws JournalException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new JournalException("journal " + file + " cannot be read: " + e, "", e);
    }
  }

  private void makeFolder() throws JournalException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw JournalFile.unwritable(path, e);
    }
  }

  private static ProcessLock lock(Path file) throws JournalException {
    return tryLock(file)
        .orElseThrow(
            () ->
                new JournalException(
                    "journal " + file + " is used by another run",
                    "give each run its own file, or a folder"));
  }

  private static Optional<ProcessLock> tryLock(Path file) throws JournalException {
    try {
      return ProcessLock.take(file.resolveSibling(file.getFileName() + ".lock"), Duration.ZERO);
    } catch (IOException e) {
      throw JournalFile.unwritable(file, e);
    }
  }

  /** Holds the whole folder for the moment in which a run compares its intent with the others'. */
  static ProcessLock lockFolder(Path folder) throws JournalException {
    try {
      return ProcessLock.take(folder.resolve("folder.lock"), FOLDER_PATIENCE)
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

  static List<Path> files(Path folder) throws JournalException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new JournalException("journal folder " + folder + " cannot be read: " + e, "", e);
    }
  }

  private static void giveUp(
      @org.jspecify.annotations.Nullable JournalFile open, ProcessLock lock, Path file) {
    try {
      if (open != null) {
        open.close();
      } else {
        lock.close();
      }
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(FileJournal.class)
          .warn("journal {} could not be closed: {}", file, e.toString());
    }
  }
}
