package io.cloudrelease.execution.find;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.find.LeftoverCheck.Seen;
import io.cloudrelease.execution.find.LeftoverCheck.Thing;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.TrackedInstance;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stands beside a run and reads what its instances leave behind: collects before anything is sent,
 * and asks again once all is said. No verdict hears of it. Loop's thread only.
 */
public final class LeftoverWatch {
  private static final Duration LONGEST_COLLECTING = Duration.ofMinutes(1);

  private final RunContext run;
  private final boolean asks;
  private final Map<InstanceRef, Belongings> collected = new HashMap<>();

  private boolean collecting;

  /**
   * A watch over one run.
   *
   * @param asks whether the clouds are asked; else what the looks show is all that is told
   */
  public LeftoverWatch(RunContext run, boolean asks) {
    this.run = run;
    this.asks = asks && !run.intent().dryRun();
  }

  /** Whether there is something to look up before anything is sent. */
  public boolean collects() {
    return asks;
  }

  /**
   * Looks up what hangs on those that may be sent: once they are released, nothing leads from them
   * to it any more. Ends after a minute, or a quarter of the time that is left, whatever was
   * answered by then.
   */
  public void collect(List<TrackedInstance> instances) {
    RunControl own = run.control().beside(LONGEST_COLLECTING);
    CallLoop loop = new CallLoop(run.parts(), own, run.crew());
    Questions questions = new Questions(new LeftoverBatches(loop, run.intent()));
    for (TrackedInstance instance : instances) {
      Snapshot last = instance.life().seen().last();
      Optional<LeftoverListing> listing = Remnant.listing(instance.account());
      if (last != null
          && last.phase() != LifecyclePhase.ABSENT
          && instance.verdict() == null
          && listing.isPresent()) {
        Belongings belongings = Belongings.byLook(listing.get(), last, run.intent());
        collected.put(instance.ref(), belongings);
        questions.about(instance, listing.get(), last, belongings);
      }
    }
    collecting = true;
    questions.ask();
    loop.run();
    collecting = false;
    collected.values().forEach(belongings -> belongings.close(UnknownLeftovers.NOT_COLLECTED));
  }

  /** What is asked of whom, and whose the answers are. */
  private final class Questions {
    private final LeftoverBatches batches;
    private final Map<Home, Map<LeftoverCall, Map<String, List<Belongings>>>> all =
        new LinkedHashMap<>();

    Questions(LeftoverBatches batches) {
      this.batches = batches;
    }

    void about(TrackedInstance instance, LeftoverListing listing, Snapshot look, Belongings owner) {
      try {
        for (LeftoverCall call : Extension.ask(listing::leftoverCalls)) {
          List<String> subjects =
              call.finds() ? Extension.ask(() -> listing.subjects(call, look)) : List.of();
          for (String subject : subjects) {
            owner.waitsFor(call, subject);
            all.computeIfAbsent(
                    new Home(instance.account(), instance.ref().region()),
                    any -> new LinkedHashMap<>())
                .computeIfAbsent(call, any -> new LinkedHashMap<>())
                .computeIfAbsent(subject, any -> new ArrayList<>(1))
                .add(owner);
          }
        }
      } catch (RuntimeException broken) {
        owner.gap(Kind.OTHER, Broken.error(broken));
      }
    }

    void ask() {
      all.forEach(
          (home, calls) ->
              calls.forEach(
                  (call, owners) ->
                      batches.ask(
                          home,
                          (LeftoverListing) home.account().provider(),
                          call,
                          owners.keySet(),
                          new Finds(call, owners))));
    }
  }

  /** Hands what a finding call shows to those it hangs on. */
  private final class Finds implements LeftoverBatches.Told {
    private final LeftoverCall call;
    private final Map<String, List<Belongings>> owners;

    Finds(LeftoverCall call, Map<String, List<Belongings>> owners) {
      this.call = call;
      this.owners = owners;
    }

    @Override
    public void answered(List<String> subjects, List<LeftoverItem> items) {
      if (collecting) {
        subjects.forEach(subject -> of(subject).forEach(owner -> owner.answered(call, subject)));
        items.forEach(item -> of(item.subject()).forEach(owner -> owner.found(item)));
      }
    }

    @Override
    public void unsure(List<String> subjects, List<LeftoverItem> items, ReleaseError why) {
      if (collecting) {
        subjects.forEach(subject -> of(subject).forEach(owner -> owner.gap(call.kind(), why)));
      }
      answered(subjects, items);
    }

    private List<Belongings> of(String subject) {
      return owners.getOrDefault(subject, List.of());
    }
  }

  /**
   * It has its verdict: what it leaves behind by the look before it is read now, while others wait
   * for their turn, and kept where that look is let go of.
   */
  public void settled(TrackedInstance instance) {
    InstanceVerdict verdict = instance.verdict();
    if (verdict == null) {
      return;
    }
    Optional<Snapshot> before =
        Optional.ofNullable(instance.life().seen().before()).or(verdict::before);
    if (!asks) {
      instance.leftovers(ShownLeftovers.of(instance.account(), verdict, before, run.intent()));
    } else if (before.isPresent() && verdict.before().isEmpty()) {
      collected.put(instance.ref(), belongings(instance, before));
    }
  }

  /** What they left behind, in their order; asked for anew where that is wished. */
  public List<Leftover> left(List<TrackedInstance> instances) {
    return asks ? asked(remnants(instances)) : shown(instances);
  }

  private List<Leftover> shown(List<TrackedInstance> instances) {
    List<Leftover> left = new ArrayList<>();
    for (TrackedInstance instance : instances) {
      left.addAll(instance.leftovers());
    }
    return left;
  }

  private List<Remnant> remnants(List<TrackedInstance> instances) {
    List<Remnant> all = new ArrayList<>();
    for (TrackedInstance instance : instances) {
      InstanceVerdict verdict = instance.verdict();
      if (verdict != null && UnknownLeftovers.mayFollow(verdict)) {
        all.addAll(remnants(instance, verdict));
      }
    }
    return all;
  }

  private List<Leftover> asked(List<Remnant> remnants) {
    Set<Thing> things = new LinkedHashSet<>();
    remnants.stream().filter(Remnant::hasId).forEach(remnant -> things.add(remnant.thing()));
    Map<Thing, Seen> seen = things.isEmpty() ? Map.of() : new LeftoverCheck(run).of(things);
    List<Leftover> left = new ArrayList<>();
    Set<Doubt> doubts = new HashSet<>();
    for (Remnant remnant : remnants) {
      Seen found = seen.getOrDefault(remnant.thing(), Seen.NOT_ASKED);
      Leftover leftover = remnant.leftover(found);
      // What goes with its instance is none of these, unless it is still there; that nobody could
      // find that out is told once for each kind.
      boolean untold =
          found.exists() == Existence.NOT_KNOWN
              && leftover.why().isPresent()
              && doubts.add(new Doubt(remnant.instance(), remnant.item().kind()));
      if (remnant.item().fate() != Fate.GOES || found.exists() == Existence.YES || untold) {
        left.add(leftover);
      }
    }
    return left;
  }

  /** What could not be found out of an instance. */
  private record Doubt(InstanceRef instance, Kind kind) {}

  private List<Remnant> remnants(TrackedInstance instance, InstanceVerdict verdict) {
    Belongings belongings = belongings(instance, verdict.before());
    List<Remnant> remnants = new ArrayList<>(1);
    for (LeftoverItem item : belongings.items()) {
      if (verdict.verdict() == Verdict.RELEASED || item.fate() != Fate.GOES) {
        remnants.add(remnant(instance, item, belongings.why(item)));
      }
    }
    belongings
        .gaps()
        .forEach(
            (kind, why) ->
                remnants.add(
                    remnant(instance, LeftoverItem.of(kind, "", Fate.UNKNOWN), Optional.of(why))));
    return remnants;
  }

  private static Remnant remnant(
      TrackedInstance instance, LeftoverItem item, Optional<ReleaseError> why) {
    return new Remnant(instance.account(), instance.ref(), item, why);
  }

  private Belongings belongings(TrackedInstance instance, Optional<Snapshot> look) {
    Belongings known = collected.get(instance.ref());
    if (known == null) {
      return Belongings.unasked(instance.account(), look, run.intent());
    }
    // The look before the send may be a later one than that of the collecting.
    look.ifPresent(before -> addLater(instance, known, before));
    return known;
  }

  private void addLater(TrackedInstance instance, Belongings known, Snapshot before) {
    try {
      Remnant.listing(instance.account())
          .ifPresent(
              listing ->
                  known.shownLater(Extension.ask(() -> listing.shown(before, run.intent()))));
    } catch (RuntimeException broken) {
      known.gap(Kind.OTHER, Broken.error(broken));
    }
  }
}
