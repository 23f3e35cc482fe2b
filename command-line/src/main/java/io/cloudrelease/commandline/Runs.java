package io.cloudrelease.commandline;

import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.text.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lists runs, unfinished ones first, with the command that completes each.
 *
 * @param recording where they were written down
 * @param clouds names the configuration file, which may say where
 * @param all whether all of them are listed
 * @param json whether as JSON
 */
record Runs(Recording recording, CloudOptions clouds, boolean all, boolean json) implements Task {
  private static final int ROWS = 20;

  /** Before counts are cut off, a row rather goes on in the next line. */
  private static final int NARROWEST = 110;

  Runs {
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(clouds, "clouds");
  }

  @Override
  public int run(Session session) throws UsageException {
    List<KnownRun> runs = runs(clouds.setup(session).recording(recording), session);
    session.list(json ? json(runs) : table(runs, session));
    if (json && canBeResumed(runs)) {
      session.note("again.typed");
    }
    return ExitCode.GOOD;
  }

  private List<KnownRun> runs(Recording place, Session session) throws UsageException {
    if (place.store().isPresent()) {
      Store where = place.store().get();
      try (JdbcStore store = where.open(session)) {
        List<KnownRun> runs = KnownRun.in(store, where, clouds.again());
        int shown = all || json ? runs.size() : Math.min(ROWS, runs.size());
        List<KnownRun> counted = KnownRun.counted(runs.subList(0, shown), store);
        return Stream.concat(counted.stream(), runs.stream().skip(shown)).toList();
      }
    }
    if (place.journal().isEmpty()) {
      Path usual = KnownRun.usualPlace(session);
      // Before its first run there is no such folder.
      return Files.exists(usual) ? KnownRun.in(usual, clouds.again()) : List.of();
    }
    KnownRun.check(place.journal().get());
    return KnownRun.in(place.journal().get(), clouds.again());
  }

  private String table(List<KnownRun> runs, Session session) {
    if (runs.isEmpty()) {
      return session.say("runs.none") + "\n";
    }
    TextTable table = new TextTable().row(List.of(session.say("runs.columns").split("\\|")));
    int shown = all ? runs.size() : Math.min(ROWS, runs.size());
    for (KnownRun run : runs.subList(0, shown)) {
      table.row(
          List.of(
              session.say("runs.state." + run.state().name()),
              run.began().map(Times::shown).orElse(""),
              run.instances() < 0 ? "-" : Integer.toString(run.instances()),
              run.id(),
              run.damage().isEmpty() ? verdicts(run) : run.damage()));
    }
    String rows =
        table.shown(
            session.surroundings().terminal()
                ? Math.max(NARROWEST, session.surroundings().columns())
                : 1000);
    StringBuilder out = new StringBuilder(session.manner().color() ? colored(rows, session) : rows);
    if (shown < runs.size()) {
      out.append(session.say("plan.more", runs.size() - shown)).append('\n');
    }
    for (KnownRun run : runs) {
      if (run.state() == FileRun.State.DAMAGED) {
        String key = runs.size() > 1 || isHeeded(run) ? "runs.damaged" : "runs.unheeded";
        String place = TerminalText.of(run.place());
        out.append('\n')
            .append(session.say(key, place, Shell.command("show", run.place())))
            .append('\n');
      }
    }
    for (KnownRun run : runs) {
      if (!run.resumeBy().isEmpty()) {
        out.append('\n')
            .append(session.say("runs.resume", TerminalText.of(run.id()), run.resumeCommand()));
      }
    }
    return out.append(canBeResumed(runs) ? '\n' + session.say("again.typed") + '\n' : "")
        .toString();
  }

  /** Whether it keeps its folder from sending: one that was named by itself may be any file. */
  private static boolean isHeeded(KnownRun run) {
    try {
      Path file = Path.of(run.place()).toRealPath();
      for (FileRun heeded : FileJournal.inFolder(file.resolveSibling(".")).runs()) {
        if (Files.isSameFile(heeded.file(), file)) {
          return true;
        }
      }
      return false;
    } catch (IOException unknown) {
      return true;
    }
  }

  private static boolean canBeResumed(List<KnownRun> runs) {
    return runs.stream().anyMatch(run -> !run.resumeBy().isEmpty());
  }

  /** The first column, as verdicts are. */
  private static String colored(String table, Session session) {
    String colored = table;
    for (FileRun.State state : FileRun.State.values()) {
      String word = session.say("runs.state." + state.name());
      String color =
          switch (state) {
            case ENDED -> VerdictTable.GREEN;
            case DAMAGED -> VerdictTable.RED;
            case ABANDONED, UNDER_WAY -> VerdictTable.YELLOW;
          };
      colored =
          Pattern.compile("(?m)^" + Pattern.quote(word) + "(?= )")
              .matcher(colored)
              .replaceAll(Matcher.quoteReplacement(color + word + VerdictTable.PLAIN));
    }
    return colored;
  }

  private static String verdicts(KnownRun run) {
    if (run.instances() < 0) {
      return "-";
    }
    StringJoiner counts = new StringJoiner(", ");
    run.verdicts().forEach((verdict, count) -> counts.add(count + " " + verdict));
    return counts.toString();
  }

  private static String json(List<KnownRun> runs) {
    JsonWriter json = new JsonWriter().object().member("schema", 1).array("runs");
    for (KnownRun run : runs) {
      json.object()
          .member("run", run.id())
          .member("state", run.state().name())
          .textOrNull("began", run.began().map(JsonWriter::time).orElse(""))
          .member("place", run.place())
          .textOrNull("damage", run.damage())
          .textOrNull("resume", run.resumeCommand());
      if (run.instances() >= 0) {
        json.member("instances", run.instances()).object("verdicts");
        run.verdicts().forEach((verdict, count) -> json.member(verdict.name(), count));
        json.end();
      }
      json.end();
    }
    return json.end().end().toText() + '\n';
  }
}
