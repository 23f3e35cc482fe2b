package io.cloudrelease.journal;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What the runs of a journal file leave in question about the instances that a run of ours asks
 * for. Read as the file grows; keeps nothing of other instances. Not thread-safe.
 */
final class OtherJournal implements JournalReader.Sink {
  /** So much of a file's first line tells it from another one's: the id of its run is in it. */
  private static final int BEGINNING = 256;

  private final FirstReadings.FileId file;
  private final Set<String> ids;
  private final LongSupplier steady;
  private final FirstReadings readings;
  private final JournalReader reader;

  private long sizeRead = -1;

  /**
   * Where the run began whose first line is the last that was read; negative when there is none.
   */
  private long justBegan = -1;

  private boolean understood;
  private String run = "";

  /** Which cloud each account of that run is of, as far as it is known. */
  private Map<String, String> clouds = Map.of();

  private long now;

  /** Those of its instances that are of interest here, and whether it named no other. */
  private record Call(List<Trail> trails, boolean alone) {}

  /** Calls of the run that is under way which have no outcome yet. */
  private final Map<String, Call> calls = new HashMap<>();

  /** Of the run that is under way. */
  private final Trails present = new Trails();

  /** Of the runs before it. */
  private final Trails past = new Trails();

  private OtherJournal(
      FirstReadings.FileId file,
      long from,
      Set<String> ids,
      LongSupplier steady,
      FirstReadings readings) {
    this.file = file;
    this.ids = ids;
    this.steady = steady;
    this.readings = readings;
    this.reader = new JournalReader(file.path(), from, this);
  }

  /**
   * A file, as far as its runs concern one that began then.
   *
   * @param ids the ids of the instances that are asked for
   * @param limit where to stop looking
   */
  static OtherJournal of(
      FirstReadings.FileId file,
      long limit,
      Set<String> ids,
      Instant began,
      LongSupplier steady,
      FirstReadings readings)
      throws JournalException {
    try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
      readings.found(file, in.length(), beginning(in));
      long from = concerned(file.path(), in, limit, began);
      return new OtherJournal(file, from, ids, steady, readings);
    } catch (IOException e) {
      throw unreadable(file.path(), e);
    }
  }

  private static String beginning(RandomAccessFile in) throws IOException {
    byte[] bytes = new byte[(int) Math.min(BEGINNING, in.length())];
    in.seek(0);
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Where those runs begin that were not over long before. */
  private static long concerned(Path file, RandomAccessFile in, long limit, Instant began)
      throws IOException {
    RunFinder finder = new RunFinder(in);
    long from = Math.min(limit, in.length());
    Optional<Instant> last = from == in.length() ? finder.endedAt(from) : Optional.empty();
    boolean foreign = last.isPresent() && RunFinder.isChangedAfter(file, last.get());
    while (from > 0) {
      Optional<Instant> ended = finder.endedAt(from);
      if (ended.isPresent() && ended.get().plus(ClaimRule.LONG_OVER).isBefore(began)) {
        // Where somebody else put that end there, a run before it may be one without an end.
        return foreign ? finder.unended(from) : from;
      }
      from = finder.lastRun(from);
    }
    return 0;
  }

  /**
   * Reads what the file gained.
   *
   * @param size how long it is; a file that ends where the last whole line did is not opened
   */
  void readOn(long size, long limit) throws JournalException {
    if (size == sizeRead) {
      return;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
      long length = in.length();
      if (length < reader.end()) {
        throw new JournalException(
            "journal " + file.path() + " of another run was cut",
            "what that run sends must be known; look at its instances by hand");
      }
      now = steady.getAsLong();
      reader.readOn(in, Math.min(length, limit));
      reader.checkEnd(in);
      if (!understood && reader.sawLine()) {
        throw new JournalException(
            "journal " + file.path() + " of another run cannot be understood",
            "move it out of the folder if it is none");
      }
      readings.mark(file, reader.end(), now);
      // Last: damage is told each time. A torn end is read anew: it may be cut and overwritten.
      sizeRead = reader.end();
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file.path(), e);
    }
  }

  /** Whether the file ends where a run began that wrote nothing more: its beginning failed. */
  boolean isTakenBack(long size) {
    return size == justBegan;
  }

  static JournalException unreadable(Path file, IOException e) {
    return new JournalException(
        "journal " + file + " of another run cannot be read: " + e,
        "what it sends must be known; move it out of the folder if it is none",
        e);
  }

  /**
   * Finds out early whether the process of a run with open calls is dead: from then time counts.
   */
  void watch() throws JournalException {
    if (present.all().anyMatch(trail -> !trail.open.isEmpty())) {
      deadSince();
    }
  }

  /** When its process was first found dead after its last line; empty while it lives. */
  private OptionalLong deadSince() throws JournalException {
    try {
      if (ProcessLock.isFree(JournalPlace.lockOf(file.path()))) {
        return OptionalLong.of(readings.dead(file, reader.end(), steady.getAsLong()));
      }
      readings.alive(file);
      return OptionalLong.empty();
    } catch (IOException e) {
      throw unreadable(file.path(), e);
    }
  }

  /** Why that instance must not be sent. */
  Optional<Claim> claim(
      InstanceRef ref, JournalEntry.BatchIntent intent, boolean escalates, Duration lookAge)
      throws JournalException {
    for (Trail trail : trails(ref, intent.cloud())) {
      for (ClaimRule.OtherRun other : others(trail, intent.lag())) {
        Optional<Claim> claim = ClaimRule.claim(other, escalates, lookAge);
        if (claim.isPresent()) {
          return claim;
        }
      }
    }
    return Optional.empty();
  }

  /** The dead run that had sent that instance and did not say what became of it. */
  Optional<String> deadOwner(InstanceRef ref, String cloud) throws JournalException {
    for (Trail trail : trails(ref, cloud)) {
      if (!trail.open.isEmpty() && deadSince().isPresent()) {
        return Optional.of(trail.run);
      }
    }
    return Optional.empty();
  }

  private List<Trail> trails(InstanceRef ref, String cloud) {
    List<Trail> trails = new ArrayList<>(2);
    for (Trails some : List.of(present, past)) {
      for (Trail trail : some.of(ref.id())) {
        if (ClaimRule.same(cloud, ref.id(), trail.cloud, trail.ref.id())) {
          trails.add(trail);
        }
      }
    }
    return trails;
  }

  private List<ClaimRule.OtherRun> others(Trail trail, Duration lag) throws JournalException {
    List<ClaimRule.OtherRun> others = new ArrayList<>(2);
    if (!trail.open.isEmpty()) {
      OptionalLong dead = deadSince();
      ClaimRule.Trace open = ClaimRule.Trace.OPEN;
      ClaimRule.Trace trace = dead.isPresent() ? ClaimRule.afterEnd(open) : open;
      others.add(trail.as(trace, lag, since(dead.orElseGet(steady))));
    }
    others.add(trail.as(trail.trace, lag, since(trail.since)));
    return others;
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, steady.getAsLong() - nanos));
  }

  @Override
  public void entry(JournalEntry entry, long from, long to) {
    long at = readings.firstRead(file, to, now);
    understood = true;
    justBegan = entry instanceof JournalEntry.RunStarted ? from : -1;
    if (entry instanceof JournalEntry.RunStarted started) {
      over(at);
      past.addAll(present);
      present.clear();
      run = started.runId();
      clouds = started.clouds();
    } else if (entry instanceof JournalEntry.BatchIntent intent) {
      intended(intent);
    } else if (entry instanceof JournalEntry.BatchOutcome outcome) {
      ended(outcome, at);
    } else if (entry instanceof JournalEntry.VerdictGiven given) {
      judged(given.verdict(), at);
    } else if (entry instanceof JournalEntry.RunEnded) {
      over(at);
    }
  }

  private void intended(JournalEntry.BatchIntent intent) {
    List<Trail> trails = new ArrayList<>();
    for (InstanceRef ref : intent.instances()) {
      if (ids.contains(ref.id())) {
        Trail trail =
            present.of(ref).orElseGet(() -> present.add(new Trail(ref, run, intent.cloud())));
        trail.intended(intent);
        trails.add(trail);
      }
    }
    if (!trails.isEmpty()) {
      calls.put(intent.batchId(), new Call(trails, intent.instances().size() == 1));
    }
  }

  private void ended(JournalEntry.BatchOutcome outcome, long at) {
    Call call = calls.remove(outcome.batchId());
    if (call != null) {
      call.trails()
          .forEach(
              trail -> {
                trail.open.remove(outcome.batchId());
                trail.add(ClaimRule.after(outcome, call.alone()), at);
              });
    }
  }

  private void judged(InstanceVerdict verdict, long at) {
    InstanceRef ref = verdict.ref();
    boolean seen = ClaimRule.after(ClaimRule.Trace.NOTHING, verdict) != ClaimRule.Trace.NOTHING;
    Optional<Trail> named = present.of(ref);
    if (named.isPresent()) {
      judged(named.get(), verdict, at);
    } else if (seen && ids.contains(ref.id())) {
      String cloud = clouds.getOrDefault(ref.provider(), "");
      judged(present.add(new Trail(ref, run, cloud)), verdict, at);
    }
  }

  private static void judged(Trail trail, InstanceVerdict verdict, long at) {
    ClaimRule.Trace before = trail.open.isEmpty() ? trail.trace : ClaimRule.Trace.OPEN;
    trail.trace = ClaimRule.after(before, verdict);
    trail.since = ClaimRule.countsAnew(before, verdict) ? at : trail.since;
    trail.open.clear();
  }

  private void over(long at) {
    present
        .all()
        .filter(trail -> !trail.open.isEmpty())
        .forEach(
            trail -> {
              trail.add(ClaimRule.afterEnd(ClaimRule.Trace.OPEN), at);
              trail.open.clear();
            });
    calls.clear();
  }
}
