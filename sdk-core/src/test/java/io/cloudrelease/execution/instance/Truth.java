package io.cloudrelease.execution.instance;

import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is really so, and nobody on our side knows: the instance in its cloud, what looks may still
 * show of before, our calls that are still somewhere in the network, and who did what.
 *
 * @param now the instance
 * @param past what looks may still show although it is over
 * @param pending stages of our unanswered calls that may still be carried out, with the time left
 * @param ours whether a send of ours moved it out of its first state
 * @param oursOut whether a send of ours took it out of the recycle bin
 * @param knew whether this run was shown or told that it had moved
 * @param acknowledged whether the cloud acknowledged a send
 * @param left whether a send left this machine that was not throttled
 * @param once what can happen only once in a path, and did
 */
record Truth(
    Shown now,
    List<Past> past,
    List<Pending> pending,
    boolean ours,
    boolean oursOut,
    boolean knew,
    boolean acknowledged,
    boolean left,
    Set<Rare> once) {

  /** Bounded to one of each kind in a path, and two in all. */
  enum Rare {
    OTHER_HANDS,
    CRASH,
    FALSE_ABSENCE,
    FAILED_LATER,
    /** No fault: the caller's grant was used. */
    GRANTED,
    /** Nor that: what is sent next is sent by it. */
    GRANTED_NEXT,
    /** Nor that: what was sent by it has left. */
    GRANTED_LEFT
  }

  record Past(Shown shown, int ago) {}

  /**
   * A call without an answer.
   *
   * @param informed whether the run knew, when it sent it, that other hands had moved the instance
   */
  record Pending(int stage, int timeLeft, boolean informed) {}

  /** An instance of which nothing happened yet. */
  static Truth of(Stage stage, boolean locked) {
    return new Truth(
        new Shown(stage, locked, false),
        List.of(),
        List.of(),
        false,
        false,
        false,
        false,
        false,
        Set.of());
  }

  /** It is so from now on; looks may show what was. */
  private Truth become(Shown next) {
    List<Past> more = new ArrayList<>();
    for (Past old : past) {
      if (!old.shown().equals(next) && !old.shown().equals(now)) {
        more.add(old);
      }
    }
    more.add(new Past(now, 0));
    more.sort(Comparator.comparing((Past p) -> p.shown().stage()).thenComparing(Past::ago));
    return with(next, more, pending);
  }

  private Truth with(Shown next, List<Past> before, List<Pending> calls) {
    boolean over = next.stage() == Stage.GONE || next.stage() == Stage.TO_NOTHING;
    return new Truth(
        next,
        List.copyOf(before),
        over ? List.of() : List.copyOf(calls),
        ours,
        oursOut,
        knew,
        acknowledged,
        left,
        once);
  }

  /** A unit of time passes. */
  Truth tick(int lag) {
    List<Past> still = new ArrayList<>();
    for (Past old : past) {
      if (old.ago() + 1 < lag) {
        still.add(new Past(old.shown(), old.ago() + 1));
      }
    }
    List<Pending> calls = new ArrayList<>();
    for (Pending call : pending) {
      if (call.timeLeft() > 0) {
        calls.add(new Pending(call.stage(), call.timeLeft() - 1, call.informed()));
      }
    }
    return with(now, still, calls);
  }

  /** All that a look may show. */
  Set<Shown> visible() {
    Set<Shown> all = new LinkedHashSet<>();
    all.add(now);
    past.forEach(old -> all.add(old.shown()));
    return all;
  }

  /** The cloud goes on with what it is doing; empty when it does nothing. */
  Optional<Truth> further() {
    return ModelledCloud.further(now).map(this::become);
  }

  /** A call of ours is carried out now; the same when it does nothing. */
  Truth applied(ModelledCloud cloud, int stage) {
    Optional<Shown> next = cloud.applied(now, stage);
    if (next.isEmpty()) {
      return this;
    }
    boolean out = now.stage() == Stage.BIN;
    Truth moved = become(next.get());
    return new Truth(
        moved.now,
        moved.past,
        moved.pending,
        ours || !out,
        oursOut || out,
        knew,
        acknowledged,
        left,
        once);
  }

  /** An unanswered call arrives late. */
  Truth arrives(ModelledCloud cloud, Pending call) {
    List<Pending> others = new ArrayList<>(pending);
    others.remove(call);
    return with(now, past, others).applied(cloud, call.stage());
  }

  /**
   * A call is lost on its way, or its answer is: it may be carried out for that long. One that was
   * lost before it is taken to have come to nothing.
   */
  Truth underWay(int stage, int delay) {
    List<Pending> more = List.of(new Pending(stage, delay, knew));
    return with(now, past, more);
  }

  /** Nothing that is on its way can be carried out any more. */
  Truth nothingPending() {
    return with(now, past, List.of());
  }

  /** Other hands make it so. */
  Truth byOthers(Shown next) {
    Truth moved = become(next).rare(Rare.OTHER_HANDS);
    return new Truth(
        moved.now, moved.past, moved.pending, ours, oursOut, knew, acknowledged, left, moved.once);
  }

  Truth rare(Rare kind) {
    Set<Rare> more = new java.util.TreeSet<>(once);
    more.add(kind);
    return new Truth(now, past, pending, ours, oursOut, knew, acknowledged, left, Set.copyOf(more));
  }

  boolean allows(Rare kind, int most) {
    long used = once.stream().filter(rare -> rare.compareTo(Rare.GRANTED) < 0).count();
    return !once.contains(kind) && used < most;
  }

  /** The next send is decided on, by the caller's grant or not. */
  Truth next(boolean byGrant) {
    return byGrant ? rare(Rare.GRANTED).rare(Rare.GRANTED_NEXT) : without(Rare.GRANTED_NEXT);
  }

  boolean leftByGrant() {
    return once.contains(Rare.GRANTED_LEFT);
  }

  Truth crashedNow() {
    return without(Rare.GRANTED_NEXT).rare(Rare.CRASH);
  }

  private Truth without(Rare kind) {
    Set<Rare> fewer = new java.util.TreeSet<>(once);
    fewer.remove(kind);
    return new Truth(
        now, past, pending, ours, oursOut, knew, acknowledged, left, Set.copyOf(fewer));
  }

  boolean granted() {
    return once.contains(Rare.GRANTED);
  }

  boolean crashed() {
    return once.contains(Rare.CRASH);
  }

  Truth knowing(boolean known) {
    return new Truth(now, past, pending, ours, oursOut, known, acknowledged, left, once);
  }

  Truth acknowledgedNow() {
    return new Truth(now, past, pending, ours, oursOut, knew, true, left, once);
  }

  Truth leftNow() {
    Truth gone = new Truth(now, past, pending, ours, oursOut, knew, acknowledged, true, once);
    return once.contains(Rare.GRANTED_NEXT)
        ? gone.without(Rare.GRANTED_NEXT).rare(Rare.GRANTED_LEFT)
        : gone;
  }

  /** Whether a send of ours was carried out. */
  boolean touched() {
    return ours || oursOut;
  }

  /** Whether a call of ours that is still somewhere could do something. */
  boolean mayBeTouched(ModelledCloud cloud) {
    return pending.stream()
        .anyMatch(
            call ->
                cloud.applied(now, call.stage()).isPresent()
                    || (now.stage() == Stage.TO_BIN
                        && cloud
                            .applied(ModelledCloud.at(now, Stage.BIN), call.stage())
                            .isPresent()));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(now.stage().toString());
    if (now.locked()) {
      text.append(", protected");
    }
    if (now.endsLater()) {
      text.append(", not renewed");
    }
    if (!past.isEmpty()) {
      text.append("; looks may still show");
      past.forEach(
          p ->
              text.append(' ')
                  .append(p.shown().stage())
                  .append(p.shown().locked() ? " (protected)" : ""));
    }
    if (!pending.isEmpty()) {
      text.append("; calls still under way: ").append(pending.size());
    }
    return text.toString();
  }
}
