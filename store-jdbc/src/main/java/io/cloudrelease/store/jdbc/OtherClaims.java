package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.ClaimRule;
import io.cloudrelease.journal.ClaimRule.Trace;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
   * The rows alone. Whoever waits here for a row that another one changes gets it as it is then;
   * what was joined to it would be of the time before, and belong to whatever run had it then.
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

  /** Those that hold an instance of the call back. */
  final Map<InstanceRef, Claim> held = new LinkedHashMap<>();

  /** What is left of those that do not, to be kept in the rows of this run. */
  final Map<Holdings.Key, Holdings.Row> left = new LinkedHashMap<>();

  /** Dead runs whose calls are followed, with their instances. */
  final Map<String, List<InstanceRef>> adopted = new TreeMap<>();

  /** Dead runs whose owners, should they wake, must not send. */
  private final Set<String> silenced = new TreeSet<>();

  private OtherClaims() {}

  /**
   * One row of another run.
   *
   * @param open whether it has calls that have no outcome
   */
  private record Other(
      Holdings.Key key,
      String run,
      boolean open,
      Trace trace,
      Duration delay,
      Duration lag,
      Duration since) {}

  /**
   * Reads and judges them.
   *
   * @param began how long ago the run began, for instances that were not looked at
   * @param heartbeat how long an owner may have lived on without being heard of
   * @throws Append.Contended when a run that was read as dead turned out not to be
   */
  static OtherClaims against(
      Connection connection,
      String run,
      JournalEntry.BatchIntent intent,
      Duration began,
      Duration heartbeat)
      throws SQLException {
    OtherClaims claims = new OtherClaims();
    List<Other> others = read(connection, run, intent);
    Set<String> sending = new TreeSet<>();
    others.stream().filter(Other::open).forEach(other -> sending.add(other.run()));
    Map<String, RunOwners.Life> lives = RunOwners.lives(connection, sending);
    for (Other other : others) {
      RunOwners.Life life = lives.getOrDefault(other.run(), RunOwners.Life.UNKNOWN);
      for (InstanceRef ref : intent.instances()) {
        String cloud = intent.cloud();
        if (ClaimRule.same(cloud, ref.id(), other.key().cloud(), other.key().id())) {
          claims.judge(other, life, ref, intent, lookAge(intent, ref, began), heartbeat);
        }
      }
    }
    if (claims.held.isEmpty() && !RunOwners.fence(connection, claims.silenced)) {
      throw new Append.Contended();
    }
    return claims;
  }

  private void judge(
      Other other,
      RunOwners.Life life,
      InstanceRef ref,
      JournalEntry.BatchIntent intent,
      Duration lookAge,
      Duration heartbeat) {
    List<ClaimRule.OtherRun> traces = new ArrayList<>();
    Duration dead = life.silence().minus(heartbeat);
    Duration deadSince = dead.isNegative() ? Duration.ZERO : dead;
    if (other.open()) {
      traces.add(
          new ClaimRule.OtherRun(
              other.run(),
              life.maySend() ? Trace.OPEN : ClaimRule.afterEnd(Trace.OPEN),
              other.delay(),
              other.lag(),
              deadSince));
    }
    traces.add(
        new ClaimRule.OtherRun(
            other.run(), other.trace(), other.delay(), other.lag(), other.since()));
    boolean waited = true;
    for (ClaimRule.OtherRun trace : traces) {
      ClaimRule.claim(trace, intent.escalates(), lookAge)
          .ifPresent(claim -> held.putIfAbsent(ref, claim));
      waited &= ClaimRule.claim(trace, true, lookAge).isEmpty();
    }
    if (other.open() && life.state() == RunOwners.Life.State.SILENT) {
      silenced.add(other.run());
    }
    if (other.open() && !life.maySend() && waited) {
      adopted.computeIfAbsent(other.run(), any -> new ArrayList<>()).add(ref);
    }
    Trace trace = other.trace();
    Duration age = other.since();
    if (other.open()) {
      trace = ClaimRule.worse(trace, ClaimRule.afterEnd(Trace.OPEN));
      age = age.compareTo(deadSince) < 0 ? age : deadSince;
    }
    // Where one stands under a cloud that is not known it stays beside ours.
    if (other.key().cloud().equals(intent.cloud())) {
      left.put(
          other.key(), new Holdings.Row(Set.of(), trace, age, other.delay(), other.lag(), trace));
    }
  }

  /** By our own steady clock, which is read at both ends; or since the run began. */
  private static Duration lookAge(
      JournalEntry.BatchIntent intent, InstanceRef ref, Duration began) {
    Snapshot seen = intent.seen().get(ref);
    return seen == null ? began : Duration.between(seen.takenAt(), intent.at());
  }

  private static List<Other> read(
      Connection connection, String run, JournalEntry.BatchIntent intent) throws SQLException {
    List<Other> others = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      Object[] ids = intent.instances().stream().map(InstanceRef::id).toArray();
      Array array = connection.createArrayOf("text", ids);
      statement.setArray(1, array);
      statement.setString(2, run);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          others.add(
              new Other(
                  new Holdings.Key(row.getString(1), row.getString(2)),
                  row.getString(3),
                  !row.getString(4).isEmpty(),
                  Trace.values()[row.getInt(5)],
                  Times.seconds(row.getDouble(6)),
                  Times.seconds(row.getDouble(7)),
                  Times.seconds(row.getDouble(8))));
        }
      }
    }
    return others;
  }

  /** What has to be written before the intent. */
  List<JournalEntry> adoptions(JournalEntry.BatchIntent intent) {
    List<JournalEntry> entries = new ArrayList<>();
    adopted.forEach(
        (run, refs) -> entries.add(new JournalEntry.AdoptedClaims(intent.at(), run, refs)));
    return entries;
  }
}
