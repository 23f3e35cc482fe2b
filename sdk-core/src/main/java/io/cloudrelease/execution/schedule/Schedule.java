package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.instance.AfterAnswer;
import io.cloudrelease.execution.instance.AfterLook;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The schedule of one run: queues and desks put together. Each instance stands in exactly one place
 * at a time, so none is sent twice and none is lost. Loop's thread only.
 */
public final class Schedule {
  /** So many verdicts may hold what was seen where the evidence is not to be held in memory. */
  private static final int MOST_WITH_LOOKS = 100_000;

  private final LookQueue looks;
  private final SendQueue sends;
  private final WaveGate waves;
  private final VerdictDesk verdicts;
  private final Dispatch dispatch;
  private final SendDesk sendDesk;
  private final LookDesk lookDesk;
  private final BinWatch bins;
  private final RunContext run;
  private final List<InterruptedBatch> interrupted = new ArrayList<>();

  /**
   * The schedule of a run.
   *
   * @param runId names it in what the process remembers
   * @param members what was asked of who is a member of a group
   * @param instances how many it has
   * @param settled told of each instance that has its verdict
   */
  public Schedule(
      RunContext run,
      String runId,
      Guards guards,
      Optional<PlanCheck> plan,
      InstanceMemory memory,
      Membership members,
      int instances,
      Consumer<TrackedInstance> settled) {
    this.run = run;
    this.looks = new LookQueue(run.parts(), run.control());
    this.sends = new SendQueue(run.parts().splitter());
    this.waves = new WaveGate(guards.waves(), run, instances);
    BudgetCharge budget = new BudgetCharge(guards.budget(), run);
    this.verdicts =
        new VerdictDesk(
            run,
            instances,
            waves,
            run.record().holdsEvidence() || instances <= MOST_WITH_LOOKS,
            instance -> {
              memory.over(runId, instance, run.control().now());
              budget.settled(instance);
              settled.accept(instance);
            });
    GroupGuard groups = new GroupGuard(run.intent(), members);
    GuardCheck guardCheck = new GuardCheck(guards.guards(), plan, waves, run, groups);
    this.dispatch = new Dispatch(run.control(), looks, sends, guardCheck, waves, verdicts);
    AccountTroubles troubles = new AccountTroubles();
    ClaimDesk claims = new ClaimDesk(runId, memory, run.control(), dispatch);
    Answers answers = new Answers(run.control(), dispatch, troubles, claims);
    this.bins = new BinWatch(memory);
    SendCheck check = new SendCheck(run.control(), dispatch, troubles, waves, claims, bins);
    this.sendDesk =
        new SendDesk(run, sends, looks, dispatch, answers, troubles, check, budget, claims);
    Consumer<Map<TrackedInstance, Snapshot>> seen =
        shown ->
            shown.forEach(
                (instance, snapshot) -> {
                  bins.saw(instance, snapshot);
                  memory.saw(runId, instance, snapshot, run.control().now());
                });
    this.lookDesk = new LookDesk(run, looks, sendDesk, dispatch, troubles, bins, seen);
  }

  /** An instance that is looked at first. */
  public void look(TrackedInstance instance) {
    looks.first(instance);
  }

  /** An instance of a run before this one, of which something is known. */
  public void lookOn(TrackedInstance instance) {
    dispatch.carryOut(instance, AfterLook.takenUp(instance.life()));
  }

  /** An instance that is sent without having been looked at. */
  public void sendUnseen(TrackedInstance instance) {
    Assessment assessment;
    try {
      assessment = Extension.ask(() -> instance.account().provider().assessUnseen(run.intent()));
    } catch (RuntimeException broken) {
      dispatch.holdBack(instance, Broken.error(broken));
      return;
    }
    dispatch.carryOut(
        instance, AfterLook.unseen(instance.life(), bins.known(instance, null, assessment)));
  }

  /** It had its verdict before this run was resumed; what that look showed of a bin holds on. */
  public void keep(TrackedInstance instance, InstanceVerdict verdict) {
    bins.saw(instance, verdict.last().orElse(null));
    verdicts.keep(instance, verdict);
  }

  /** A batch of a dead process that may be sent again with its token. */
  public void resume(InterruptedBatch batch) {
    interrupted.add(batch);
    dispatch.interrupted(batch);
  }

  /** Starts whatever may start now. */
  public void dispatch(boolean send) {
    dispatch.turned();
    lookDesk.dispatch();
    if (send) {
      sendInterrupted();
      sendDesk.dispatch();
    }
  }

  private void sendInterrupted() {
    Instant now = run.control().now();
    for (InterruptedBatch batch : List.copyOf(interrupted)) {
      if (batch.isWhole(now)) {
        interrupted.remove(batch);
        dispatch.dissolved(batch);
        sends.add(batch);
      } else if (batch.isSpoiled(now)) {
        interrupted.remove(batch);
        dispatch.dissolved(batch);
        batch.unchanged().forEach(i -> dispatch.carryOut(i, AfterAnswer.settleFirst(i.life())));
      }
    }
  }

  /** Whether nothing is left to wait for. */
  public boolean isIdle(boolean send) {
    boolean looking = lookDesk.calls() > 0 || !looks.isEmpty();
    boolean sending =
        sendDesk.calls() > 0 || !sends.isEmpty() || !interrupted.isEmpty() || !waves.holdsNothing();
    return !looking && !(send && sending);
  }

  public int calls() {
    return lookDesk.calls() + sendDesk.calls();
  }

  /** How many instances were never looked at. */
  public int unseen() {
    return looks.unseen();
  }

  public int settled() {
    return verdicts.settled();
  }

  public ReleaseProgress progress() {
    return verdicts.progress();
  }

  public Optional<Duration> untilNextLook() {
    return looks.untilNext();
  }

  /** The run is over: what has not left by now never will. */
  public void shut(ReleaseError why) {
    sendDesk.shut(why);
  }

  /** Gives an instance the verdict that is true of it now. */
  public void end(TrackedInstance instance, ReleaseError why) {
    looks.forget(instance);
    dispatch.end(instance, why);
  }

  /** As {@link #end}, without asking anybody who may throw once more. */
  public void endPlainly(TrackedInstance instance, ReleaseError why) {
    verdicts.givePlainly(instance, why);
  }

  /** For a plan: what stands ready, batch by batch, without sending it. */
  public Map<BatchKey, List<TrackedInstance>> drain() {
    sendDesk.gather();
    return sends.drain();
  }
}
