package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.ClaimRule;
import io.cloudrelease.journal.ClaimRule.Trace;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What other runs leave in question about the instances of a call: read with a lock on the rows, so
 * that it stays so until the call's intent is written. A run that is dead while its call is open is
 * fenced: an owner that only slept sends nothing more.
 */
final class OtherClaims {
  /**
   * The rows alone, locked in the order of their keys until the commit. Under READ COMMITTED,
   * whoever waits here for a row that another one changes gets it as it is then; what was joined to
   * it would be of the time before, and belong to whatever run had it then. Under the stricter
   * levels the wait ends in 40001, and all of it is done again.
   */
  private static final String READ =
      """
      select c.id, c.cloud, c.run_id, c.open, c.trace, c.delay, c.lag,
        extract(epoch from clock_timestamp() - c.since)::double precision
      from cloudrelease_claim c
      where c.id = any (?) and c.run_id <> ?
      order by c.id, c.cloud
      for update
      """;

  private static final String SEEN =
      """
      select id, cloud, run_id, extract(epoch from clock_timestamp() - since)::double precision
      from cloudrelease_seen
      where id = any (?) and run_id <> ?
      """;

  private final JournalEntry.BatchIntent intent;

  /** How long ago the run began: the age of a look that there was not. */
  private final Duration began;

  /** How long an owner may have lived on without being heard of. */
  private final Duration heartbeat;

  /** Those that hold an instance of the call back. */
  final Map<InstanceRef, Claim> held = new LinkedHashMap<>();

  /** What is left of those that do not, to be kept in the rows of this run. */
  final Map<Holdings.Key, Holdings.Row> left = new LinkedHashMap<>();

  /** Dead runs whose calls are followed, with their instances. */
  private final Map<String, Set<InstanceRef>> adopted = new TreeMap<>();

  /** Dead runs whose owners, should they wake, must not send. */
  private final Set<String> silenced = new TreeSet<>();

  private OtherClaims(JournalEntry.BatchIntent intent, Duration began, Duration heartbeat) {
    this.intent = intent;
    this.began = began;
    this.heartbeat = heartbeat;
  }

  /**
   * One row of another run.
   *
   * @param open whether it has calls that have no outcome
   * @param trace what its calls that ended leave
   * @param since how long they have left that
   */
  private record Other(
      Holdings.Key key,
      String run,
      boolean open,
      Trace trace,
      Duration delay,
      Duration lag,
      Duration since) {

    static Other of(ResultSet row) throws SQLException {
      return new Other(
          new Holdings.Key(row.getString(1), row.getString(2)),
          row.getString(3),
          !row.getString(4).isEmpty(),
          Trace.values()[row.getInt(5)],
          Times.seconds(row.getDouble(6)),
          Times.seconds(row.getDouble(7)),
          Times.seconds(row.getDouble(8)));
    }

    ClaimRule.OtherRun leaves(Trace what, Duration age) {
      return new ClaimRule.OtherRun(run, what, delay, lag, age);
    }
  }

  /** What another run saw leaving or in a bin, so long ago. */
  private record Seen(Holdings.Key key, String run, Duration since) {
    static Seen of(ResultSet row) throws SQLException {
      return new Seen(
          new Holdings.Key(row.getString(1), row.getString(2)),
          row.getString(3),
          Times.seconds(row.getDouble(4)));
    }
  }

  /**
   * Reads and judges them.
   *
   * @param began how long ago the run began, for instances that were not looked at
   * @param heartbeat how long an owner may have lived on without being heard of
   * @throws Append.Contended when a run that was read as dead turned out not to be
   */
  static OtherClaims against(
      Transaction transaction,
      String run,
      JournalEntry.BatchIntent intent,
      Duration began,
      Duration heartbeat)
      throws SQLException {
    OtherClaims claims = new OtherClaims(intent, began, heartbeat);
    List<String> ids = intent.instances().stream().map(InstanceRef::id).toList();
    List<Other> others = transaction.rows(READ, Other::of, transaction.texts(ids), run);
    // Only now, with the rows locked: their runs are read as they are from here on.
    Set<String> sending = new TreeSet<>();
    others.stream().filter(Other::open).forEach(other -> sending.add(other.run()));
    Map<String, RunOwners.Life> lives = RunOwners.lives(transaction, sending);
    for (Other other : others) {
      claims.judge(other, lives.getOrDefault(other.run(), RunOwners.Life.UNKNOWN));
    }
    transaction.rows(SEEN, Seen::of, transaction.texts(ids), run).forEach(claims::judge);
    if (claims.held.isEmpty() && !RunOwners.fence(transaction, claims.silenced)) {
      throw new Append.Contended();
    }
    return claims;
  }

  /** The looks of this run may be behind that one. */
  private void judge(Seen seen) {
    ClaimRule.OtherRun trace =
        new ClaimRule.OtherRun(
            seen.run(), Trace.ANSWERED, Duration.ZERO, intent.lag(), seen.since());
    for (InstanceRef ref : intent.instances()) {
      if (ClaimRule.same(intent.cloud(), ref.id(), seen.key().cloud(), seen.key().id())) {
        hold(ref, trace);
      }
    }
  }

  private void hold(InstanceRef ref, ClaimRule.OtherRun trace) {
    ClaimRule.claim(trace, intent.escalates(), lookAge(ref))
        .ifPresent(claim -> held.putIfAbsent(ref, claim));
  }

  private void judge(Other other, RunOwners.Life life) {
    for (InstanceRef ref : intent.instances()) {
      if (ClaimRule.same(intent.cloud(), ref.id(), other.key().cloud(), other.key().id())) {
        judge(other, life, ref);
      }
    }
  }

  private void judge(Other other, RunOwners.Life life, InstanceRef ref) {
    List<ClaimRule.OtherRun> traces = traces(other, life);
    Duration lookAge = lookAge(ref);
    traces.forEach(trace -> hold(ref, trace));
    if (other.open() && life.state() == RunOwners.Life.State.SILENT) {
      silenced.add(other.run());
    }
    // Even the step that has to wait for longest need not wait any more.
    boolean waited =
        traces.stream().allMatch(trace -> ClaimRule.claim(trace, true, lookAge).isEmpty());
    if (other.open() && !life.maySend() && waited) {
      adopted.computeIfAbsent(other.run(), any -> new LinkedHashSet<>()).add(ref);
    }
    // Where one stands under a cloud that is not known it stays beside ours.
    if (other.key().cloud().equals(intent.cloud())) {
      left.put(other.key(), together(other, traces));
    }
  }

  /** What the row leaves in question: its calls that ended and, if there are any, its open ones. */
  private List<ClaimRule.OtherRun> traces(Other other, RunOwners.Life life) {
    ClaimRule.OtherRun ended = other.leaves(other.trace(), other.since());
    if (!other.open()) {
      return List.of(ended);
    }
    Trace open = life.maySend() ? Trace.OPEN : ClaimRule.afterEnd(Trace.OPEN);
    Duration dead = life.silence().minus(heartbeat);
    return List.of(other.leaves(open, dead.isNegative() ? Duration.ZERO : dead), ended);
  }

  /** All of it as one row, without open calls: the worst, counted from the latest. */
  private static Holdings.Row together(Other other, List<ClaimRule.OtherRun> traces) {
    Trace worst = Trace.NOTHING;
    Duration age = other.since();
    for (ClaimRule.OtherRun trace : traces) {
      worst = ClaimRule.worse(worst, ClaimRule.afterEnd(trace.trace()));
      age = trace.since().compareTo(age) < 0 ? trace.since() : age;
    }
    return new Holdings.Row(Set.of(), worst, age, other.delay(), other.lag(), worst);
  }

  /** By our own steady clock, which is read at both ends; or since the run began. */
  private Duration lookAge(InstanceRef ref) {
    Snapshot seen = intent.seen().get(ref);
    return seen == null ? began : Duration.between(seen.takenAt(), intent.at());
  }

  /** What has to be written before the intent. */
  List<JournalEntry> adoptions() {
    List<JournalEntry> entries = new ArrayList<>();
    adopted.forEach(
        (run, refs) ->
            entries.add(new JournalEntry.AdoptedClaims(intent.at(), run, List.copyOf(refs))));
    return entries;
  }
}
