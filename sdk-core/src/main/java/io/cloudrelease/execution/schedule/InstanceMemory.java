package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.SendRecord;
import io.cloudrelease.execution.instance.Sightings;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of instances beyond a single run: which run has one under way, and what
 * was sent or seen leaving so lately that a look may not show it yet. Kept by cloud and id, under
 * whatever name of an account; times are those of the steady clock. Thread-safe.
 */
public final class InstanceMemory {
  /** What clients remember together needs one time line, so each steady clock has its memory. */
  private static final Map<InstantSource, InstanceMemory> MEMORIES = new WeakHashMap<>();

  private static final int LEAST_TO_FORGET = 1_000;
  private static final Set<LifecyclePhase> MAY_LEAVE =
      Set.of(LifecyclePhase.LEAVING, LifecyclePhase.RECYCLED, LifecyclePhase.UNRECOGNIZED);

  private final Map<Key, InstanceTrace> traces = new HashMap<>();
  private final Map<Key, Sighting> sightings = new HashMap<>();
  private final KnownBins bins = new KnownBins();
  private int forgetAt = LEAST_TO_FORGET;

  private record Key(String cloud, String id) {
    // Written out for the sake of starts, as in InstanceRef.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && id.equals(key.id) && cloud.equals(key.cloud);
    }

    @Override
    public int hashCode() {
      return cloud.hashCode() * 31 + id.hashCode();
    }
  }

  /** The memory that all clients with that clock share: all of the process, but for tests. */
  public static InstanceMemory with(InstantSource steady) {
    synchronized (MEMORIES) {
      return MEMORIES.computeIfAbsent(steady, clock -> new InstanceMemory());
    }
  }

  private static Key key(TrackedInstance instance) {
    return new Key(instance.terms().facts().cloud(), instance.ref().id());
  }

  /**
   * An account was taken to have no recycle bin for such instances, and one was seen in it.
   *
   * @return whether that is news
   */
  synchronized boolean sawBin(TrackedInstance instance) {
    return bins.learn(account(instance));
  }

  /** One of that charge type was seen in the bin, whoever put it there. */
  synchronized void sawBin(TrackedInstance instance, String chargeType) {
    link(instance);
    bins.learn(account(instance), chargeType);
  }

  /** Whether its account is known to have a bin for such as it was shown to be. */
  boolean hasBin(TrackedInstance instance) {
    Sightings seen = instance.life().seen();
    // Once it is gone, the last look tells of it no more.
    return hasBin(instance, seen.lastShows(LifecyclePhase.ABSENT) ? seen.before() : seen.last());
  }

  /** The same by a look of which its life does not know yet. */
  synchronized boolean hasBin(TrackedInstance instance, @Nullable Snapshot shown) {
    if (bins.isEmpty()) {
      return false;
    }
    link(instance);
    return bins.has(account(instance), shown);
  }

  /** Names that have the same keys, or dealt lately with the same instance, are of one account. */
  private void link(TrackedInstance instance) {
    String name = account(instance);
    String cloud = instance.terms().facts().cloud();
    instance.account().identities().forEach(is -> bins.same(name, cloud + " " + is));
    InstanceTrace trace = traces.get(key(instance));
    bins.same(name, trace == null ? name : trace.account());
    Sighting seen = sightings.get(key(instance));
    bins.same(name, seen == null ? name : seen.account());
  }

  private static String account(TrackedInstance instance) {
    return instance.terms().facts().cloud() + " " + instance.account().name();
  }

  /** Since when it may be on its way by another run's hand; empty when nothing says so. */
  public synchronized Optional<Instant> movingAt(String cloud, String id, Instant now) {
    Key key = new Key(cloud, id);
    InstanceTrace trace = traces.get(key);
    Sighting seen = sightings.get(key);
    Instant moving =
        trace != null && now.isBefore(trace.clearFrom(true)) ? trace.movingAt() : Instant.EPOCH;
    if (seen != null && now.isBefore(seen.clearFrom(true))) {
      moving = later(moving, seen.movingAt());
    }
    return moving.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(moving);
  }

  /**
   * What a look of that run shows on its way, in a bin, or in a way that nobody knows, others know
   * from now on. Of what the run has under way they hear with its verdict.
   */
  synchronized void saw(String run, TrackedInstance instance, Snapshot shown, Instant now) {
    InstanceTrace trace = traces.get(key(instance));
    boolean own = trace != null && trace.isOf(run, instance.ref());
    if (!own && MAY_LEAVE.contains(shown.phase())) {
      sighted(run, instance, now, now);
    }
  }

  private void sighted(String run, TrackedInstance instance, Instant moving, Instant now) {
    Sighting before = sightings.get(key(instance));
    if (before == null || before.movingAt().isBefore(moving)) {
      sightings.put(key(instance), Sighting.of(run, instance, account(instance), moving));
      forget(now);
    }
  }

  /** Takes an instance for a run that is about to send it, or says who has it. */
  synchronized Optional<Claim> take(String run, TrackedInstance instance, Instant now) {
    Key key = key(instance);
    InstanceTrace trace = traces.get(key);
    if (trace != null && trace.owner() != null && !trace.owner().equals(run)) {
      String why = "another request of this process is releasing it at this moment";
      return Optional.of(Claim.of(trace.owner(), why));
    }
    Optional<Claim> told = toldByOthers(run, instance, now);
    if (told.isEmpty()) {
      traces.put(
          key,
          trace == null || trace.isOver(now)
              ? InstanceTrace.fresh(run, account(instance), instance.ref())
              : trace.of(run, instance.ref()));
    }
    return told;
  }

  /**
   * Who sent it, or saw it leaving, so lately that the run's last look may not show it, where one
   * call more would go too far. The run's own sends are told once they are over.
   */
  synchronized Optional<Claim> toldByOthers(String run, TrackedInstance instance, Instant now) {
    boolean looked = instance.life().seen().last() != null;
    InstanceTrace trace = traces.get(key(instance));
    Sighting seen = sightings.get(key(instance));
    Instant clear = trace == null ? Instant.EPOCH : trace.clearFrom(looked);
    if (seen != null && !seen.isOf(run, instance.ref())) {
      clear = later(clear, seen.clearFrom(looked));
    }
    return isBehind(instance, clear, now) ? Optional.of(aMomentAgo(clear, now)) : Optional.empty();
  }

  /** Whether what the run saw last may be older than what another one knows, and that matters. */
  private static boolean isBehind(TrackedInstance instance, Instant clear, Instant now) {
    Snapshot last = instance.life().seen().last();
    boolean behind = last == null ? now.isBefore(clear) : last.takenAt().isBefore(clear);
    return behind && instance.life().step().escalates();
  }

  private static Claim aMomentAgo(Instant clear, Instant now) {
    String why = "another request of this process sent it, or saw it leaving, a moment ago";
    return Claim.of("", why).freeIn(Duration.between(now, clear));
  }

  /** A run takes up what a dead one sent: others are kept from it, if none of them has it. */
  public synchronized void takenUp(String run, TrackedInstance instance, Instant now) {
    Key key = key(instance);
    InstanceTrace trace = traces.get(key);
    if (trace == null || trace.isOver(now)) {
      traces.put(key, InstanceTrace.fresh(run, account(instance), instance.ref()));
    } else if (trace.owner() == null || trace.owner().equals(run)) {
      traces.put(key, trace.of(run, instance.ref()));
    } else {
      sighted(run, instance, movingAt(instance), now);
    }
  }

  /** The run has its verdict: others may have it, once looks must show what was done. */
  public synchronized void over(String run, TrackedInstance instance, Instant now) {
    Key key = key(instance);
    InstanceTrace before = traces.get(key);
    Instant moving = movingAt(instance);
    Duration lag = instance.terms().facts().longestLag();
    if (before != null && before.movingAt().isAfter(moving)) {
      moving = before.movingAt();
    }
    Sighting seen = sightings.get(key);
    if (seen != null && seen.isOf(run, instance.ref())) {
      sightings.remove(key);
    }
    InstanceTrace left = before == null ? null : before.without(run, instance.ref());
    InstanceTrace after =
        new InstanceTrace(
            left == null ? null : left.owner(),
            left == null ? Set.of() : left.named(),
            account(instance),
            moving,
            lag,
            instance.terms().facts().longestDelay());
    if (after.isOver(now)) {
      traces.remove(key);
    } else {
      traces.put(key, after);
      forget(now);
    }
  }

  /**
   * What a look may not show yet. Of what was sent where no bin is known, too: one may show up
   * while others still look at it. What is gone from there lies in none.
   */
  private Instant movingAt(TrackedInstance instance) {
    InstanceLife life = instance.life();
    boolean gone =
        life.seen().lastShows(LifecyclePhase.ABSENT)
            && !life.step().action().isEmpty()
            && !life.step().bin()
            && !hasBin(instance);
    if (gone || instance.terms().intent().dryRun()) {
      return Instant.EPOCH;
    }
    Instant moving = life.seen().movingAt();
    if (life.seen().lastShows(LifecyclePhase.RECYCLED) && life.seen().last() != null) {
      moving = later(moving, life.seen().last().takenAt());
    }
    SendRecord sent = life.sent();
    if (sent.acknowledged() > 0) {
      moving = later(moving, sent.endedAt());
    }
    return later(moving, sent.reachesUntil());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** From time to time, so that a process that runs for years does not remember them all. */
  private void forget(Instant now) {
    if (traces.size() + sightings.size() >= forgetAt) {
      traces.values().removeIf(trace -> trace.isOver(now));
      sightings.values().removeIf(seen -> !now.isBefore(seen.clearFrom(false)));
      forgetAt = Math.max(LEAST_TO_FORGET, (traces.size() + sightings.size()) * 2);
    }
  }
}
