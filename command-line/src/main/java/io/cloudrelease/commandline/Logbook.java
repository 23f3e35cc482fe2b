package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a run is being written down: opened before it, closed after it. */
final class Logbook implements AutoCloseable {
  private final Optional<? extends ReleaseJournal> journal;
  private final Optional<JdbcStore> store;

  private Logbook(Optional<? extends ReleaseJournal> journal, Optional<JdbcStore> store) {
    this.journal = journal;
    this.store = store;
  }

  /**
   * Opens it.
   *
   * @throws UsageException when it was named and cannot be used
   */
  static Logbook open(Recording recording, Session session) throws UsageException {
    if (recording.off()) {
      // Also in place of what a configuration names.
      return new Logbook(Optional.of(ReleaseJournal.none()), Optional.empty());
    }
    if (recording.store().isPresent()) {
      return new Logbook(Optional.empty(), Optional.of(recording.store().get().open(session)));
    }
    if (recording.journal().isPresent()) {
      Path named = recording.journal().get();
      check(named, recording.said());
      return new Logbook(Optional.of(at(named)), Optional.empty());
    }
    return new Logbook(StateFolder.open(session), Optional.empty());
  }

  /** A folder holds a file for each run. */
  static FileJournal at(Path named) {
    return Files.isDirectory(named) ? FileJournal.inFolder(named) : FileJournal.at(named);
  }

  private static void check(Path named, String said) throws UsageException {
    Path folder = named;
    if (!Files.isDirectory(named)) {
      ReportFile.check(said, named);
      if (isForeign(named)) {
        throw new UsageException(Message.of("file.no-journal", said, named));
      }
      folder = Objects.requireNonNull(named.toAbsolutePath().getParent());
    }
    // Beside a journal lies its lock.
    if (!ReportFile.canBeMade(folder)) {
      throw new UsageException(Message.of("file.unwritable", said, named));
    }
  }

  /** What cannot be read is left to whoever opens it. */
  private static boolean isForeign(Path file) {
    try {
      return Files.exists(file) && Files.size(file) > 0 && !OwnForm.JOURNAL.isAt(file);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /**
   * Tells the client.
   *
   * @param mostPerHour how many an account may lose in an hour: of a store that is common to all
   *     who use it
   */
  void tell(ReleaseClientBuilder client, OptionalInt mostPerHour) {
    journal.ifPresent(client::journal);
    store.ifPresent(shared -> share(shared, client.journal(shared.journal()), mostPerHour));
  }

  /** What is counted in the store, beside the journal. */
  static void share(JdbcStore store, ReleaseClientBuilder client, OptionalInt mostPerHour) {
    client.pace(store.pace());
    mostPerHour.ifPresent(most -> client.blastBudget(store.budgetPerHour(most)));
  }

  @Override
  public void close() {
    // A file is closed by its run.
    store.ifPresent(JdbcStore::close);
  }
}
