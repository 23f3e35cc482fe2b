package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Verdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads of journals what is good to know about their last runs, and keeps no more of them. */
final class RunListing {
  private static final Logger LOG = LoggerFactory.getLogger(RunListing.class);

  private RunListing() {}

  /** The last run of a file; empty when it holds none. What is no journal is told as damaged. */
  static Optional<FileRun> of(Path file) {
    Summary run = new Summary();
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long size = in.length();
      long from = new RunFinder(in).lastBegun(size);
      JournalReader reader = new JournalReader(file, from, run);
      reader.readOn(in, size);
      reader.checkEnd(in);
      // Asked after the reading: who ends meanwhile is taken for one that is under way.
      JournalEntry last = run.last;
      if (run.started == null || last == null) {
        // It keeps its folder from sending, so it must not be missing among those that are told.
        LastRun.check(file);
        return Optional.empty();
      }
      LastRun.checkBefore(file, in, from, reader.firstPrev(), last.at());
      return Optional.of(run.isEnded() ? run.of(file, FileRun.State.ENDED, "") : open(file, run));
    } catch (IOException unreadable) {
      return Optional.of(
          new ReadRun(
              file,
              run.started == null ? "" : run.started.runId(),
              FileRun.State.DAMAGED,
              Optional.ofNullable(run.started).map(JournalEntry::at),
              Optional.empty(),
              0,
              Map.of(),
              String.valueOf(unreadable.getMessage())));
    }
  }

  /** While the folder is held: others try the lock at such moments too. */
  private static FileRun open(Path file, Summary run) {
    try {
      Path real = file.toRealPath();
      boolean free;
      try (ProcessLock held = JournalFolder.hold(JournalPlace.folderOf(real))) {
        free = ProcessLock.isFree(JournalPlace.lockOf(real));
      }
      return run.of(file, free ? FileRun.State.ABANDONED : FileRun.State.UNDER_WAY, "");
    } catch (IOException unknown) {
      // A disk that became read-only, for one: that says nothing of what stands in the file, and
      // its run may live.
      return run.of(
          file,
          FileRun.State.UNDER_WAY,
          "whether a process has it is not known: " + unknown.getMessage());
    }
  }

  /**
   * Removes a file whose last run ended before that moment and that nobody uses. The folder has to
   * be held.
   */
  static void removeIfEndedBefore(Path file, Instant moment) throws IOException {
    if (!Files.getLastModifiedTime(file).toInstant().isBefore(moment)) {
      return;
    }
    Path lockFile = JournalPlace.lockOf(file);
    Optional<ProcessLock> lock = ProcessLock.take(lockFile, Duration.ZERO);
    if (lock.isEmpty()) {
      return;
    }
    try (ProcessLock held = lock.get()) {
      if (LastRun.check(file).finished()
          && of(file).flatMap(FileRun::endedAt).filter(moment::isAfter).isPresent()) {
        Files.delete(file);
        Files.delete(lockFile);
        LOG.debug("journal {} was removed: its run ended long ago", file);
      }
    }
  }

  /** As it was read. */
  private record ReadRun(
      Path file,
      String runId,
      State state,
      Optional<Instant> beganAt,
      Optional<Instant> endedAt,
      int instances,
      Map<Verdict, Integer> verdicts,
      String damage)
      implements FileRun {
    ReadRun {
      Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
      counts.putAll(verdicts);
      verdicts = Collections.unmodifiableMap(counts);
    }
  }

  private static final class Summary implements JournalReader.Sink {
    private final Map<InstanceRef, Verdict> verdicts = new HashMap<>();
    private JournalEntry.@Nullable RunStarted started;
    private @Nullable JournalEntry last;

    @Override
    public void entry(JournalEntry entry, long from, long to) {
      last = entry;
      if (entry instanceof JournalEntry.RunStarted begun) {
        started = begun;
        verdicts.clear();
      } else if (entry instanceof JournalEntry.VerdictGiven given) {
        verdicts.put(given.verdict().ref(), given.verdict().verdict());
      }
    }

    private boolean isEnded() {
      return last instanceof JournalEntry.RunEnded;
    }

    private FileRun of(Path file, FileRun.State state, String damage) {
      JournalEntry.RunStarted run = Objects.requireNonNull(started);
      Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
      verdicts.values().forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
      return new ReadRun(
          file,
          run.runId(),
          state,
          Optional.of(run.at()),
          isEnded() ? Optional.ofNullable(last).map(JournalEntry::at) : Optional.empty(),
          run.request().instances().size(),
          counts,
          damage);
    }
  }
}
