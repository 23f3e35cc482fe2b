package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The run that a {@code resume} means, ready to be gone on with. */
final class Unfinished implements AutoCloseable {
  private final ReleaseJournal journal;
  private final Optional<JdbcStore> store;

  private Unfinished(ReleaseJournal journal, Optional<JdbcStore> store) {
    this.journal = journal;
    this.store = store;
  }

  /**
   * The one that is named, or the only one of its place that can be resumed.
   *
   * @param again what has to be typed again to complete one of several
   * @param id which run, where there are several
   * @throws UsageException when there is none, or several, which are then named
   */
  static Unfinished of(
      Recording recording, List<String> again, Optional<String> id, Session session)
      throws UsageException {
    if (recording.store().isPresent()) {
      return inStore(recording.store().get(), again, id, session);
    }
    Optional<Path> named = recording.journal();
    if (named.isPresent() && !Files.isDirectory(named.get())) {
      return new Unfinished(FileJournal.at(named.get()), Optional.empty());
    }
    Path folder = named.isPresent() ? named.get() : KnownRun.usualPlace(session);
    KnownRun run = only(KnownRun.in(folder, again), id, folder.toString(), session);
    return new Unfinished(FileJournal.at(Path.of(run.place())), Optional.empty());
  }

  private static Unfinished inStore(
      Store where, List<String> again, Optional<String> id, Session session) throws UsageException {
    JdbcStore store = where.open(session);
    try {
      KnownRun run = only(KnownRun.in(store, where, again), id, where.shown(), session);
      return new Unfinished(store.run(run.id()), Optional.of(store));
    } catch (UsageException none) {
      store.close();
      throw none;
    }
  }

  private static KnownRun only(
      List<KnownRun> all, Optional<String> id, String place, Session session)
      throws UsageException {
    List<KnownRun> runs =
        all.stream()
            .filter(run -> run.state() == FileRun.State.ABANDONED)
            .filter(run -> id.isEmpty() || run.id().equals(id.get()))
            .toList();
    if (runs.isEmpty()) {
      throw new UsageException(
          id.isEmpty()
              ? Message.of("resume.none", place)
              : Message.of("resume.not-there", place, id.get()));
    }
    if (runs.size() == 1) {
      session.note("resume.this", runs.get(0).id(), place);
      return runs.get(0);
    }
    List<Message> which = new ArrayList<>(List.of(Message.of("resume.several", runs.size())));
    for (KnownRun run : runs) {
      which.add(
          Message.of(
              "resume.one-of", run.resumeCommand(), run.began().map(Times::shown).orElse("?")));
    }
    throw new UsageException(which);
  }

  ReleaseJournal journal() {
    return journal;
  }

  /** As of a run that begins, see {@link Logbook#tell}. */
  void tell(ReleaseClientBuilder client, OptionalInt mostPerHour) {
    store.ifPresent(shared -> Logbook.share(shared, client, mostPerHour));
  }

  @Override
  public void close() {
    store.ifPresent(JdbcStore::close);
  }
}
