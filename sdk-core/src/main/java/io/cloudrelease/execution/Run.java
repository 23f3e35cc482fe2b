package io.cloudrelease.execution;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.find.LeftoverWatch;
import io.cloudrelease.execution.find.UnknownLeftovers;
import io.cloudrelease.execution.instance.EndRules;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.execution.schedule.BatchKey;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.RunContext;
import io.cloudrelease.execution.schedule.Schedule;
import io.cloudrelease.execution.schedule.TrackedInstance;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.ToldEvent;
import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One request from its first look to its last verdict: a loop on the caller's thread that owns all
 * state, and a crew that carries the calls. Looks and sends overlap: a batch leaves as soon as it
 * is full, or as soon as no look can add to it.
 */
final class Run {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LONGEST_LOOKING = Duration.ofSeconds(30);
  private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

  private final RunContext context;
  private final RunControl control;
  private final ReleaseInstancesRequest request;
  private final List<TrackedInstance> instances;
  private final Schedule schedule;
  private final LeftoverWatch leftovers;
  private boolean interrupted;

  Run(
      RunContext context,
      ReleaseInstancesRequest request,
      List<TrackedInstance> instances,
      Schedule schedule,
      LeftoverWatch leftovers) {
    this.context = context;
    this.control = context.control();
    this.request = request;
    this.instances = instances;
    this.schedule = schedule;
    this.leftovers = leftovers;
    control.onStop(context.crew()::wake);
  }

  /** Looks only, and says what would be sent: batch by batch. */
  Map<BatchKey, List<TrackedInstance>> plan() {
    Optional<Throwable> broken =
        LastResort.run(this::enroll).or(() -> LastResort.run(() -> loop(this::isPlanned, false)));
    if (broken.isPresent() || !isPlanned()) {
      LastResort.run(this::letCallsEnd);
      ReleaseError why = why(broken);
      instances.stream()
          .filter(each -> each.life().standing() == Standing.NEW || isInDoubt(each))
          .forEach(instance -> end(instance, why));
    }
    restoreInterrupt();
    return schedule.drain();
  }

  /** All were looked at, and twice where a look did not show them. */
  private boolean isPlanned() {
    return schedule.unseen() == 0 && instances.stream().noneMatch(Run::isInDoubt);
  }

  private static boolean isInDoubt(TrackedInstance instance) {
    return !instance.life().isDone() && instance.life().seen().absentAt() != null;
  }

  /** The whole way. */
  FinishedResult release() {
    return finish(LastResort.run(this::enroll).or(this::collect));
  }

  /** Goes on with what the schedule holds already. */
  FinishedResult resume() {
    return finish(collect());
  }

  /**
   * Where it is asked what instances leave behind, all of them are looked at, and what hangs on
   * them is looked up, before the first is sent; which is put off for that no longer than half a
   * minute of looks.
   */
  private Optional<Throwable> collect() {
    if (!leftovers.collects()) {
      return Optional.empty();
    }
    Duration left = control.timeLeft();
    Instant until =
        control.now().plus(LONGEST_LOOKING.compareTo(left) < 0 ? LONGEST_LOOKING : left);
    Optional<Throwable> broken =
        LastResort.run(() -> loop(() -> schedule.unseen() == 0, false, until));
    return broken.or(() -> LastResort.run(() -> leftovers.collect(instances)));
  }

  private void enroll() {
    for (TrackedInstance instance : instances) {
      if (request.lookFirst()) {
        schedule.look(instance);
      } else {
        schedule.sendUnseen(instance);
      }
    }
  }

  private FinishedResult finish(Optional<Throwable> before) {
    Optional<Throwable> broken =
        before.or(
            () -> LastResort.run(() -> loop(() -> schedule.settled() == instances.size(), true)));
    Optional<ReleaseError> halted = control.halted();
    if (halted.isPresent()) {
      LastResort.run(() -> tell(ReleaseEvent.Kind.STOPPED, halted.get().message()));
    }
    ReleaseError why = why(broken);
    if (broken.isPresent()) {
      control.stop(why.message());
    }
    LastResort.run(this::letCallsEnd);
    LastResort.run(() -> schedule.shut(why));
    for (TrackedInstance instance : instances) {
      if (instance.verdict() == null) {
        end(instance, why);
      }
    }
    restoreInterrupt();
    return result();
  }

  private ReleaseError why(Optional<Throwable> broken) {
    return broken.map(Broken::error).or(control::halted).orElseGet(EndRules::stuck);
  }

  private void end(TrackedInstance instance, ReleaseError why) {
    Optional<Throwable> broken =
        instance.life().isDone()
            ? Optional.of(new IllegalStateException("its verdict was not written out"))
            : LastResort.run(() -> schedule.end(instance, why));
    if (broken.isPresent() && instance.verdict() == null) {
      schedule.endPlainly(instance, why);
    }
  }

  private void restoreInterrupt() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop(BooleanSupplier done, boolean send) {
    loop(done, send, control.now().plus(control.timeLeft()));
  }

  private void loop(BooleanSupplier done, boolean send, Instant until) {
    while (!done.getAsBoolean() && control.halted().isEmpty() && control.now().isBefore(until)) {
      schedule.dispatch(send);
      if (done.getAsBoolean() || schedule.isIdle(send)) {
        // Idle before all is done: only a broken extension can bring that about, and the end of the
        // run says so.
        return;
      }
      step(napTime(until));
    }
  }

  private Duration napTime(Instant until) {
    Duration nap = schedule.untilNextLook().orElse(LONGEST_NAP);
    Duration left = Duration.between(control.now(), until);
    Duration most = left.isNegative() ? Duration.ZERO : left;
    return nap.compareTo(most) < 0 ? nap : most;
  }

  /**
   * Waits for a call to end, at most that long; false when the time passed without any. One at a
   * time: what it brings may be sent on before the next one is looked into.
   */
  private boolean step(Duration atMost) {
    try {
      Optional<Runnable> next = context.crew().next(atMost);
      if (next.isEmpty()) {
        return false;
      }
      next.get().run();
      return true;
    } catch (InterruptedException e) {
      interrupted = true;
      control.stop("interrupted");
      return true;
    }
  }

  /** Gives calls that are under way a moment to end by themselves, then ends them. */
  private void letCallsEnd() {
    awaitCalls();
    if (schedule.calls() > 0) {
      context.crew().close();
      awaitCalls();
    }
  }

  private void awaitCalls() {
    Instant until = control.now().plus(GRACE);
    while (schedule.calls() > 0) {
      Duration left = Duration.between(control.now(), until);
      if (left.isNegative() || left.isZero() || !step(left)) {
        return;
      }
    }
  }

  private FinishedResult result() {
    List<InstanceVerdict> all = new ArrayList<>(instances.size());
    for (TrackedInstance instance : instances) {
      InstanceVerdict verdict = instance.verdict();
      if (verdict == null) {
        throw new IllegalStateException(instance.ref() + " has no verdict");
      }
      all.add(verdict);
    }
    context.record().ended();
    all.replaceAll(
        given -> context.record().lacks(given.ref()) ? GivenVerdict.unwritten(given) : given);
    List<Leftover> left = new ArrayList<>();
    Optional<Throwable> broken = LastResort.run(() -> left.addAll(leftovers.left(instances)));
    if (broken.isPresent() && leftovers.collects()) {
      left.addAll(UnknownLeftovers.of(all, Broken.error(broken.get())));
    }
    LastResort.run(() -> tell(ReleaseEvent.Kind.FINISHED, ""));
    return new FinishedResult(
        request.intent(),
        all,
        context
            .parts()
            .clock()
            .instant()
            .minus(Duration.between(control.startedAt(), control.now())),
        Duration.between(control.startedAt(), control.now()),
        context.record().evidence(),
        left);
  }

  private void tell(ReleaseEvent.Kind kind, String detail) {
    boolean openOnes = kind == ReleaseEvent.Kind.STOPPED;
    List<InstanceRef> about =
        instances.stream()
            .filter(instance -> !openOnes || instance.verdict() == null)
            .map(TrackedInstance::ref)
            .toList();
    context
        .parts()
        .tell(
            ToldEvent.of(kind, context.parts().clock().instant())
                .about(about)
                .detail(detail)
                .progress(schedule.progress()));
  }
}
