package io.cloudrelease.simulation;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.simulation.Member.Trait;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The oracle: compares every verdict of a run with the ledgers and the wire. */
final class Promises {
  private final Aftermath after;
  private final World world;
  private final Settings settings;
  private final Map<InstanceRef, Evidence> evidence;
  private final List<Breach> breaches = new ArrayList<>();

  private Promises(Aftermath after) {
    this.after = after;
    this.world = after.world();
    this.settings = world.settings;
    this.evidence = Evidence.of(after);
  }

  /** What was broken; empty when every promise was kept. */
  static List<Breach> broken(Aftermath after) {
    Promises promises = new Promises(after);
    promises.check();
    return promises.breaches;
  }

  private void breach(String promise, String what) {
    breaches.add(new Breach(world.seed, promise, what));
  }

  private void check() {
    if (after.thrown().isPresent() || after.result().isEmpty()) {
      breach("the client does not throw", after.thrown().map(Throwable::toString).orElse("null"));
      return;
    }
    new WirePromises(after, evidence, this::breach).check();
    shape(after.result().get());
    for (InstanceVerdict verdict : after.result().get().verdicts()) {
      Evidence e = evidence.get(verdict.ref());
      if (e == null) {
        breach("only what was asked for has a verdict", verdict.toString());
        continue;
      }
      verdict(verdict, e);
    }
  }

  /** One verdict per distinct id, in order; counts add up; in time. */
  private void shape(ReleaseInstancesResult result) {
    List<InstanceRef> refs = result.verdicts().stream().map(InstanceVerdict::ref).toList();
    List<InstanceRef> asked = after.request().instances();
    if (!refs.equals(asked)) {
      breach("one verdict per distinct id, in input order", refs + " for " + asked);
    }
    int sum = result.counts().values().stream().mapToInt(Integer::intValue).sum();
    if (sum != asked.size()) {
      breach("the counts add up", result.counts() + " for " + asked.size());
    }
    Duration most = settings.deadline().plus(settings.latency()).plusSeconds(5);
    if (!settings.planFirst() && result.took().compareTo(most) > 0) {
      breach("the deadline holds", result.took() + " of " + settings.deadline());
    }
    boolean interrupted = settings.halt() == Settings.Halt.INTERRUPT && after.stopped().isPresent();
    if (interrupted && !after.flagged()) {
      breach("an interrupt is not swallowed", "the flag is not set");
    }
  }

  private void verdict(InstanceVerdict v, Evidence e) {
    if (v.sends() != e.sends.size()) {
      breach("sends are counted right", v + " says " + v.sends() + ", it was " + e.sends.size());
    }
    switch (v.verdict()) {
      case RELEASED -> released(v, e);
      case RECYCLED -> recycled(v, e);
      case ACCEPTED -> accepted(v, e);
      case ALREADY_DONE -> alreadyDone(v, e);
      case NOT_FOUND -> notFound(v, e);
      case REJECTED -> rejected(v, e);
      case NOT_SENT -> notSent(v, e);
      case DRY_RUN_PASSED -> dryRunPassed(v, e);
      case UNKNOWN -> new UnknownPromise(after, e, v, this::breach).check();
    }
    billing(v, e);
    if (settings.calm()) {
      calm(v, e);
    }
  }

  private Optional<StatePoint> now(Evidence e) {
    return e.instance.map(i -> i.at(world.clock.instant()));
  }

  private boolean isNow(Evidence e, Standing standing) {
    return now(e).filter(point -> point.standing() == standing).isPresent();
  }

  private void released(InstanceVerdict v, Evidence e) {
    if (!isNow(e, Standing.GONE)) {
      breach("RELEASED is gone", v + " but it is " + now(e));
      return;
    }
    int seen = -1;
    boolean later = false;
    for (int i = 0; i < e.looks.size(); i++) {
      if (e.shows(e.looks.get(i))) {
        seen = seen < 0 ? i : seen;
      } else {
        later |= seen >= 0;
      }
    }
    if (!later) {
      breach("RELEASED was seen before and is not shown later", v + " looks " + e.looks.size());
    }
  }

  private void recycled(InstanceVerdict v, Evidence e) {
    boolean shown =
        e.looks.stream().anyMatch(l -> e.shows(l) && e.stateAt(l).standing() == Standing.IN_BIN);
    boolean stillThere = isNow(e, Standing.IN_BIN) || isNow(e, Standing.GONE);
    if (!shown || !stillThere) {
      breach("RECYCLED is in the bin", v + " but it is " + now(e) + ", shown there: " + shown);
    }
  }

  private void accepted(InstanceVerdict v, Evidence e) {
    boolean acknowledged = e.sends.stream().anyMatch(Evidence.Sent::acknowledged);
    // Moved by somebody else just when an answer of ours was lost: nobody outside can tell.
    boolean coincidence =
        (e.member.trait() == Trait.LEAVING || world.vanished.contains(v.ref()))
            && !isNow(e, Standing.PRESENT)
            && e.sends.stream().anyMatch(s -> s.request().fault().isPresent());
    if (!acknowledged && e.effects.isEmpty() && !coincidence) {
      breach("ACCEPTED was acknowledged or applied", v.toString());
    }
    if (settings.dryRun()) {
      breach("a dry run ends at DRY_RUN_PASSED", v.toString());
    }
  }

  private void alreadyDone(InstanceVerdict v, Evidence e) {
    unchanged(v, e);
    Optional<StatePoint> point = now(e);
    boolean past =
        point
            .filter(
                p ->
                    p.standing() == Standing.GONE
                        || settings.goal() == Goal.RELEASE && p.standing() != Standing.PRESENT
                        || p.standing() == Standing.LEAVING
                            && !p.state().equals("RECYCLING")
                            && !p.state().equals("ISOLATING"))
            .isPresent();
    if (!past) {
      breach("ALREADY_DONE is at or past the goal", v + " but it is " + point);
    }
  }

  private void notFound(InstanceVerdict v, Evidence e) {
    unchanged(v, e);
    // Zenlayer tells a key that may not read "not found" also when it is asked to release.
    boolean visible =
        e.member.house().maySee() || !settings.looks() && !e.member.house().kind().isZenlayer();
    if (e.instance.isPresent() && visible && !isNow(e, Standing.GONE)) {
      breach("NOT_FOUND is not shown to this account in this region", v + " but " + now(e));
    }
  }

  private void rejected(InstanceVerdict v, Evidence e) {
    unchanged(v, e);
    if (v.error().isEmpty()) {
      breach("REJECTED says why", v.toString());
    }
    boolean cloudSaidNo = e.sends.stream().anyMatch(s -> s.answered() && !s.acknowledged());
    boolean saidToAccount =
        v.error()
            .filter(
                error ->
                    error.category() == ErrorCategory.FORBIDDEN
                        || error.category() == ErrorCategory.UNAUTHENTICATED
                        || error.category() == ErrorCategory.BILLING)
            .isPresent();
    if (!e.sends.isEmpty() && !cloudSaidNo && !saidToAccount) {
      breach("REJECTED was refused", v + " though no refusal came");
    }
    if (e.sends.stream().anyMatch(s -> !s.answered()) && !settledSince(e)) {
      breach("REJECTED was not left open by a lost answer", v.toString());
    }
    boolean ready = e.member.trait() == Trait.GOOD || settings.looks() && e.member.trait().mayGo();
    if (ready
        && !world.vanished.contains(v.ref())
        && !endedEarly(after)
        && (e.effects.isEmpty() || !knownOnlyToTheCloud(e))
        && !accountWasTurnedAway(v, e)
        && onlyNeighboursAreToBlame(e)) {
      breach("the others of a refused batch are released", v.toString());
    }
  }

  /**
   * Whether the account as a whole was turned away with the very code that the verdict gives, and
   * nothing was sent for the instance any more since.
   */
  private boolean accountWasTurnedAway(InstanceVerdict v, Evidence e) {
    String keys = e.member.house().provider() + "-";
    Instant last =
        e.sends.stream()
            .map(s -> s.exchange().endedAt())
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    String code = v.error().map(ReleaseError::code).orElse("");
    return e.member.house().cloud().ledger().requests().stream()
        .filter(r -> r.call().accessKeyId().startsWith(keys))
        .flatMap(r -> after.wire().of(r.call().request()).stream())
        .filter(x -> !x.endedAt().isBefore(last))
        .flatMap(x -> x.answer().stream())
        .anyMatch(a -> Refusal.isOfAccount(a) && Refusal.code(a).equals(code));
  }

  /** Whether a look that cannot be stale any more came after the last lost answer. */
  private boolean settledSince(Evidence e) {
    Instant lost =
        e.sends.stream()
            .filter(s -> !s.answered())
            .map(s -> s.exchange().endedAt())
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    return e.looks.stream().anyMatch(l -> !l.at().isBefore(lost));
  }

  /** Whether no fault and no trait of the account explains that it was refused. */
  private boolean onlyNeighboursAreToBlame(Evidence e) {
    House house = e.member.house();
    if (!house.mayRelease()
        || !house.maySee()
        || house.account().isUnpaid()
        || !world.notes.isEmpty()) {
      return false;
    }
    Weather weather = world.weather.get(house.cloud());
    boolean struck = e.sends.stream().anyMatch(s -> weather.blow(s.request().number()).isPresent());
    boolean expiring = house.kind() == Kind.TENCENT || house.kind() == Kind.ALIYUN;
    long bad =
        world.members.stream()
            .filter(m -> m.house() == house)
            .filter(m -> settings.looks() ? m.trait().refusedUnseen() : !m.trait().mayGo())
            .count();
    return !struck && !expiring && bad <= (settings.looks() ? 3 : 1);
  }

  private void notSent(InstanceVerdict v, Evidence e) {
    if (!e.sends.stream().allMatch(this::turnedAway)) {
      breach("NOT_SENT: no request for it was taken in", v + " but " + e.sends.size() + " left");
    }
    if (v.error().isEmpty()) {
      breach("NOT_SENT says why", v.toString());
    }
  }

  /** Whether its answer alone proves that nothing of it was carried out. */
  private boolean turnedAway(Evidence.Sent sent) {
    return sent.exchange().answer().map(Refusal::of).filter(r -> r == Refusal.ALL).isPresent();
  }

  private void dryRunPassed(InstanceVerdict v, Evidence e) {
    unchanged(v, e);
    if (!settings.dryRun()) {
      breach("DRY_RUN_PASSED was a dry run", v.toString());
    }
  }

  private void unchanged(InstanceVerdict v, Evidence e) {
    if (!e.effects.isEmpty() && !knownOnlyToTheCloud(e)) {
      breach(v.verdict() + ": we changed nothing", v + " but " + e.effects);
    }
  }

  /**
   * A batch that was refused and yet carried out in part, while looks were switched off: whoever
   * may not look cannot know. The answer's word is all there is.
   */
  private boolean knownOnlyToTheCloud(Evidence e) {
    return !settings.looks()
        && settings.partial()
        && e.effects.stream()
            .allMatch(
                effect ->
                    e.sends.stream()
                        .anyMatch(
                            s ->
                                s.request().number() == effect.request()
                                    && s.answered()
                                    && !s.acknowledged()
                                    && s.request().ids().size() > 1));
  }

  private void billing(InstanceVerdict v, Evidence e) {
    boolean stopped =
        isNow(e, Standing.GONE) || isNow(e, Standing.IN_BIN) && e.member.house().kind() == Kind.BMC;
    if (v.billing() == Billing.STOPPED && !stopped) {
      breach("billing that is said to have stopped has", v + " but it is " + now(e));
    }
    boolean vanished = world.vanished.contains(v.ref());
    if (v.billing() == Billing.CONTINUES && isNow(e, Standing.GONE) && !vanished) {
      breach("billing that is said to go on does", v + " but it is gone");
    }
  }

  /** Where nothing goes wrong, what may go goes, whatever stands beside it. */
  private void calm(InstanceVerdict v, Evidence e) {
    if (!e.member.trait().mayGo() || settings.dryRun()) {
      return;
    }
    SimulatedInstance instance = e.instance.orElseThrow();
    boolean subscription =
        (e.member.house().kind() == Kind.BMC || e.member.house().kind() == Kind.VM)
            && instance.chargeType().equals("PREPAID")
            && !instance.at(world.start()).state().equals("CREATE_FAILED");
    boolean blind = !settings.looks();
    long bad = world.members.stream().filter(m -> !m.trait().mayGo()).count();
    if (blind && (bad > 1 || e.member.trait() == Trait.PASSING)) {
      return;
    }
    if (blind || settings.waitAtMost().compareTo(Duration.ofDays(1)) < 0 || subscription) {
      boolean good =
          v.verdict() == Verdict.ACCEPTED
              || v.verdict() == Verdict.RELEASED
              || v.verdict() == Verdict.RECYCLED;
      if (!good && busyInvisible() <= 3) {
        breach("what may go goes", v.toString());
      }
      return;
    }
    boolean failed = instance.at(world.start()).state().equals("CREATE_FAILED");
    Verdict right =
        Fleet.endsGone(e.member, instance, settings)
                || failed && e.member.house().kind() != Kind.ZEC
            ? Verdict.RELEASED
            : Verdict.RECYCLED;
    if (v.verdict() != right && busyInvisible() <= 3 && !endedEarly(after)) {
      breach("what may go reaches the goal", v + " not " + right);
    }
  }

  private long busyInvisible() {
    return world.members.stream().filter(m -> m.trait().refusedUnseen()).count();
  }

  /** Whether a second application could take the instance further than the goal. */
  static boolean escalates(Aftermath after, Evidence e) {
    if (after.world().settings.goal() == Goal.DESTROY) {
      return false;
    }
    return switch (e.member.house().kind()) {
      case ZEC -> true;
      case TENCENT ->
          !after.world().settings.looks()
              || e.instance
                  .map(SimulatedInstance::chargeType)
                  .filter(t -> t.equals("POSTPAID_BY_HOUR") || t.equals("SPOTPAID"))
                  .isEmpty();
      default -> false;
    };
  }

  /** Whether the run was stopped or ran out of time. */
  static boolean endedEarly(Aftermath after) {
    if (after.stopped().isPresent()) {
      return true;
    }
    Duration left = after.world().settings.deadline().minus(after.result().orElseThrow().took());
    return left.compareTo(Duration.ofSeconds(2)) < 0;
  }

  static boolean granted(Aftermath after) {
    return after.world().settings.powers().contains(Power.RESEND_WHEN_UNCHANGED);
  }

  static boolean notUnderstood(InstanceVerdict v) {
    return v.error().filter(error -> error.category() == ErrorCategory.UNKNOWN).isPresent();
  }

  static Set<SimulatedCloud> clouds(Aftermath after) {
    return new HashSet<>(after.world().clouds.values());
  }
}
