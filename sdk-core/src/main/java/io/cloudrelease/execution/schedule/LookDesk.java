package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.execution.call.CallRunner;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.LookCall;
import io.cloudrelease.execution.call.Outcome;
import io.cloudrelease.execution.call.Region;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.instance.AfterAbsence;
import io.cloudrelease.execution.instance.AfterFailedLook;
import io.cloudrelease.execution.instance.AfterLook;
import io.cloudrelease.execution.instance.Decision;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts looks, and tells each instance's rules what came of them. Loop's thread only. */
public final class LookDesk {
  private static final Logger LOG = LoggerFactory.getLogger(LookDesk.class);

  private final RunContext run;
  private final RunControl control;
  private final LookQueue queue;
  private final SendDesk sends;
  private final Dispatch dispatch;
  private final AccountTroubles troubles;
  private final BinWatch bins;
  private final Consumer<Map<TrackedInstance, Snapshot>> seen;
  private int calls;

  LookDesk(
      RunContext run,
      LookQueue queue,
      SendDesk sends,
      Dispatch dispatch,
      AccountTroubles troubles,
      BinWatch bins,
      Consumer<Map<TrackedInstance, Snapshot>> seen) {
    this.run = run;
    this.control = run.control();
    this.queue = queue;
    this.sends = sends;
    this.dispatch = dispatch;
    this.troubles = troubles;
    this.bins = bins;
    this.seen = seen;
  }

  int calls() {
    return calls;
  }

  void dispatch() {
    Optional<List<TrackedInstance>> next = queue.next(sends::onTheWay);
    while (next.isPresent()) {
      start(next.get());
      next = queue.next(sends::onTheWay);
    }
  }

  private void start(List<TrackedInstance> instances) {
    TrackedInstance any = instances.get(0);
    Region region = any.region();
    int firstLooks = any.life().standing() == Standing.NEW ? instances.size() : 0;
    LookQuery query = new LookQuery(region.name(), TrackedInstance.refs(instances), control.now());
    calls++;
    queue.started(any, firstLooks);
    LookCall look = new LookCall(any.account(), query, control::now);
    Instant began = control.now();
    CallRunner<LookAnswer> runner = CallRunner.of(run.parts(), control, look);
    run.crew()
        .start(
            runner,
            () -> {
              Outcome<LookAnswer> outcome = runner.outcome();
              Map<TrackedInstance, Snapshot> shown = TrackedInstance.shown(instances, outcome);
              // At once: calls that wait for their turn ask for it before they leave.
              seen.accept(shown);
              return () -> {
                over(any, firstLooks);
                tell(look, outcome, Duration.between(began, control.now()));
                ended(instances, look.query(), outcome, shown);
              };
            },
            () -> {
              over(any, firstLooks);
              ReleaseError died =
                  ReleaseError.of(
                      ErrorCategory.INTERNAL, OwnCodes.CALL_DIED, "a look died on this machine");
              instances.forEach(instance -> failed(instance, died, Scope.REQUEST));
            });
  }

  private void over(TrackedInstance any, int firstLooks) {
    calls--;
    queue.ended(any, firstLooks);
  }

  private void tell(LookCall look, Outcome<LookAnswer> outcome, Duration took) {
    run.parts()
        .tell(
            look.told(ReleaseEvent.Kind.LOOKED, run.parts().clock().instant())
                .call(outcome.sends(), outcome.requestIds())
                .took(took)
                .error(outcome.trouble())
                .detail(outcome.readable().isPresent() ? "" : outcome.error().code()));
  }

  private void ended(
      List<TrackedInstance> instances,
      LookQuery query,
      Outcome<LookAnswer> outcome,
      Map<TrackedInstance, Snapshot> shown) {
    Optional<LookAnswer> answer = outcome.readable();
    if (answer.isPresent()) {
      Region region = instances.get(0).region();
      queue.answered(instances.get(0));
      troubles.succeeded(region.provider(), lookAction(instances));
      troubles.unspoiled(region);
      answered(instances, query, shown, answer.get().complete());
    } else {
      notShown(instances, query, outcome);
    }
  }

  private static String lookAction(List<TrackedInstance> instances) {
    return instances.get(0).terms().facts().lookAction().name();
  }

  private void answered(
      List<TrackedInstance> instances,
      LookQuery query,
      Map<TrackedInstance, Snapshot> shown,
      boolean complete) {
    if ((complete || !shown.isEmpty()) && instances.size() == 1) {
      // Alone it is not what spoilt the look; in company, so many may be all that an answer holds.
      instances.get(0).lookInFull();
    }
    List<TrackedInstance> missing = new ArrayList<>();
    for (TrackedInstance instance : instances) {
      Snapshot snapshot = shown.get(instance);
      if (snapshot != null) {
        present(instance, snapshot);
      } else if (complete) {
        absent(instance, query);
      } else {
        missing.add(instance);
      }
    }
    if (!missing.isEmpty()) {
      // The answer itself says that there is more: absence means nothing yet.
      smaller(
          missing,
          instances.size(),
          ReleaseError.of(
              ErrorCategory.UNAVAILABLE,
              OwnCodes.LOOK_INCOMPLETE,
              "a look did not show all it counted"));
    }
  }

  private void present(TrackedInstance instance, Snapshot snapshot) {
    Assessment assessment;
    try {
      assessment =
          Extension.ask(() -> instance.account().provider().assess(snapshot, run.intent()));
    } catch (RuntimeException broken) {
      // It is pure: asked again it would do the same.
      LOG.warn("the provider could not assess {}", instance.ref(), Broken.shown(broken));
      failed(instance, Broken.error(broken), Scope.INSTANCE);
      return;
    }
    learn(
        instance,
        AfterLook.shown(
            bins.known(instance),
            snapshot,
            bins.known(instance, snapshot, assessment),
            control.now(),
            dispatch.isInterrupted(instance),
            instance.terms()));
  }

  private void absent(TrackedInstance instance, LookQuery query) {
    Snapshot absent = Snapshot.builder(instance.ref(), query.at(), LifecyclePhase.ABSENT).build();
    learn(
        instance,
        AfterAbsence.absent(bins.known(instance), absent, control.now(), instance.terms()));
  }

  private void failed(TrackedInstance instance, ReleaseError error, Scope scope) {
    learn(
        instance,
        AfterFailedLook.failed(instance.life(), error, scope, control.now(), instance.terms()));
  }

  private void learn(TrackedInstance instance, Decision decision) {
    if (instance.life().standing() == Standing.NEW && decision.life().standing() != Standing.NEW) {
      queue.seen(instance);
    }
    dispatch.carryOut(instance, decision);
  }

  private void notShown(
      List<TrackedInstance> instances, LookQuery query, Outcome<LookAnswer> outcome) {
    boolean refused = outcome.kind() == Outcome.Kind.REFUSED;
    // The same look would fail alike, whoever else is asked for.
    boolean hopeless =
        outcome.rule().scope() == Scope.REQUEST && outcome.rule().remedy() == Remedy.GIVE_UP;
    Scope scope = hopeless ? Scope.INSTANCE : outcome.rule().scope();
    // Something else may not be found: a project, a group; that tells nothing of the instance.
    boolean gone =
        outcome.rule().category() == ErrorCategory.NOT_FOUND
            && outcome.rule().proves() == Proof.UNDER_WAY;
    if (refused && gone && instances.size() == 1) {
      troubles.unspoiled(instances.get(0).region());
      absent(instances.get(0), query);
    } else if (refused && !hopeless && scope == Scope.INSTANCE) {
      denied(instances, outcome);
      smaller(instances, instances.size(), outcome.error());
    } else {
      instances.forEach(instance -> failed(instance, outcome.error(), scope));
    }
  }

  private void denied(List<TrackedInstance> instances, Outcome<LookAnswer> outcome) {
    if (instances.size() == 1 && outcome.rule().category() == ErrorCategory.FORBIDDEN) {
      InstanceRef ref = instances.get(0).ref();
      troubles
          .denied(ref, lookAction(instances), outcome)
          .ifPresent(error -> sends.accountFailed(ref.provider(), error));
    }
  }

  /**
   * Looks again, at half as many at once: one of them spoils it, or the answer cannot hold all.
   * Where many fail alone as well, each of them spoils it, and they need not be told apart.
   */
  private void smaller(List<TrackedInstance> instances, int askedFor, ReleaseError error) {
    Region region = instances.get(0).region();
    if (askedFor == 1) {
      troubles.spoiled(region);
    }
    // What was not sent yet is done with after one look alone, and the next may be a good one.
    boolean all =
        troubles.allSpoiled(region) && instances.stream().noneMatch(i -> i.life().isUnsent());
    if (askedFor > 1 && !all) {
      int half = Math.max(1, askedFor / 2);
      queue.again(instances, half, error.category() == ErrorCategory.FORBIDDEN);
      return;
    }
    List<TrackedInstance> rest = new ArrayList<>(instances);
    if (askedFor > 1) {
      // One of them alone, another each time: once it can be read, they are told apart again.
      int one = run.parts().random().get().nextInt(rest.size());
      queue.again(List.of(rest.remove(one)), 1, false);
    }
    for (TrackedInstance instance : rest) {
      if (all) {
        instance.lookInFull();
      }
      failed(instance, error, Scope.INSTANCE);
    }
  }
}
