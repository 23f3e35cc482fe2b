package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.instance.EndRules;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Next;
import io.cloudrelease.execution.instance.Openness;
import io.cloudrelease.execution.instance.SendRecord;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunProgress;
import io.cloudrelease.outcome.ToldEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes out the verdict that was decided, with its evidence. Loop's thread only. */
public final class VerdictDesk {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictDesk.class);

  private final RunContext run;
  private final ClientParts parts;
  private final int total;
  private final Instant startedAt;
  private final WaveGate waves;
  private final boolean keepsLooks;
  private final Consumer<TrackedInstance> memory;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private int settled;

  /**
   * A desk for one run.
   *
   * @param keepsLooks whether the verdicts of the result hold what was seen, or the evidence alone
   * @param memory told of each instance that has its verdict
   */
  public VerdictDesk(
      RunContext run,
      int total,
      WaveGate waves,
      boolean keepsLooks,
      Consumer<TrackedInstance> memory) {
    this.run = run;
    this.parts = run.parts();
    this.total = total;
    this.waves = waves;
    this.keepsLooks = keepsLooks;
    this.memory = memory;
    this.startedAt = parts.clock().instant();
  }

  public int settled() {
    return settled;
  }

  /** It had its verdict before this run was resumed. */
  public void keep(TrackedInstance instance, InstanceVerdict verdict) {
    instance.verdict(verdict);
    count(verdict.verdict());
    waves.settled(instance, verdict.verdict(), run.intent().goal());
  }

  private void count(Verdict verdict) {
    counts.merge(verdict, 1, Integer::sum);
    settled++;
  }

  void give(TrackedInstance instance, Next decided) {
    InstanceLife life = instance.life();
    Verdict verdict = decided.verdict();
    GivenVerdict.Builder builder =
        GivenVerdict.builder(instance.ref(), verdict)
            .error(decided.error())
            .hint(decided.hint())
            .requestIds(life.sent().requestIds())
            .sends(life.sent().sends())
            .before(Optional.ofNullable(life.seen().before()))
            .last(Optional.ofNullable(life.seen().last()))
            .billing(billing(instance, verdict))
            .mayStayInBin(verdict == Verdict.ACCEPTED && mayStayInBin(instance));
    if (verdict == Verdict.RECYCLED) {
      builder.restorableUntil(restorableUntil(instance));
    }
    if (verdict == Verdict.RELEASED || verdict == Verdict.RECYCLED || verdict == Verdict.ACCEPTED) {
      builder.collateral(collateral(instance, run.intent()));
    }
    GivenVerdict given = builder.build();
    instance.verdict(keepsLooks ? given : given.withoutLooks());
    count(verdict);
    // First: whatever breaks after it, the process lets go of the instance.
    memory.accept(instance);
    run.record().verdict(given);
    waves.settled(instance, verdict, run.intent().goal());
    parts.tell(
        ToldEvent.of(ReleaseEvent.Kind.VERDICT, parts.clock().instant())
            .in(instance.ref().provider(), instance.ref().provider())
            .about(List.of(instance.ref()))
            .verdict(given)
            .detail(instance.ref() + " " + verdict)
            .progress(progress()));
  }

  /** How far the run has come. */
  public ReleaseProgress progress() {
    Duration running = Duration.between(startedAt, parts.clock().instant());
    return RunProgress.after(running, total, counts);
  }

  /** The verdict alone, when what belongs to it broke. */
  void givePlainly(TrackedInstance instance, ReleaseError why) {
    SendRecord sent = instance.life().sent();
    Verdict verdict = sent.nearest(Verdict.NOT_SENT, false);
    instance.verdict(
        GivenVerdict.builder(instance.ref(), verdict)
            .error(Optional.of(why))
            .sends(sent.sends())
            .requestIds(sent.requestIds())
            .build());
    count(verdict);
    memory.accept(instance);
  }

  /** Of the words that a cloud has for what is leaving, some tell that it leaves for good. */
  private boolean mayStayInBin(TrackedInstance instance) {
    Snapshot last = instance.life().seen().last();
    if (!EndRules.isHalfway(instance.life(), run.intent().goal())) {
      return false;
    }
    return last == null
        || last.phase() != LifecyclePhase.LEAVING
        || !BinWatch.leavesForGood(instance, last);
  }

  private static Billing billing(TrackedInstance instance, Verdict verdict) {
    InstanceLife life = instance.life();
    Snapshot last = life.seen().last();
    if (verdict == Verdict.RELEASED) {
      return Billing.STOPPED;
    }
    if (last == null) {
      return Billing.UNKNOWN;
    }
    boolean atRest = verdict == Verdict.RECYCLED || verdict == Verdict.ALREADY_DONE;
    if (atRest && last.phase() == LifecyclePhase.RECYCLED && isFree(instance, last)) {
      return Billing.STOPPED;
    }
    boolean untouched =
        (verdict == Verdict.NOT_SENT && !isOfAnotherRun(life))
            || (verdict == Verdict.REJECTED
                && life.trouble().rule().remedy() != Remedy.ALREADY_DONE
                && life.sent().openness() == Openness.CLOSED);
    return last.phase() == LifecyclePhase.STABLE
            && !isOver(last)
            && (untouched || (verdict == Verdict.ACCEPTED && life.runsOn()))
        ? Billing.CONTINUES
        : Billing.UNKNOWN;
  }

  /** A subscription that has ended is suspended, on its way out, or goes on by other terms. */
  private static boolean isOver(Snapshot last) {
    return last.expiresAt().filter(end -> end.isBefore(last.takenAt())).isPresent();
  }

  /** Then the last look may show less than that one did. */
  private static boolean isOfAnotherRun(InstanceLife life) {
    return life.trouble().error().code().equals(OwnCodes.CLAIMED_BY_OTHER_RUN);
  }

  private static boolean isFree(TrackedInstance instance, Snapshot last) {
    try {
      return Extension.ask(() -> instance.account().provider().recycledIsFree(last));
    } catch (RuntimeException broken) {
      warn("recycledIsFree", instance, broken);
      return false;
    }
  }

  /** By the wall clock, which may have been moved since the send. At the earliest. */
  private Optional<Instant> restorableUntil(TrackedInstance instance) {
    Snapshot last = instance.life().seen().last();
    SendRecord sent = instance.life().sent();
    // What nobody saw before may have lain there when a call that was not accepted met it.
    boolean byUs =
        sent.acknowledged() > 0 || sent.mayHaveTouched() && instance.life().seen().beforeSend();
    if (last == null || !byUs) {
      return Optional.empty();
    }
    try {
      Instant touched = instance.touchedAt().orElse(instance.life().sent().endedAt());
      Duration ago = Duration.between(touched, run.control().now());
      Optional<Instant> binned = instance.touchedAt(parts.clock().instant().minus(ago));
      return Extension.ask(() -> instance.account().provider().recycleBinRetention(last))
          .flatMap(kept -> binned.map(at -> at.plus(kept)));
    } catch (RuntimeException broken) {
      warn("recycleBinRetention", instance, broken);
      return Optional.empty();
    }
  }

  /** What is attached to it, by the look before the sending. */
  public static List<CollateralItem> collateral(TrackedInstance instance, Intent intent) {
    Snapshot before = instance.life().seen().before();
    if (before == null) {
      return List.of();
    }
    try {
      return List.copyOf(
          Extension.ask(() -> instance.account().provider().collateral(before, intent)));
    } catch (RuntimeException broken) {
      warn("collateral", instance, broken);
      return List.of();
    }
  }

  private static void warn(String what, TrackedInstance instance, RuntimeException broken) {
    LOG.warn("{} of the provider of {} threw", what, instance.ref(), Broken.shown(broken));
  }
}
