package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
      if (id.isPresent()) {
        checkLast(named.get(), id.get());
      }
      return new Unfinished(FileJournal.at(named.get()), Optional.empty());
    }
    Path folder = named.isPresent() ? named.get() : KnownRun.usualPlace(session);
    List<KnownRun> all = KnownRun.in(folder, again);
    String place = folder.toString();
    KnownRun run =
        id.isEmpty()
            ? only(all, place, session)
            : named(all.stream().filter(r -> r.id().equals(id.get())).findFirst(), id.get(), place);
    return new Unfinished(FileJournal.at(Path.of(run.place())), Optional.empty());
  }

  /** A file's last run is the one that is gone on with, and no other of it. */
  private static void checkLast(Path file, String id) throws UsageException {
    KnownRun.check(file);
    List<KnownRun> last = KnownRun.in(file, List.of());
    if (last.isEmpty()) {
      throw new UsageException(Message.of("runs.not-there", file, id));
    }
    KnownRun run = last.get(0);
    if (!run.id().equals(id)) {
      throw new UsageException(
          run.damage().isEmpty()
              ? Message.of("resume.other-run", file, run.id(), id)
              : Message.plain(run.damage()));
    }
  }

  private static Unfinished inStore(
      Store where, List<String> again, Optional<String> id, Session session) throws UsageException {
    JdbcStore store = where.open(session);
    try {
      String place = where.shown();
      KnownRun run =
          id.isEmpty()
              ? only(KnownRun.in(store, where, again), place, session)
              : named(KnownRun.in(store, id.get(), where, again), id.get(), place);
      return new Unfinished(store.run(run.id()), Optional.of(store));
    } catch (UsageException none) {
      store.close();
      throw none;
    }
  }

  /** Whatever state it is in: whether it can be had is its journal's to say, and why not. */
  private static KnownRun named(Optional<KnownRun> run, String id, String place)
      throws UsageException {
    return run.orElseThrow(() -> new UsageException(Message.of("runs.not-there", place, id)));
  }

  private static KnownRun only(List<KnownRun> all, String place, Session session)
      throws UsageException {
    List<KnownRun> runs = in(FileRun.State.ABANDONED, all);
    if (runs.isEmpty()) {
      throw new UsageException(none(all, place));
    }
    if (runs.size() == 1 && !isLast(runs.get(0), all)) {
      String command = runs.get(0).resumeCommand();
      throw new UsageException(
          List.of(Message.of("resume.not-last", place, command), Message.of("again.typed")));
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
    which.add(Message.of("again.typed"));
    throw new UsageException(which);
  }

  /** Whoever types no more than resume means the run that broke off just now, and no older one. */
  private static boolean isLast(KnownRun run, List<KnownRun> all) {
    Instant began = run.began().orElse(Instant.MAX);
    return all.stream().flatMap(other -> other.began().stream()).noneMatch(began::isBefore);
  }

  /** Why nothing can be completed: what cannot be read may be just the run that is looked for. */
  private static List<Message> none(List<KnownRun> all, String place) {
    List<Message> why = new ArrayList<>();
    for (KnownRun run : in(FileRun.State.DAMAGED, all)) {
      String show = Shell.command("show", run.place());
      why.add(Message.of("resume.damaged", run.damage(), run.place(), show));
    }
    List<KnownRun> living = new ArrayList<>();
    for (KnownRun run : in(FileRun.State.UNDER_WAY, all)) {
      if (run.damage().isEmpty()) {
        living.add(run);
      } else {
        why.add(Message.of("resume.unknown", run.place(), run.damage()));
      }
    }
    if (!living.isEmpty()) {
      why.add(Message.of("resume.under-way", place, living.size(), living.get(0).id()));
    }
    if (!why.isEmpty()) {
      return why;
    }
    return all.stream()
        .max(Comparator.comparing(run -> run.began().orElse(Instant.MIN)))
        .map(run -> Message.of("resume.none.last", place, run.id()))
        .or(() -> Optional.of(Message.of("resume.none", place)))
        .stream()
        .toList();
  }

  private static List<KnownRun> in(FileRun.State state, List<KnownRun> all) {
    return all.stream().filter(run -> run.state() == state).toList();
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
