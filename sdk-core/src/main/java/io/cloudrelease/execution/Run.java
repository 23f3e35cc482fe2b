package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request from its first look to its last verdict: a loop on the caller's thread that owns all
 * state, and a crew that carries the calls.
 *
 * <p>Looks and sends overlap: a batch leaves as soon as it is full, or as soon as no look can add
 * to it. Each instance stands in exactly one place at a time, so none is sent twice and none is
 * lost.
 */
final class Run {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

  private final ClientParts machinery;
  private final RunControl control;
  private final ReleaseInstancesRequest request;
  private final Crew crew;
  private final List<Work> works;
  private final RunRecord chronicle;
  private final Verdicts verdicts;
  private final Looking looking;
  private final Sending sending;
  private boolean interrupted;

  Run(
      ClientParts machinery,
      RunControl control,
      ReleaseInstancesRequest request,
      List<Work> works,
      Crew crew,
      RunRecord chronicle,
      Gate gate) {
    this.machinery = machinery;
    this.control = control;
    this.request = request;
    this.crew = crew;
    this.works = works;
    this.chronicle = chronicle;
    this.verdicts = new Verdicts(machinery, request.intent(), works.size(), chronicle, gate);
    this.sending = new Sending(machinery, control, request, verdicts, crew, gate, chronicle);
    this.looking = new Looking(machinery, control, request.intent(), verdicts, crew, sending);
    sending.lookThrough(looking);
    control.onStop(crew::wake);
  }

  /** Looks only, and says what would be sent: batch by batch. */
  Map<Batch, List<Work>> plan() {
    enroll();
    loop(() -> looking.unseen() == 0, false);
    if (looking.unseen() > 0) {
      letCallsEnd();
      ReleaseError why = control.halted().orElseGet(Verdicts::stuck);
      works.stream()
          .filter(work -> work.status == Work.Status.UNSEEN)
          .forEach(work -> verdicts.giveAtEnd(work, why));
    }
    restoreInterrupt();
    Map<Batch, List<Work>> batches = new LinkedHashMap<>();
    sending.drainReady().forEach((batch, members) -> batches.put(batch, members));
    return batches;
  }

  /** Goes on where the run of a dead process left off; every instance is looked at first. */
  ReleaseInstancesResult resume(PastRun history) {
    Map<InstanceRef, Work> byRef = new LinkedHashMap<>();
    for (Work work : works) {
      byRef.put(work.ref, work);
      Optional<InstanceVerdict> verdict = history.verdict(work.ref);
      if (verdict.isPresent()) {
        verdicts.keep(work, verdict.get());
      } else {
        history.restore(work, control.now());
        takeUp(work);
      }
    }
    history.unresolved(byRef, control.now()).forEach(sending::resume);
    return finish();
  }

  private void takeUp(Work work) {
    if (work.status == Work.Status.UNSEEN) {
      looking.first(work);
    } else if (work.status == Work.Status.DEFERRED && work.step.escalates()) {
      // No refusal promises that nothing was touched; the look must be one that would show it.
      looking.later(work, work.account.facts().settlingTime());
    } else {
      looking.later(work, Duration.ZERO);
    }
  }

  /** The whole way. */
  ReleaseInstancesResult release(Set<InstanceRef> elsewhere) {
    leaveTo(elsewhere);
    enroll();
    return finish();
  }

  private ReleaseInstancesResult finish() {
    loop(() -> verdicts.settled() == works.size(), true);
    Optional<ReleaseError> halted = control.halted();
    if (halted.isPresent()) {
      machinery.tell(
          new ReleaseEvent(
              ReleaseEvent.Kind.STOPPED,
              control.now(),
              "",
              works.size() - verdicts.settled(),
              halted.get().message(),
              verdicts.settled(),
              works.size()));
    }
    letCallsEnd();
    for (Work work : works) {
      if (work.verdict == null) {
        verdicts.giveAtEnd(work, halted.orElseGet(Verdicts::stuck));
      }
    }
    restoreInterrupt();
    return result();
  }

  private void restoreInterrupt() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void leaveTo(Set<InstanceRef> elsewhere) {
    for (Work work : works) {
      if (elsewhere.contains(work.ref)) {
        verdicts.give(
            work,
            Verdict.NOT_SENT,
            ReleaseError.of(
                    ErrorCategory.GUARDED,
                    "UnderWay",
                    "another request of this client is releasing it at this moment")
                .hint("wait for that request's result"));
      }
    }
  }

  private void enroll() {
    for (Work work : works) {
      if (work.verdict != null) {
        continue;
      }
      if (request.lookFirst()) {
        looking.first(work);
      } else {
        sending.unseen(work);
      }
    }
  }

  private interface Condition {
    boolean holds();
  }

  private void loop(Condition done, boolean send) {
    while (!done.holds() && control.halted().isEmpty()) {
      looking.dispatch();
      if (send) {
        sending.dispatch();
      }
      if (done.holds()) {
        return;
      }
      boolean idle = looking.idle() && (!send || sending.idle());
      if (idle) {
        // Only a broken extension can bring this about; the end of the run says so.
        return;
      }
      step(napTime());
    }
  }

  private Duration napTime() {
    Duration nap = looking.untilNextLook().orElse(LONGEST_NAP);
    Duration left = control.timeLeft();
    return nap.compareTo(left) < 0 ? nap : left;
  }

  /**
   * Waits for a call to end, at most that long; false when the time passed without any. One at a
   * time: what it brings may be sent on before the next one is looked into.
   */
  private boolean step(Duration atMost) {
    try {
      Optional<Runnable> next = crew.next(atMost);
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
    awaitCalls(GRACE);
    if (calls() > 0) {
      crew.close();
      awaitCalls(GRACE);
    }
  }

  private void awaitCalls(Duration atMost) {
    java.time.Instant until = control.now().plus(atMost);
    while (calls() > 0) {
      Duration left = Duration.between(control.now(), until);
      if (left.isNegative() || left.isZero() || !step(left)) {
        return;
      }
    }
  }

  private int calls() {
    return looking.calls() + sending.calls();
  }

  private ReleaseInstancesResult result() {
    List<InstanceVerdict> all = new ArrayList<>(works.size());
    for (Work work : works) {
      InstanceVerdict verdict = work.verdict;
      if (verdict == null) {
        throw new IllegalStateException(work.ref + " has no verdict");
      }
      all.add(verdict);
    }
    machinery.tell(
        new ReleaseEvent(
            ReleaseEvent.Kind.FINISHED,
            control.now(),
            "",
            works.size(),
            "",
            works.size(),
            works.size()));
    chronicle.ended();
    return new ReleaseInstancesResult(
        request.intent(),
        all,
        control.startedAt(),
        Duration.between(control.startedAt(), control.now()),
        chronicle.evidence());
  }

  /** A planned instance without its batch: what {@link #plan} leaves as it is. */
  static boolean excluded(Work work) {
    return work.verdict != null && work.verdict.verdict() != Verdict.DRY_RUN_PASSED;
  }
}
