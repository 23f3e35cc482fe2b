package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.Region;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Terms;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.spi.LookAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a run: its life, which {@link Dispatch} alone moves on, and the places it has in
 * queues and gates, each kept by its owner. Loop's thread only.
 */
public final class TrackedInstance {
  private final InstanceRef ref;
  private final Account account;
  private final Terms terms;
  private InstanceLife life;
  private @Nullable InstanceVerdict verdict;
  private Instant nextLook = Instant.EPOCH;
  private Instant signedAt = Instant.EPOCH;

  /** The most instances its next look may ask for; made smaller when a look cannot be read. */
  private int lookChunk;

  /** The wave it is sent in; below zero until it is admitted to one. */
  private int wave = -1;

  /** Since when what was done may be done; null while nothing may be. */
  private @Nullable Instant touchedAt;

  /** The same as the journal of a dead process stamped it; null where it is of this run. */
  private @Nullable Instant stamp;

  /** Whether that stamp is of a clock that was ahead of ours. */
  private boolean stampAhead;

  private boolean charged;
  private List<Leftover> leftovers = List.of();

  public TrackedInstance(InstanceRef ref, Account account, Terms terms, InstanceLife life) {
    this.ref = ref;
    this.account = account;
    this.terms = terms;
    this.life = life;
    lookInFull();
  }

  static List<InstanceRef> refs(Collection<TrackedInstance> instances) {
    List<InstanceRef> refs = new ArrayList<>(instances.size());
    for (TrackedInstance instance : instances) {
      refs.add(instance.ref);
    }
    return refs;
  }

  /** The last looks at them, where there were any. */
  static Map<InstanceRef, Snapshot> lastLooks(Collection<TrackedInstance> instances) {
    Map<InstanceRef, Snapshot> looks = new HashMap<>();
    for (TrackedInstance instance : instances) {
      Snapshot last = instance.life.seen().last();
      if (last != null) {
        looks.put(instance.ref, last);
      }
    }
    return looks;
  }

  /** Those of them that a look shows, and how. */
  static Map<TrackedInstance, Snapshot> shown(
      List<TrackedInstance> instances, Outcome<LookAnswer> look) {
    Map<InstanceRef, Snapshot> byRef = new HashMap<>();
    look.readable().ifPresent(answer -> answer.snapshots().forEach(s -> byRef.put(s.ref(), s)));
    Map<TrackedInstance, Snapshot> shown = new LinkedHashMap<>();
    for (TrackedInstance instance : instances) {
      Snapshot snapshot = byRef.get(instance.ref);
      if (snapshot != null) {
        shown.put(instance, snapshot);
      }
    }
    return shown;
  }

  public InstanceRef ref() {
    return ref;
  }

  public Account account() {
    return account;
  }

  public Terms terms() {
    return terms;
  }

  public InstanceLife life() {
    return life;
  }

  Region region() {
    return new Region(ref.provider(), ref.region());
  }

  BatchKey key() {
    return new BatchKey(region(), life.step(), life.efforts().together());
  }

  /** What was learned of it; {@link Dispatch} alone says so. */
  void become(InstanceLife now) {
    if (life.isDone() && now != InstanceLife.OVER) {
      throw new IllegalStateException(ref + " has its verdict already");
    }
    life = now;
  }

  public @Nullable InstanceVerdict verdict() {
    return verdict;
  }

  /** With it the instance rests: its times are let go of. */
  void verdict(InstanceVerdict given) {
    verdict = given;
    nextLook = Instant.EPOCH;
    signedAt = Instant.EPOCH;
  }

  Instant nextLook() {
    return nextLook;
  }

  void nextLook(Instant at) {
    nextLook = at;
  }

  Instant signedAt() {
    return signedAt;
  }

  /** The time that the last send for it was signed with. */
  void signedAt(Instant at) {
    signedAt = at.isAfter(signedAt) ? at : signedAt;
  }

  /** Since when, at the earliest, what was done may be done; empty while nothing may be. */
  Optional<Instant> touchedAt() {
    return Optional.ofNullable(touchedAt);
  }

  /** A call that may have done it; told before its end is. */
  public void touched(Instant at) {
    if (!life.sent().mayHaveTouched() || touchedAt == null) {
      touchedAt = at;
      stamp = null;
    }
  }

  /**
   * A call of a dead process may have done it.
   *
   * @param byItsClock as the journal stamped it
   * @param wall the time by our clock
   * @param now the same by the steady one
   */
  public void touchedBefore(Instant byItsClock, Instant wall, Instant now) {
    touchedAt = now.minus(Duration.between(byItsClock, wall));
    stamp = byItsClock;
    stampAhead = byItsClock.isAfter(wall);
  }

  /**
   * When it was touched by our clock: not later than its journal says; empty where a clock was set
   * back since, and nobody knows how far.
   */
  Optional<Instant> touchedAt(Instant byOurClock) {
    if (stamp == null) {
      return Optional.of(byOurClock);
    }
    return stampAhead
        ? Optional.empty()
        : Optional.of(stamp.isBefore(byOurClock) ? stamp : byOurClock);
  }

  int lookChunk() {
    return lookChunk;
  }

  void lookChunk(int most) {
    lookChunk = most;
  }

  /** Its next look may ask for as many as the cloud allows. */
  final void lookInFull() {
    lookChunk = account.facts().lookAction().maxBatch();
  }

  int wave() {
    return wave;
  }

  void wave(int number) {
    wave = number;
  }

  boolean charged() {
    return charged;
  }

  /** Whether the budget was charged for it. */
  public void charged(boolean now) {
    charged = now;
  }

  public List<Leftover> leftovers() {
    return leftovers;
  }

  /** What it leaves behind by the look before its verdict. */
  public void leftovers(List<Leftover> byThatLook) {
    leftovers = List.copyOf(byThatLook);
  }
}
