package io.cloudrelease.simulation;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.simulation.Member.Trait;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The oracle of version 2: what is promised up to the longest lag and the longest delay, by one run
 * or by several.
 *
 * <p>UNKNOWN though knowable is an id that ends UNKNOWN although its run looked, might look and was
 * not stopped, and either a whole look was answered that began no earlier than the end of the last
 * call for it, the longest delay (when that call had no answer, or one that may hide an effect and
 * has no request id of the cloud) and the longest lag later; or there were two minutes more than
 * these until the deadline, with looks that worked. What a dead process left unanswered counts as a
 * call that ended when its journal was read: nothing tells when it did.
 */
final class StoryPromises {
  private static final Duration STALEST = Duration.ofSeconds(30);

  /** So long at most an instance is on its way into a bin. */
  private static final Duration ON_THE_WAY = Duration.ofMinutes(21);

  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final Story story;
  private final World world;
  private final Map<Traffic.Call, RecordedRequest> records;
  private final Map<String, Witness> witnesses;
  private final Map<SimulatedCloud, Map<Integer, Traffic.Call>> byNumber = new HashMap<>();
  private final List<Breach> breaches = new ArrayList<>();
  private final Owed owed;

  /** Reasons that are the instance's own, whatever was sent for it. */
  private static final Set<ErrorCategory> STANDING =
      EnumSet.of(ErrorCategory.PROTECTED, ErrorCategory.BILLING, ErrorCategory.DEPENDENCY);

  private static final Set<Verdict> DONE =
      EnumSet.of(Verdict.RELEASED, Verdict.RECYCLED, Verdict.ACCEPTED);

  private int knowable;
  private int struck;

  private StoryPromises(Story story) {
    this.story = story;
    this.world = story.world;
    this.records = Witness.records(story);
    this.witnesses = Witness.of(story, records);
    this.owed = new Owed(story, records);
    records.forEach(
        (call, record) -> {
          for (SimulatedCloud cloud : story.clouds) {
            if (cloud.recognizes(call.request)) {
              byNumber.computeIfAbsent(cloud, c -> new HashMap<>()).put(record.number(), call);
              break;
            }
          }
        });
  }

  /** What a story broke, and how much of what it did not know it could have known. */
  record Findings(List<Breach> breaches, int knowable, int struck) {}

  static Findings of(Story story) {
    StoryPromises promises = new StoryPromises(story);
    promises.check();
    Situations.find(story, promises.witnesses);
    return new Findings(promises.breaches, promises.knowable, promises.struck);
  }

  private void breach(String promise, Object what) {
    breaches.add(new Breach(world.seed, promise, what.toString()));
  }

  private void check() {
    if (story.traffic.isEndless()) {
      breach("no run makes calls without end", story.traffic.calls().size() + " calls");
    }
    for (SimulatedCloud cloud : story.clouds) {
      repeated(cloud);
      Set<String> ids = new HashSet<>();
      cloud.ledger().effects().forEach(effect -> ids.add(effect.id()));
      ids.forEach(id -> effects(cloud, id));
    }
    witnesses.values().forEach(this::secondSends);
    story.traffic.calls().stream().filter(Traffic.Call::destructive).forEach(this::call);
    story.runs.forEach(this::run);
  }

  /** Two runs may well say the same in the same second; one may not. */
  private void repeated(SimulatedCloud cloud) {
    for (List<RecordedRequest> same : cloud.ledger().identicalRequests()) {
      Set<ClientRun> who = new HashSet<>();
      for (RecordedRequest request : same) {
        story.traffic.of(request.call().request()).ifPresent(call -> who.add(call.run));
      }
      if (who.size() < same.size()) {
        breach("no request is repeated byte for byte", cloud.name() + " " + same.get(0).ids());
      }
    }
  }

  // ---- what was done ----

  private void effects(SimulatedCloud cloud, String id) {
    List<Effect> before = new ArrayList<>();
    for (Effect effect : cloud.ledger().effects(id)) {
      Traffic.Call call = byNumber.getOrDefault(cloud, Map.of()).get(effect.request());
      Witness witness = witnesses.get(id);
      if (call == null || witness == null || witness.instance.isEmpty()) {
        breach("nothing is touched that was not asked for", effect);
        continue;
      }
      boolean asked =
          call.run.request.instances().stream().anyMatch(r -> r.id().equals(effect.id()));
      if (!asked) {
        breach("nothing is touched that was not asked for", effect + " by " + call);
      }
      if (call.run.settings.dryRun()) {
        breach("a dry run changes nothing", effect + " by " + call);
      }
      if (call.run.settings.goal() == Goal.RELEASE) {
        beyond(effect, call, witness, before);
      }
      if (effect.kind() == Effect.Kind.BINNED && witness.isPaidByUse()) {
        story.reached("what is paid by use went into the bin");
      }
      if (effect.kind() != Effect.Kind.RENEWAL_OFF) {
        before.add(effect);
      }
    }
  }

  /** Whether a call that was to take one step only went further. */
  private void beyond(Effect effect, Traffic.Call call, Witness witness, List<Effect> before) {
    if (effect.kind() == Effect.Kind.RENEWAL_OFF) {
      return;
    }
    if (!before.isEmpty()) {
      Effect last = before.get(before.size() - 1);
      Traffic.Call earlier = byNumber.get(witness.member.house().cloud()).get(last.request());
      boolean destroy =
          story.runs.stream()
              .anyMatch(
                  r -> r.settings.goal() == Goal.DESTROY && asks(r, witness.id) && r != call.run);
      String what = effect.kind() + " by " + call + " after " + last.kind() + " by " + earlier;
      if (destroy) {
        story.reached("a step beyond, where another run asked for more");
      } else if (call.run.settings.powers().contains(Power.RESEND_WHEN_UNCHANGED)) {
        story.reached("a second step that was granted");
      } else if (earlier != null && isSentToUnknownBin(witness, later(earlier, call))) {
        story.reached("a second step, out of a bin that its process had not seen yet");
      } else if (!call.run.settings.looks() && isLongAfter(earlier, call, witness)) {
        story.reached("a second step by who does not look, when nothing is remembered any more");
      } else if (earlier == null || earlier.run.group != call.run.group) {
        story.reached("a second step by a stranger");
      } else {
        String whose =
            earlier.run == call.run
                ? "by a second send"
                : call.run.goesBackTo(earlier.run) ? "after a resume" : "by a second run";
        breach("no step beyond the goal: " + whose, witness.id + " " + what);
      }
      return;
    }
    Standing standing = witness.at(effect.at().minusNanos(1)).standing();
    if (standing != Standing.PRESENT) {
      boolean seen =
          witness.looks.stream()
              .anyMatch(
                  l ->
                      // What a dead process only saw, it wrote nowhere.
                      l.call().run.process == call.run.process
                          && !l.call().endedAt.isAfter(call.startedAt)
                          && l.shown()
                          && l.standing() != Standing.PRESENT
                          && (call.run.settings.looks() || !isLongAfter(l.call(), call, witness)));
      story.reached("our call met what other hands had released");
      if (seen) {
        breach(
            "no step beyond the goal: a look had shown it leaving",
            witness.id + " " + effect.kind() + " from " + effect.from() + " by " + call);
      }
    }
  }

  private static Traffic.Call later(Traffic.Call one, Traffic.Call other) {
    return one.startedAt.isAfter(other.startedAt) ? one : other;
  }

  private boolean isSentToUnknownBin(Witness witness, Traffic.Call call) {
    return isUnknownBin(witness, call.run, call.startedAt);
  }

  /**
   * Whether its account puts what is paid by use into a bin, and the process of that run had not
   * seen that yet: then a call is taken to destroy at once.
   */
  private boolean isUnknownBin(Witness witness, ClientRun run, Instant at) {
    return story.hardships.postpaidBins
        && witness.isPaidByUse()
        && witnesses.values().stream()
            .filter(w -> w.isPaidByUse() && w.member.house() == witness.member.house())
            .noneMatch(w -> w.showedBinOf(witness, run.process, at));
  }

  private boolean isKnownBin(Witness witness, ClientRun run, Instant at) {
    return story.hardships.postpaidBins && witness.isPaidByUse() && !isUnknownBin(witness, run, at);
  }

  /**
   * What was sent, or seen, is remembered for the longest delay and lag; who does not look knows no
   * more.
   */
  private static boolean isLongAfter(Traffic.Call earlier, Traffic.Call later, Witness witness) {
    Duration kept =
        Hardships.longestDelay(witness.member.house().kind()).plus(Hardships.LONGEST_LAG);
    return earlier != null && later.startedAt.isAfter(earlier.endedAt.plus(kept));
  }

  private static boolean asks(ClientRun run, String id) {
    return run.request.instances().stream().anyMatch(r -> r.id().equals(id));
  }

  // ---- what was sent ----

  private void secondSends(Witness witness) {
    if (witness.instance.isEmpty()) {
      return;
    }
    for (int i = 1; i < witness.sends.size(); i++) {
      Witness.Sent later = witness.sends.get(i);
      Settings settings = later.call().run.settings;
      boolean escalates =
          witness.escalates() || isKnownBin(witness, later.call().run, later.call().startedAt);
      if (!escalates
          || settings.goal() == Goal.DESTROY
          || settings.dryRun()
          || settings.powers().contains(Power.RESEND_WHEN_UNCHANGED)) {
        continue;
      }
      for (int j = 0; j < i; j++) {
        Witness.Sent first = witness.sends.get(j);
        boolean counts =
            first.call().run.group == later.call().run.group && !first.call().run.settings.dryRun();
        if (counts && !proven(witness, first, later)) {
          boolean sameRun = later.call().run.goesBackTo(first.call().run);
          boolean underWay = first.answered() && first.refusal() == Refusal.UNDER_WAY;
          breach(
              "an escalating step is sent again only when proven not applied"
                  + (sameRun ? "" : ", by other runs too")
                  + (underWay ? ", nor when it was under way" : ""),
              witness.id + " " + first.call() + ", then " + later.call());
          return;
        }
      }
    }
  }

  private boolean proven(Witness witness, Witness.Sent first, Witness.Sent later) {
    boolean forgotten =
        !later.call().run.settings.looks() && isLongAfter(first.call(), later.call(), witness);
    // What is gone goes no further.
    boolean gone = witness.is(Standing.GONE, later.call().startedAt);
    if (first.provesItself() || explained(witness, first, later) || forgotten || gone) {
      return true;
    }
    if (story.hardships.sendsOnce && later.call().run.goesBackTo(first.call().run)) {
      return false;
    }
    Instant from = witness.provableFrom(first);
    return witness.looks.stream()
        .anyMatch(
            l ->
                !l.call().startedAt.isBefore(from)
                    && !l.call().endedAt.isAfter(later.call().startedAt)
                    && l.shown()
                    && l.standing() == Standing.PRESENT);
  }

  /** Refused beside others, then by itself for what it is: that explains the first refusal. */
  private static boolean explained(Witness witness, Witness.Sent first, Witness.Sent later) {
    boolean refusedTogether =
        first.answered() && !first.acknowledged() && first.refusal() == Refusal.OWN;
    return refusedTogether
        && witness.sends.stream()
            .anyMatch(
                s ->
                    s.provesItself()
                        && s.refusal() == Refusal.OWN
                        && s.call().startedAt.isAfter(first.call().startedAt)
                        && s.call().startedAt.isBefore(later.call().startedAt));
  }

  private void call(Traffic.Call call) {
    ClientRun run = call.run;
    if (!call.announced) {
      breach("a call leaves only after its intent is durable", call);
    }
    if (run.stoppedAt.filter(call.startedAt::isAfter).isPresent()) {
      breach("nothing is sent after a stop or close", call + " at " + call.startedAt);
    }
    // Who does not look asks once, before the first call.
    if (run.settings.looks() && story.isCurfew(call.startedAt.minus(STALEST))) {
      breach("nothing leaves long after a guard has begun to object", call);
    }
    Set<String> ids = new HashSet<>();
    boolean twice = run.request.instances().stream().anyMatch(r -> !ids.add(r.id()));
    if (twice) {
      breach("one instance under two names is wrong input", call);
    }
    if (!run.settings.looks() || run.settings.dryRun()) {
      return;
    }
    for (InstanceRef ref : call.named()) {
      Witness witness = witnesses.get(ref.id());
      boolean fresh =
          witness == null
              || witness.looksOf(run).stream()
                  .anyMatch(
                      l ->
                          l.call().startedAt.isBefore(call.startedAt)
                              && !l.call().endedAt.plus(STALEST).isBefore(call.startedAt));
      if (!fresh) {
        breach("what leaves was looked at within 30 s", ref + " in " + call);
        return;
      }
    }
  }

  // ---- what was said ----

  private void run(ClientRun run) {
    if (run.killed || run.startedAt.equals(Instant.MAX)) {
      return;
    }
    if (run.thrown.isPresent() || run.result.isEmpty()) {
      threw(run);
      return;
    }
    ReleaseInstancesResult result = run.result.get();
    if (!result.verdicts().stream()
        .map(InstanceVerdict::ref)
        .toList()
        .equals(run.request.instances())) {
      boolean another =
          run.resumed.isPresent()
              && story.runs.stream()
                  .anyMatch(
                      r -> r.killed && r.request.instances().size() == result.verdicts().size());
      if (another) {
        story.reached("another run of the folder was resumed");
      } else {
        breach("one verdict per distinct id, in input order", run);
      }
      return;
    }
    int sum = result.counts().values().stream().mapToInt(Integer::intValue).sum();
    if (sum != run.request.instances().size()) {
      breach("the counts add up", result.counts());
    }
    inTime(run);
    if (world.seed % 16 == 0 && !Evidence.verify(result.evidence().toJsonLines()).isEmpty()) {
      breach("the evidence is whole", run);
    }
    Set<String> ids = new HashSet<>();
    if (run.request.instances().stream().allMatch(r -> ids.add(r.id()))) {
      result.verdicts().forEach(v -> verdict(run, v));
    }
  }

  private void threw(ClientRun run) {
    boolean refused =
        run.resumed.isPresent()
            && run.thrown.filter(ConfigurationException.class::isInstance).isPresent();
    if (!refused) {
      breach(
          "every id has its verdict, whatever is thrown",
          run + " threw " + run.thrown.map(Throwable::toString).orElse("nothing"));
      return;
    }
    boolean open =
        story.traffic.calls().stream()
            .anyMatch(c -> c.destructive() && run.goesBackTo(c.run) && c.left);
    boolean other = story.runs.stream().filter(r -> r.killed).count() > 1 || run.settings.dryRun();
    if (open && !other && run.stoppedAt.isEmpty()) {
      breach(
          "a dead run that sent something can be resumed",
          Disk.withoutPlace(run.thrown.get().toString()));
    }
  }

  private void inTime(ClientRun run) {
    Settings settings = run.settings;
    Duration took = Duration.between(run.startedAt, run.endedAt);
    Duration most =
        settings
            .deadline()
            .multipliedBy(settings.planFirst() ? 2 : 1)
            .plus(settings.latency())
            .plusSeconds(5);
    if (took.compareTo(most) > 0) {
      breach("the deadline holds, whatever the wall clock does", took + " of " + most);
    }
    boolean hangs =
        story.hardships.unruly != Hardships.Unruly.NOBODY
            && story.hardships.way == Hardships.Way.HANG;
    if (!hangs && run.closedAt.filter(at -> run.endedAt.isAfter(at.plusSeconds(75))).isPresent()) {
      breach(
          "close() ends what goes on" + (run.resumed.isPresent() ? ", a resume too" : ""),
          run + " went on for " + Duration.between(run.closedAt.get(), run.endedAt));
    }
  }

  private void verdict(ClientRun run, InstanceVerdict v) {
    Witness witness = witnesses.get(v.ref().id());
    if (witness == null) {
      breach("only what was asked for has a verdict", v);
      return;
    }
    Says says = new Says(run, v, witness);
    switch (v.verdict()) {
      case RELEASED -> says.released();
      case RECYCLED -> says.recycled();
      case ACCEPTED -> says.accepted();
      case ALREADY_DONE -> says.alreadyDone();
      case NOT_FOUND -> says.notFound();
      case REJECTED -> says.rejected();
      case NOT_SENT -> says.notSent();
      case DRY_RUN_PASSED -> says.dryRunPassed();
      case UNKNOWN -> says.unknown();
    }
    says.billing();
    says.sent();
    says.destroyed();
    if (run.settings.dryRun() && DONE.contains(v.verdict())) {
      says.broken("a dry run releases nothing");
    }
    if (owed.is(run, v, witness)) {
      says.owed();
    }
    struck += says.sends.stream().anyMatch(s -> !s.answered() || !s.acknowledged()) ? 1 : 0;
  }

  /** One verdict beside what is true. */
  private final class Says {
    private final ClientRun run;
    private final InstanceVerdict v;
    private final Witness witness;
    private final List<Witness.Sent> sends;
    private final List<Witness.Look> looks;
    private final List<Effect> effects = new ArrayList<>();

    /** By requests of ours, but of other runs: as other hands as any. */
    private final boolean others;

    Says(ClientRun run, InstanceVerdict v, Witness witness) {
      this.run = run;
      this.v = v;
      this.witness = witness;
      this.sends = witness.sendsOf(run);
      this.looks = witness.looksOf(run);
      Map<Integer, Traffic.Call> calls =
          byNumber.getOrDefault(witness.member.house().cloud(), Map.of());
      for (Effect effect : witness.effects) {
        Traffic.Call call = calls.get(effect.request());
        if (call != null && run.goesBackTo(call.run)) {
          effects.add(effect);
        }
      }
      this.others = effects.size() < witness.effects.size();
    }

    private void broken(String promise) {
      breach(promise, run + ": " + v + ", it is " + now() + ", done: " + effects);
    }

    private Optional<StatePoint> now() {
      return witness.instance.map(i -> i.at(run.endedAt));
    }

    private boolean is(Standing standing) {
      return witness.is(standing, run.endedAt);
    }

    private boolean hasNoBin() {
      return witness.member.house().kind() == Kind.ALIYUN
          || witness.member.house().kind() == Kind.TENCENT
              && !witness.escalates()
              && !isKnownBin(witness, run, lastLook());
    }

    /** When it was decided: it is not looked at any more after that. */
    private Instant lastLook() {
      return looks.stream()
          .map(look -> look.call().endedAt)
          .filter(end -> !end.isAfter(run.endedAt))
          .max(Instant::compareTo)
          .orElse(run.startedAt);
    }

    /** One look without it, where nobody knew that there is a bin. */
    private boolean isInUnknownBin() {
      return !is(Standing.PRESENT)
          && sends.stream().anyMatch(Witness.Sent::acknowledged)
          && isUnknownBin(witness, run, lastLook());
    }

    /** Acknowledged, or seen leaving, where there is no bin: one look without it is enough. */
    private boolean isDoomed() {
      boolean known =
          sends.stream().anyMatch(Witness.Sent::acknowledged)
              || looks.stream().anyMatch(l -> l.shown() && l.standing() == Standing.LEAVING);
      return hasNoBin() && known && is(Standing.LEAVING);
    }

    void released() {
      if (isInUnknownBin() && !is(Standing.GONE)) {
        story.reached("RELEASED, in a bin that its process had not seen yet");
      } else if (!is(Standing.GONE) && !isDoomed()) {
        broken("RELEASED is gone");
        return;
      }
      if (sends.isEmpty() && run.resumed.isEmpty()) {
        broken("RELEASED was sent");
        return;
      }
      List<Witness.Look> without = new ArrayList<>();
      // What a journal names was there.
      boolean seen = run.resumed.isPresent();
      boolean leaving = false;
      for (Witness.Look look : looks) {
        if (!look.shown() && look.whole() && seen) {
          without.add(look);
        }
        seen |= look.shown();
        leaving |= look.shown() && look.standing() == Standing.LEAVING;
      }
      boolean acknowledged = sends.stream().anyMatch(Witness.Sent::acknowledged);
      boolean one = acknowledged && hasNoBin() || !acknowledged && leaving;
      if (without.isEmpty()) {
        broken("RELEASED was seen before and is not shown later");
      } else if (!one && !apart(without)) {
        broken("RELEASED rests on two pieces of evidence");
      }
    }

    private boolean apart(List<Witness.Look> without) {
      Duration settling =
          world.providers.get(witness.member.house().provider()).facts().settlingTime();
      Instant first = without.get(0).call().startedAt;
      Instant last = without.get(without.size() - 1).call().startedAt;
      return !last.isBefore(first.plus(settling));
    }

    void recycled() {
      boolean shown = looks.stream().anyMatch(l -> l.shown() && l.standing() == Standing.IN_BIN);
      boolean further = effects.stream().anyMatch(e -> e.kind() == Effect.Kind.DESTROYED);
      boolean there = is(Standing.IN_BIN) || is(Standing.GONE) || others && is(Standing.LEAVING);
      // Moved into the bin by other hands while a call of ours was lost, which came through later.
      boolean coincidence = shown && (others || witness.member.trait() == Trait.LEAVING);
      // Sent more than once as long as nobody knew of a bin, and carried out late.
      boolean outOfUnknownBin =
          shown && further && sends.stream().allMatch(s -> isSentToUnknownBin(witness, s.call()));
      if (outOfUnknownBin) {
        story.reached("RECYCLED, and then out of a bin that was not known when it was sent");
      } else if (!coincidence && (!shown || further || !there)) {
        broken("RECYCLED is in the bin");
      }
    }

    void accepted() {
      boolean acknowledged = sends.stream().anyMatch(Witness.Sent::acknowledged);
      boolean coincidence =
          (!sends.isEmpty() || run.resumed.isPresent())
              && (others
                  || !is(Standing.PRESENT)
                      && (witness.member.trait() == Trait.LEAVING
                          || world.vanished.contains(witness.member.ref())));
      if (!acknowledged && effects.isEmpty() && !coincidence) {
        broken("ACCEPTED was acknowledged or applied");
      }
    }

    void alreadyDone() {
      unchanged();
      boolean past =
          now()
              .filter(
                  p ->
                      p.standing() == Standing.GONE
                          || run.settings.goal() == Goal.RELEASE && p.standing() != Standing.PRESENT
                          || p.standing() == Standing.LEAVING
                              && !p.state().equals("RECYCLING")
                              && !p.state().equals("ISOLATING"))
              .isPresent();
      if (!past) {
        broken("ALREADY_DONE is at or past the goal");
      }
    }

    void notFound() {
      unchanged();
      boolean visible =
          witness.member.house().maySee()
              || !run.settings.looks() && !witness.member.house().kind().isZenlayer();
      if (witness.instance.isPresent() && visible && !is(Standing.GONE)) {
        broken("NOT_FOUND is not shown to this account in this region");
      }
    }

    void rejected() {
      unchanged();
      if (v.error().isEmpty()) {
        broken("REJECTED says why");
      }
      boolean open =
          sends.stream()
              .filter(Witness.Sent::mayComeLate)
              .anyMatch(
                  s ->
                      looks.stream()
                          .noneMatch(
                              l ->
                                  !l.call().startedAt.isBefore(witness.provableFrom(s))
                                      && l.shown()
                                      && l.standing() == Standing.PRESENT));
      // What stands against it stands against a call that is still on its way as well.
      boolean stands =
          v.error().filter(e -> STANDING.contains(e.category())).isPresent()
              && sends.stream().anyMatch(Witness.Sent::provesItself);
      if (open && !stands && witness.escalates() && run.settings.goal() == Goal.RELEASE) {
        broken("REJECTED was not left open by a lost answer");
      }
    }

    void notSent() {
      boolean taken = sends.stream().anyMatch(s -> !(s.answered() && s.refusal() == Refusal.ALL));
      if (taken) {
        broken("NOT_SENT: no request for it was taken in");
      }
      if (v.error().isEmpty()) {
        broken("NOT_SENT says why");
      }
    }

    void dryRunPassed() {
      unchanged();
      if (!run.settings.dryRun()) {
        broken("DRY_RUN_PASSED is of a dry run");
      }
    }

    /** What is called good where it was to be destroyed does not stay in a bin. */
    void destroyed() {
      if (run.settings.goal() != Goal.DESTROY || !v.isGoodFor(Goal.DESTROY)) {
        return;
      }
      // Of looks that its own provider throws at, a run reads nothing.
      if (story.hardships.unruly == Hardships.Unruly.PROVIDER) {
        return;
      }
      boolean checked = v.verdict() == Verdict.DRY_RUN_PASSED;
      boolean further = witness.effects.stream().anyMatch(e -> e.kind() == Effect.Kind.DESTROYED);
      boolean stays =
          witness
              .instance
              .map(i -> i.at(run.endedAt.plus(ON_THE_WAY)))
              .filter(p -> p.standing() == Standing.IN_BIN)
              .isPresent();
      if (stays && !further && !checked && !isUnknownBin(witness, run, lastLook())) {
        broken("good under DESTROY does not stay in a bin");
      }
    }

    /**
     * What is told of the calls that named it; a resumed run knows of those before what it read.
     */
    void sent() {
      if (run.resumed.isPresent() || story.hardships.unruly != Hardships.Unruly.NOBODY) {
        return;
      }
      List<Traffic.Call> named =
          story.traffic.calls().stream()
              .filter(c -> c.run == run && c.left && c.destructive())
              .filter(c -> c.named().contains(v.ref()))
              .toList();
      if (v.sends() != named.size()) {
        broken("sends() are the requests that named it, " + v.sends() + " of " + named.size());
      }
      List<String> ids = new ArrayList<>();
      named.forEach(
          call -> call.answer.ifPresent(answer -> Witness.requestId(answer).ifPresent(ids::add)));
      if (!v.requestIds().equals(ids)) {
        broken("requestIds() are those of the answers: " + v.requestIds() + ", they are " + ids);
      }
    }

    /** Nothing was done by us; what a refused batch does, looks switched off, nobody can know. */
    void unchanged() {
      boolean hidden =
          !run.settings.looks()
              && run.settings.partial()
              && effects.stream().allMatch(this::refusedTogether);
      if (!effects.isEmpty() && !hidden) {
        boolean later = effects.stream().allMatch(e -> e.at().isAfter(run.endedAt));
        broken(v.verdict() + ": we changed nothing" + (later ? ", nor will" : ""));
      }
    }

    private boolean refusedTogether(Effect effect) {
      return sends.stream()
          .anyMatch(
              s ->
                  s.answered()
                      && !s.acknowledged()
                      && records.containsKey(s.call())
                      && records.get(s.call()).number() == effect.request()
                      && records.get(s.call()).ids().size() > 1);
    }

    void unknown() {
      if (sends.isEmpty() && run.resumed.isPresent()) {
        // Its intent is all that the dead process left behind.
        return;
      }
      if (sends.isEmpty()) {
        broken("UNKNOWN: a request left");
        return;
      }
      Hardships.Unruly unruly = story.hardships.unruly;
      boolean excused =
          !run.settings.looks()
              || !witness.member.house().maySee()
              || run.stoppedAt.isPresent()
              || story.hardships.sendsOnce
              || unruly == Hardships.Unruly.PROVIDER
              || unruly == Hardships.Unruly.PACE
              || unruly != Hardships.Unruly.NOBODY && story.hardships.way == Hardships.Way.HANG
              || story.hardships.beyond
              || story.hardships.isUntold() && is(Standing.LEAVING);
      if (excused) {
        return;
      }
      Stream<Instant> calls = sends.stream().map(witness::provableFrom);
      Stream<Instant> read =
          run.resumed.stream().map(dead -> witness.unansweredUntil(run.startedAt));
      Instant from = Stream.concat(calls, read).max(Instant::compareTo).orElseThrow();
      boolean told = looks.stream().anyMatch(l -> l.whole() && !l.call().startedAt.isBefore(from));
      Instant end = run.startedAt.plus(run.settings.deadline());
      boolean time =
          from.plus(MARGIN).isBefore(end)
              && world.looksWorkFrom.isBefore(end.minus(MARGIN))
              && !world.keysEnd.getOrDefault(v.ref().provider(), Instant.MAX).isBefore(end)
              && world.notes.isEmpty();
      knowable += told || time ? 1 : 0;
      // After a long way into the bin little time is left to settle the step out of it.
      boolean late = story.hardships.passing != Hardships.Passing.USUAL;
      Witness.Sent asked = sends.get(late ? sends.size() - 1 : 0);
      Standing before = witness.at(asked.call().startedAt).standing();
      boolean moved =
          looks.stream()
              .anyMatch(
                  l ->
                      l.whole()
                          && l.shown()
                          && l.standing() != Standing.PRESENT
                          && !(l.standing() == Standing.LEAVING && story.hardships.isUntold())
                          && l.standing() != before
                          && !l.call().startedAt.isBefore(from));
      if (moved && !others) {
        broken("UNKNOWN though a look showed it moved");
      }
    }

    /** Nothing but neighbours stood in its way. */
    void owed() {
      story.reached("what may go was owed its release");
      boolean beside = sends.stream().anyMatch(s -> s.answered() && !s.acknowledged());
      if (beside) {
        story.reached("an instance whose batch was refused was owed its release");
      }
      switch (v.verdict()) {
        case RELEASED, RECYCLED, ACCEPTED -> {}
        case REJECTED -> broken("the others of a refused batch are released");
        default -> broken("what may go goes");
      }
    }

    void billing() {
      boolean stopped =
          is(Standing.GONE)
              || isDoomed()
              || isInUnknownBin()
              || is(Standing.IN_BIN) && witness.member.house().kind() == Kind.BMC;
      if (v.billing() == Billing.STOPPED && !stopped) {
        broken("billing that is said to have stopped has");
      }
    }
  }
}
