package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.CallRunner;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.Region;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.call.SendCall;
import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.execution.instance.AfterAnswer;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.execution.record.IntentWriter;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Starts destructive calls, lane by lane. Loop's thread only. */
public final class SendDesk {
  private final RunContext run;
  private final RunControl control;
  private final SendQueue queue;
  private final LookQueue looks;
  private final Dispatch dispatch;
  private final Answers answers;
  private final AccountTroubles troubles;
  private final SendCheck check;
  private final BudgetCharge budget;
  private final ClaimDesk claims;
  private final Counts<Pace.Lane> underWay = new Counts<>();
  private final Counts<Pace.Lane> accepted = new Counts<>();
  private final Counts<Region> inCalls = new Counts<>();
  private final Counts<Pace.Lane> turnsLeft = new Counts<>();
  private final Map<LastCheck, List<TrackedInstance>> running = new LinkedHashMap<>();

  /** A scheme without a nonce would make the same bytes twice in one second of its clock. */
  private final Map<List<InstanceRef>, Set<Long>> signed = new HashMap<>();

  private int calls;

  SendDesk(
      RunContext run,
      SendQueue queue,
      LookQueue looks,
      Dispatch dispatch,
      Answers answers,
      AccountTroubles troubles,
      SendCheck check,
      BudgetCharge budget,
      ClaimDesk claims) {
    this.run = run;
    this.control = run.control();
    this.queue = queue;
    this.looks = looks;
    this.dispatch = dispatch;
    this.answers = answers;
    this.troubles = troubles;
    this.check = check;
    this.budget = budget;
    this.claims = claims;
  }

  int calls() {
    return calls;
  }

  /** How many instances of that region stand in batches, or in calls that have not ended. */
  int onTheWay(Region region) {
    return inCalls.of(region) + queue.waiting(region);
  }

  void dispatch() {
    dispatch.releaseHeld();
    gather();
    for (Map.Entry<Lane, Deque<SendQueue.Prepared>> lane : queue.prepared()) {
      Deque<SendQueue.Prepared> waiting = lane.getValue();
      // Starting may take its time: a budget may wait for its database.
      while (!waiting.isEmpty() && control.halted().isEmpty() && mayStart(waiting.getFirst())) {
        start(lane.getKey(), waiting.remove());
      }
    }
  }

  /** Makes batches of what may be sent. */
  void gather() {
    for (SendQueue.Uncut uncut : queue.gather(looks::unseenIn)) {
      uncut.instances().forEach(i -> dispatch.holdBack(i, Broken.error(uncut.broken())));
    }
  }

  /** Few until calls are accepted: what is wrong with the account is said of the first of them. */
  private boolean mayStart(SendQueue.Prepared next) {
    TrackedInstance any = next.instances().get(0);
    ActionFacts action = any.account().action(next.key().step().action());
    Pace.Lane shared = any.account().lane(next.key().region().name(), action);
    int most = Math.min(Lane.mostCalls(action), Lane.FEWEST_CALLS + accepted.of(shared));
    return underWay.of(shared) < most;
  }

  private static Pace.Lane shared(Lane lane, Account account) {
    return account.lane(lane.region(), account.action(lane.action()));
  }

  /** Nothing more is sent for this account: it would fail alike. */
  void accountFailed(String account, ReleaseError error) {
    troubles.failed(account, error);
    for (TrackedInstance untouched :
        looks.remove(i -> i.ref().provider().equals(account) && i.life().isUnsent())) {
      looks.forget(untouched);
      dispatch.holdBack(untouched, error);
    }
  }

  private void start(Lane lane, SendQueue.Prepared next) {
    List<TrackedInstance> mayGo = check.mayGo(next.instances());
    boolean dryRun = run.intent().dryRun(); // nothing is destroyed by it
    List<TrackedInstance> charged = dryRun ? List.of() : budget.charge(mayGo);
    List<TrackedInstance> granted = new ArrayList<>();
    for (TrackedInstance instance : mayGo) {
      if (dryRun || instance.charged()) {
        granted.add(instance);
      } else {
        claims.letGo(instance);
        dispatch.holdBack(instance, budget.notGranted(instance));
      }
    }
    if (next.token().isPresent() && granted.size() < next.instances().size()) {
      // The token stands for all of them.
      budget.giveBack(charged);
      for (TrackedInstance instance : granted) {
        claims.letGo(instance);
        dispatch.carryOut(instance, AfterAnswer.settleFirst(instance.life()));
      }
      return;
    }
    ReleaseBatch batch = granted.isEmpty() ? null : batch(next, granted, charged);
    if (batch != null) {
      start(lane, next.key().region(), batch, granted, charged);
    }
  }

  private @Nullable ReleaseBatch batch(
      SendQueue.Prepared next, List<TrackedInstance> granted, List<TrackedInstance> charged) {
    try {
      return new ReleaseBatch(
          next.key().region().name(),
          next.key().step(),
          TrackedInstance.refs(granted),
          run.intent(),
          next.token().orElseGet(() -> Extension.ask(run.parts().nonces()::get)));
    } catch (RuntimeException broken) {
      budget.giveBack(charged);
      for (TrackedInstance instance : granted) {
        claims.letGo(instance);
        dispatch.holdBack(instance, Broken.error(broken));
      }
      return null;
    }
  }

  private void start(
      Lane lane,
      Region region,
      ReleaseBatch batch,
      List<TrackedInstance> instances,
      List<TrackedInstance> charged) {
    Account account = instances.get(0).account();
    instances.forEach(dispatch::sending);
    calls++;
    Pace.Lane shared = shared(lane, account);
    underWay.add(shared, 1);
    inCalls.add(region, instances.size());
    Map<InstanceRef, Snapshot> seen = TrackedInstance.lastLooks(instances);
    IntentWriter writer = new IntentWriter(run.record(), control, account, batch, seen);
    LastCheck last = new LastCheck(control, seen.values(), check.overtaken(instances), writer);
    running.put(last, instances);
    boolean paid = turnsLeft.of(shared) > 0;
    turnsLeft.add(shared, paid ? -1 : 0);
    SendCall call =
        new SendCall(
            account,
            batch,
            signedBefore(instances),
            signed.computeIfAbsent(batch.instances(), same -> ConcurrentHashMap.newKeySet()),
            last);
    run.parts().tell(call.told(ReleaseEvent.Kind.SENDING, run.parts().clock().instant()));
    Instant began = control.now();
    CallRunner<ReleaseAnswer> runner = CallRunner.of(run.parts(), control, call, paid);
    run.crew()
        .start(
            runner,
            () -> {
              Outcome<ReleaseAnswer> outcome = runner.outcome();
              writer.ended(outcome);
              return () -> {
                over(last, shared, region, instances.size());
                budget.giveBack(charged, instances.size(), outcome);
                tell(call, outcome, Duration.between(began, control.now()));
                ended(lane, instances, outcome, began);
              };
            },
            () -> {
              over(last, shared, region, instances.size());
              answers.lost(instances, last.hasLeft());
            });
  }

  /** The run is over: what has not left by now never will. */
  void shut(ReleaseError why) {
    for (Map.Entry<LastCheck, List<TrackedInstance>> call : running.entrySet()) {
      if (call.getKey().shut()) {
        call.getValue().stream()
            .filter(instance -> instance.life().standing() == Standing.SENDING)
            .forEach(instance -> dispatch.holdBack(instance, why));
      }
    }
  }

  private static Instant signedBefore(List<TrackedInstance> instances) {
    Instant latest = Instant.EPOCH;
    for (TrackedInstance instance : instances) {
      latest = instance.signedAt().isAfter(latest) ? instance.signedAt() : latest;
    }
    return latest;
  }

  private void over(LastCheck last, Pace.Lane shared, Region region, int instances) {
    running.remove(last);
    calls--;
    underWay.add(shared, -1);
    inCalls.add(region, -instances);
  }

  private void tell(SendCall call, Outcome<ReleaseAnswer> outcome, Duration took) {
    run.parts()
        .tell(
            call.told(ReleaseEvent.Kind.ANSWERED, run.parts().clock().instant())
                .call(outcome.sends(), outcome.requestIds())
                .took(took)
                .error(outcome.trouble())
                .detail(outcome.told()));
  }

  private void ended(
      Lane lane, List<TrackedInstance> instances, Outcome<ReleaseAnswer> outcome, Instant began) {
    if (outcome.kind() == Outcome.Kind.ACCEPTED) {
      accepted.add(shared(lane, instances.get(0).account()), 1);
      troubles.succeeded(lane.provider(), lane.action());
    }
    boolean oldLook =
        outcome.withheld().filter(w -> w.kind() == Withheld.Kind.OLD_LOOK).isPresent();
    // Its turn was not used: the call that follows the looks has it.
    turnsLeft.add(shared(lane, instances.get(0).account()), oldLook ? 1 : 0);
    for (TrackedInstance instance : instances) {
      if (outcome.sends() > 0) {
        instance.touched(began);
        instance.signedAt(outcome.signedAt());
      }
    }
    if (answers.apply(lane.action(), instances, outcome)) {
      accountFailed(instances.get(0).account().name(), outcome.error());
    }
  }
}
