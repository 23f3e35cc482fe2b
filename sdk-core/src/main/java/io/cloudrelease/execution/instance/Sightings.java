package io.cloudrelease.execution.instance;

import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was seen and heard of one instance.
 *
 * @param before the last look that showed it before anything was sent, or the first after that;
 *     null when none did
 * @param last the last look of all; null when there was none
 * @param beforeSend whether a look showed it before anything was sent
 * @param named whether a run before this one had the cloud's acknowledgement for it
 * @param leavingAt when a look last showed it on its way out; null when none did
 * @param underWayAt when the cloud, or another run, last said that something is being done with it,
 *     or a look showed it in a way that nobody knows; null when none did
 * @param absentAt when the first of the looks was answered that, up to now, do not show it; null
 *     when it is shown
 * @param looks how many looks there were since the last send
 */
public record Sightings(
    @Nullable Snapshot before,
    @Nullable Snapshot last,
    boolean beforeSend,
    boolean named,
    @Nullable Instant leavingAt,
    @Nullable Instant underWayAt,
    @Nullable Instant absentAt,
    int looks) {

  public static final Sightings NONE = new Sightings(null, null, false, false, null, null, null, 0);

  /** Whether it is known to have been there. */
  public boolean known() {
    return before != null || named;
  }

  /** Since when it may be on its way, by whatever hand; long ago when nothing says so. */
  public Instant movingAt() {
    Instant leaving = leavingAt == null ? Instant.EPOCH : leavingAt;
    return underWayAt == null || underWayAt.isBefore(leaving) ? leaving : underWayAt;
  }

  public boolean lastShows(LifecyclePhase phase) {
    return last != null && last.phase() == phase;
  }

  /** Whether a look that began after that time shows that phase, and is the last one. */
  boolean showsSince(LifecyclePhase phase, Instant from) {
    return last != null && last.phase() == phase && !last.takenAt().isBefore(from);
  }

  Sightings shown(Snapshot snapshot, boolean unsent, boolean leaving, Instant now) {
    // What nobody has a word for may lead into the bin, too.
    boolean unclear = snapshot.phase() == LifecyclePhase.UNRECOGNIZED;
    return new Sightings(
        unsent || before == null ? snapshot : before,
        snapshot,
        beforeSend || unsent,
        named,
        leaving ? now : leavingAt,
        unclear ? later(underWayAt, now) : underWayAt,
        null,
        looks + 1);
  }

  Sightings notShown(Snapshot absent, Instant now) {
    return new Sightings(
        before,
        absent,
        beforeSend,
        named,
        leavingAt,
        underWayAt,
        absentAt == null ? now : absentAt,
        looks + 1);
  }

  /** A send ended: what is to be seen is seen from now on. */
  Sightings afresh() {
    return new Sightings(before, last, beforeSend, named, leavingAt, underWayAt, null, 0);
  }

  public Sightings underWay(Instant at) {
    Instant latest = later(underWayAt, at);
    return new Sightings(before, last, beforeSend, named, leavingAt, latest, absentAt, looks);
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }

  /** It was there when the plan was made; where it stands now the looks have to tell. */
  public Sightings planned(Snapshot then) {
    return new Sightings(then, last, beforeSend, named, leavingAt, underWayAt, absentAt, looks);
  }

  /** As a journal tells it. */
  public Sightings remembered(@Nullable Snapshot seen, boolean acknowledged) {
    return new Sightings(
        before == null ? seen : before,
        last,
        beforeSend || seen != null,
        named || acknowledged,
        leavingAt,
        underWayAt,
        absentAt,
        looks);
  }
}
