package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.ClaimRule;
import io.cloudrelease.journal.ClaimRule.Trace;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one run leaves in question about its instances: what its rows in the table of claims say.
 * Changes are made to a {@link Draft}, and hold once they are written. Not thread-safe.
 */
final class Holdings {
  private final Map<Key, Row> rows = new HashMap<>();
  private final Map<String, List<Key>> calls = new HashMap<>();
  private final Map<InstanceRef, Key> keys = new HashMap<>();
  private final Map<Key, InstanceRef> firstNamed = new HashMap<>();

  /** Called in several regions: only one of them can be right, and which one is not known. */
  private final Set<Key> ambiguous = new HashSet<>();

  /** Which cloud each account of the run is of, as far as it is known. */
  private Map<String, String> clouds = Map.of();

  /** An instance: its cloud, whatever its account is called, and its id. */
  record Key(String id, String cloud) {}

  /**
   * A row.
   *
   * @param open its calls that have no outcome
   * @param trace what the calls that ended leave
   * @param age how long ago that began to count; null when it does not change
   * @param floor what runs before this one left: no verdict of this run takes that away, but that
   *     the instance is gone
   */
  record Row(
      Set<String> open,
      Trace trace,
      @Nullable Duration age,
      Duration delay,
      Duration lag,
      Trace floor) {
    Row {
      open = Set.copyOf(open);
    }

    boolean isOver() {
      return open.isEmpty() && trace == Trace.NOTHING;
    }

    Row with(Set<String> calls, Trace left, @Nullable Duration since) {
      return new Row(calls, left, since, delay, lag, floor);
    }

    /** The calls as one text, in a fixed order. */
    String openText() {
      return String.join(" ", new TreeSet<>(open));
    }
  }

  /**
   * Where the run stands.
   *
   * @param claims the rows as the database has them
   * @param history what the run has written so far: which calls are of which instances
   */
  void load(Map<Key, Row> claims, List<? extends JournalEntry> history) {
    rows.putAll(claims);
    Map<String, List<Key>> open = new LinkedHashMap<>();
    for (JournalEntry entry : history) {
      if (entry instanceof JournalEntry.RunStarted started) {
        clouds = started.clouds();
      } else if (entry instanceof JournalEntry.BatchIntent intent) {
        List<Key> named = new ArrayList<>();
        for (InstanceRef ref : intent.instances()) {
          Key key = new Key(ref.id(), intent.cloud());
          name(ref, key);
          named.add(key);
        }
        open.put(intent.batchId(), named);
      } else if (entry instanceof JournalEntry.BatchOutcome outcome) {
        open.remove(outcome.batchId());
      }
    }
    calls.putAll(open);
  }

  private void name(InstanceRef ref, Key key) {
    keys.put(ref, key);
    if (!firstNamed.computeIfAbsent(key, any -> ref).equals(ref)) {
      ambiguous.add(key);
    }
  }

  Draft draft() {
    return new Draft();
  }

  /** Changes that are not written yet. */
  final class Draft {
    private final Map<Key, Row> changed = new LinkedHashMap<>();
    private final Map<String, List<Key>> begun = new HashMap<>();
    private final Set<String> over = new TreeSet<>();
    private final Map<InstanceRef, Key> named = new HashMap<>();
    private final Set<String> free = new TreeSet<>();
    private final Set<Key> seen = new LinkedHashSet<>();

    /** The instances of the call that is taken: they must be this run's once it is written. */
    Set<Key> taken() {
      Set<Key> taken = new HashSet<>();
      begun.values().forEach(taken::addAll);
      return taken;
    }

    /** The ids of those whose rows may be taken from another run. */
    Set<String> free() {
      return free;
    }

    /** The rows that change, as they are to be. */
    Map<Key, Row> changed() {
      return changed;
    }

    /** Those that the run saw leaving or in a bin. */
    Set<Key> seen() {
      return seen;
    }

    private @Nullable Row row(@Nullable Key key) {
      if (key == null) {
        return null;
      }
      Row row = changed.get(key);
      return row == null ? rows.get(key) : row;
    }

    /**
     * The instances of a call are taken.
     *
     * @param before what other runs left, where that no longer holds this one back
     */
    void take(JournalEntry.BatchIntent intent, Map<Key, Row> before) {
      before.keySet().forEach(key -> free.add(key.id()));
      List<Key> taken = new ArrayList<>();
      for (InstanceRef ref : intent.instances()) {
        Key key = new Key(ref.id(), intent.cloud());
        Row row = before.getOrDefault(key, row(key));
        if (row == null) {
          row =
              new Row(
                  Set.of(),
                  Trace.NOTHING,
                  Duration.ZERO,
                  intent.delay(),
                  intent.lag(),
                  Trace.NOTHING);
        }
        Set<String> open = new TreeSet<>(row.open());
        open.add(intent.batchId());
        changed.put(
            key,
            new Row(
                open,
                row.trace(),
                row.age(),
                Collections.max(List.of(row.delay(), intent.delay())),
                Collections.max(List.of(row.lag(), intent.lag())),
                row.floor()));
        named.put(ref, key);
        taken.add(key);
      }
      begun.put(intent.batchId(), taken);
    }

    void note(JournalEntry entry) {
      if (entry instanceof JournalEntry.BatchOutcome outcome) {
        ended(outcome);
      } else if (entry instanceof JournalEntry.VerdictGiven given) {
        judged(given.verdict());
      } else if (entry instanceof JournalEntry.RunEnded) {
        runEnded();
      }
    }

    private void ended(JournalEntry.BatchOutcome outcome) {
      over.add(outcome.batchId());
      List<Key> of = calls.getOrDefault(outcome.batchId(), List.of());
      boolean alone = of.size() == 1;
      for (Key key : of) {
        Row row = row(key);
        if (row != null) {
          Set<String> open = new TreeSet<>(row.open());
          open.remove(outcome.batchId());
          Trace left = ClaimRule.after(outcome, alone);
          changed.put(
              key,
              left == Trace.NOTHING
                  ? row.with(open, row.trace(), row.age())
                  : row.with(open, ClaimRule.worse(row.trace(), left), Duration.ZERO));
        }
      }
    }

    private void judged(InstanceVerdict given) {
      InstanceRef ref = given.ref();
      Key key = named.getOrDefault(ref, keys.get(ref));
      if (ClaimRule.after(Trace.NOTHING, given) != Trace.NOTHING) {
        seen.add(key == null ? new Key(ref.id(), clouds.getOrDefault(ref.provider(), "")) : key);
      }
      Row row = row(key);
      if (key == null || row == null) {
        return;
      }
      boolean gone = given.verdict() == Verdict.RELEASED;
      if (ambiguous.contains(key) && !gone) {
        return;
      }
      Trace before = row.open().isEmpty() ? row.trace() : Trace.OPEN;
      if (before == Trace.NOTHING) {
        return;
      }
      Trace after = ClaimRule.after(before, given);
      boolean anew = ClaimRule.countsAnew(before, given);
      changed.put(
          key,
          row.with(
              Set.of(),
              gone ? after : ClaimRule.worse(after, row.floor()),
              anew ? Duration.ZERO : row.age()));
    }

    private void runEnded() {
      Set<Key> all = new LinkedHashSet<>(rows.keySet());
      all.addAll(changed.keySet());
      for (Key key : all) {
        Row row = row(key);
        if (row != null && !row.open().isEmpty()) {
          changed.put(
              key,
              row.with(
                  Set.of(),
                  ClaimRule.worse(row.trace(), ClaimRule.afterEnd(Trace.OPEN)),
                  Duration.ZERO));
        }
      }
    }

    /** It is written. */
    void hold() {
      over.forEach(calls::remove);
      calls.putAll(begun);
      named.forEach(Holdings.this::name);
      changed.forEach(
          (key, row) -> {
            if (row.isOver()) {
              rows.remove(key);
            } else {
              // As it is in the database now: it does not change any more by itself.
              rows.put(key, row.with(row.open(), row.trace(), null));
            }
          });
    }
  }
}
