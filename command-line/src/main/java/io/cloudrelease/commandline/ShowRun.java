package io.cloudrelease.commandline;

import io.cloudrelease.journal.JournalException;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Shows one run of those that were written down in a place, by its id.
 *
 * @param recording where they were
 * @param clouds names the configuration file, which may say where
 * @param id which
 * @param form how
 */
record ShowRun(Recording recording, CloudOptions clouds, String id, ShowForm form) implements Task {

  ShowRun {
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(clouds, "clouds");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(form, "form");
  }

  @Override
  public int run(Session session) throws UsageException {
    form.check();
    new NamedFiles()
        .read(CloudOptions.CONFIG, clouds.config())
        .written(ShowForm.HTML, form.html(), OwnForm.HTML)
        .check(session);
    Recording place = clouds.setup(session).recording(recording);
    if (place.store().isPresent()) {
      Store where = place.store().get();
      try (JdbcStore store = where.open(session)) {
        return stored(store, where, session);
      }
    }
    Path usual = place.journal().isPresent() ? place.journal().get() : KnownRun.usualPlace(session);
    KnownRun.check(usual);
    Path file =
        KnownRun.in(usual, clouds.again()).stream()
            .filter(run -> run.id().equals(id))
            .map(run -> Path.of(run.place()))
            .findFirst()
            .orElseThrow(() -> new UsageException(Message.of("runs.not-there", usual, id)));
    return new Show(file, form, clouds).run(session);
  }

  private int stored(JdbcStore store, Store where, Session session) throws UsageException {
    KnownRun run =
        KnownRun.in(store, id, where, clouds.again())
            .orElseThrow(() -> new UsageException(Message.of("runs.not-there", where.shown(), id)));
    List<String> lines;
    try {
      lines = store.lines(id);
    } catch (JournalException damaged) {
      String fault = String.valueOf(damaged.getMessage());
      if (damaged.getCause() != null) {
        // Not the lines: the database.
        throw new UsageException(Message.plain(fault));
      }
      int exit = ShowForm.judged(List.of(fault), session);
      form.refuseHtml(id);
      if (form.json()) {
        form.show(List.of(), List.of(fault), id, session);
      }
      return exit;
    }
    boolean written = form.show(lines, List.of(), id, session);
    if (!form.json() && !run.resumeBy().isEmpty()) {
      session.list(
          session.say("show.resume", run.resumeCommand())
              + '\n'
              + session.say("again.typed")
              + '\n');
    }
    session.note("show.whole", lines.size());
    return ExitCode.printed(written, ExitCode.GOOD);
  }
}
