package io.cloudrelease.commandline;

import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.store.jdbc.StoredCounts;
import io.cloudrelease.store.jdbc.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A run that was written down, in a journal file or in a store.
 *
 * @param id its id
 * @param state {@code ABANDONED}, {@code DAMAGED}, {@code UNDER_WAY} or {@code ENDED}
 * @param began when it began
 * @param instances how many it was asked to release; negative where that is not known
 * @param verdicts how many have which verdict, where that is known
 * @param place the file, or who has it
 * @param damage what is wrong with it; empty when nothing is
 * @param resumeBy the arguments that complete it; empty when nothing is to be completed
 */
record KnownRun(
    String id,
    FileRun.State state,
    Optional<Instant> began,
    int instances,
    Map<Verdict, Integer> verdicts,
    String place,
    String damage,
    List<String> resumeBy) {
  static final String RUN = "--run";
  private static final int MOST = 200;

  /** Runs that are counted by one statement. */
  private static final int AT_ONCE = 20;

  KnownRun {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(began, "began");
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    counts.putAll(verdicts);
    verdicts = Collections.unmodifiableMap(counts);
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(damage, "damage");
    resumeBy = List.copyOf(resumeBy);
  }

  /**
   * Those of a journal file or folder, unfinished ones first, then the latest.
   *
   * @param again what has to be typed again to complete one
   * @throws UsageException when they cannot be read
   */
  static List<KnownRun> in(Path place, List<String> again) throws UsageException {
    try {
      FileJournal journal = Logbook.at(place);
      List<KnownRun> runs = new ArrayList<>();
      for (FileRun run : journal.runs()) {
        runs.add(of(run, again));
      }
      runs.sort(Comparator.comparing(run -> run.isOpen() ? 0 : 1));
      return runs;
    } catch (JournalException unreadable) {
      throw new UsageException(Message.plain(String.valueOf(unreadable.getMessage())));
    }
  }

  private static KnownRun of(FileRun run, List<String> again) {
    String file = run.file().toString();
    return new KnownRun(
        run.runId(),
        run.state(),
        run.beganAt(),
        run.state() == FileRun.State.DAMAGED ? -1 : run.instances(),
        run.verdicts(),
        file,
        run.damage(),
        run.state() == FileRun.State.ABANDONED
            ? resume(List.of(Recording.JOURNAL, file), again)
            : List.of());
  }

  /**
   * Those of a store, in the same order.
   *
   * @param where what the store is opened by
   * @param again what else has to be typed again
   * @throws UsageException when they cannot be read
   */
  static List<KnownRun> in(JdbcStore store, Store where, List<String> again) throws UsageException {
    try {
      List<KnownRun> runs = new ArrayList<>();
      for (StoredRun run : store.runs(MOST)) {
        runs.add(of(run, where, again));
      }
      return runs;
    } catch (JournalException unreadable) {
      throw new UsageException(Message.plain(String.valueOf(unreadable.getMessage())));
    }
  }

  /**
   * The same runs, with what the store counts of them. Where it cannot count them in time they are
   * listed all the same.
   */
  static List<KnownRun> counted(List<KnownRun> runs, JdbcStore store) {
    List<KnownRun> counted = new ArrayList<>();
    for (int from = 0; from < runs.size(); from += AT_ONCE) {
      List<KnownRun> some = runs.subList(from, Math.min(runs.size(), from + AT_ONCE));
      Map<String, StoredCounts> counts;
      try {
        counts = store.counts(some.stream().map(KnownRun::id).toList());
      } catch (JournalException unknown) {
        counts = Map.of();
      }
      for (KnownRun run : some) {
        StoredCounts known = counts.get(run.id());
        counted.add(known == null ? run : run.counted(known));
      }
    }
    return counted;
  }

  private KnownRun counted(StoredCounts counts) {
    return new KnownRun(
        id, state, began, counts.instances(), counts.verdicts(), place, damage, resumeBy);
  }

  /**
   * The one of a store that has that id, however many there are; empty when there is none.
   *
   * @param where what the store is opened by
   * @param again what else has to be typed again
   * @throws UsageException when it cannot be read
   */
  static Optional<KnownRun> in(JdbcStore store, String id, Store where, List<String> again)
      throws UsageException {
    try {
      return store.find(id).map(run -> of(run, where, again));
    } catch (JournalException unreadable) {
      throw new UsageException(Message.plain(String.valueOf(unreadable.getMessage())));
    }
  }

  /** The one that has that id in that place; empty where it is not, or that cannot be read. */
  static Optional<KnownRun> find(String id, Recording place, List<String> again, Session session) {
    try {
      if (place.store().isPresent()) {
        Store where = place.store().get();
        try (JdbcStore store = where.open(session)) {
          return in(store, id, where, again);
        }
      }
      Path usual = place.journal().isPresent() ? place.journal().get() : usualPlace(session);
      return in(usual, again).stream().filter(run -> run.id().equals(id)).findFirst();
    } catch (UsageException unreadable) {
      return Optional.empty();
    }
  }

  private static KnownRun of(StoredRun run, Store where, List<String> again) {
    boolean abandoned = run.state() == StoredRun.State.ABANDONED;
    return new KnownRun(
        run.runId(),
        FileRun.State.valueOf(run.state().name()),
        Optional.of(run.began()),
        -1,
        Map.of(),
        run.owner(),
        "",
        abandoned ? resume(stored(where, run), again) : List.of());
  }

  private static List<String> stored(Store where, StoredRun run) {
    List<String> args = new ArrayList<>(where.args());
    args.addAll(List.of(RUN, run.runId()));
    return args;
  }

  private static List<String> resume(List<String> which, List<String> again) {
    List<String> args = new ArrayList<>(List.of("resume"));
    args.addAll(again);
    args.addAll(which);
    return args;
  }

  /** Whether it is not complete. */
  boolean isOpen() {
    return state != FileRun.State.ENDED;
  }

  /** The command that completes it; empty when nothing is to be completed. */
  String resumeCommand() {
    return resumeBy.isEmpty() ? "" : Shell.command(resumeBy.toArray(String[]::new));
  }

  /** Where the runs of no named place are. */
  static Path usualPlace(Session session) throws UsageException {
    return StateFolder.path(session.surroundings().environment())
        .orElseThrow(() -> new UsageException(Message.of("runs.no-folder")));
  }

  /** Whether something is there that can hold runs. */
  static void check(Path place) throws UsageException {
    if (!Files.exists(place)) {
      throw new UsageException(Message.of("runs.no-place", place));
    }
  }
}
