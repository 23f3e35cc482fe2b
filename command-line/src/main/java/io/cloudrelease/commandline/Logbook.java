package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.ReleaseJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a run is being written down: opened before it, closed after it. */
final class Logbook implements AutoCloseable {
  private final @Nullable ReleaseJournal journal;
  private final Optional<Path> place;

  private Logbook(@Nullable ReleaseJournal journal, Optional<Path> place) {
    this.journal = journal;
    this.place = place;
  }

  /**
   * Opens it.
   *
   * @throws UsageException when it was named and cannot be written
   */
  static Logbook open(Recording recording, Session session) throws UsageException {
    if (recording.off()) {
      return new Logbook(null, Optional.empty());
    }
    if (recording.journal().isPresent()) {
      Path named = recording.journal().get();
      check(named);
      return new Logbook(Logbook.at(named), recording.journal());
    }
    Optional<FileJournal> usual = StateFolder.open(session);
    return new Logbook(
        usual.orElse(null),
        usual.flatMap(j -> StateFolder.path(session.surroundings().environment())));
  }

  /** A folder holds a file for each run. */
  static FileJournal at(Path named) {
    return Files.isDirectory(named) ? FileJournal.inFolder(named) : FileJournal.at(named);
  }

  private static void check(Path named) throws UsageException {
    Path folder = named.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(Message.of("journal.no-parent", named));
    }
    if (Files.exists(named) ? Files.isWritable(named) : canBeMade(named)) {
      return;
    }
    throw new UsageException(Message.of("journal.unwritable", named));
  }

  private static boolean canBeMade(Path named) {
    try {
      Path folder = named.toAbsolutePath().getParent();
      Files.delete(Files.createTempFile(folder, ".try-", ".tmp"));
      return true;
    } catch (IOException unwritable) {
      return false;
    }
  }

  void tell(ReleaseClientBuilder client) {
    if (journal != null) {
      client.journal(journal);
    }
  }

  /** The file of that run; empty when there is none. */
  Optional<Path> fileOf(String runId) {
    return place.map(
        where -> Files.isDirectory(where) ? where.resolve("run-" + runId + ".jsonl") : where);
  }

  @Override
  public void close() {
    // Files are closed by the run.
  }
}
