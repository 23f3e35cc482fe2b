package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.Pace;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what may be sent into batches and sends them, lane by lane. Loop's thread only. */
final class Sending implements LookRules.Next {
  /** What waited so long for its wave or its batch is looked at again. */
  private static final Duration STALE = Duration.ofSeconds(30);

  private final Machinery machinery;
  private final RunControl control;
  private final ReleaseInstancesRequest request;
  private final Verdicts verdicts;
  private final Crew crew;
  private final Gate gate;
  private final Chronicle chronicle;
  private final AnswerRules answers;
  private final Queues<Batch, Work> ready = new Queues<>();
  private final Queues<Lane, Prepared> prepared = new Queues<>();
  private final Counts<Pace.Lane> underWay = new Counts<>();
  private final Counts<Pace.Lane> accepted = new Counts<>();
  private final Counts<Region> inCalls = new Counts<>();
  private final Map<String, ReleaseError> fatal = new HashMap<>();
  private final List<Unresolved> unresolved = new ArrayList<>();
  private int calls;
  private @Nullable Looking looking;

  Sending(
      Machinery machinery,
      RunControl control,
      ReleaseInstancesRequest request,
      Verdicts verdicts,
      Crew crew,
      Gate gate,
      Chronicle chronicle) {
    this.machinery = machinery;
    this.control = control;
    this.request = request;
    this.verdicts = verdicts;
    this.crew = crew;
    this.gate = gate;
    this.chronicle = chronicle;
    this.answers = new AnswerRules(request, verdicts, this);
  }

  /** A batch to be sent; the token is given only when it was sent with it before. */
  private record Prepared(Batch key, List<Work> works, Optional<String> token) {}

  void lookThrough(Looking l) {
    looking = l;
  }

  private Looking looking() {
    Looking l = looking;
    if (l == null) {
      throw new IllegalStateException("not yet set up");
    }
    return l;
  }

  int calls() {
    return calls;
  }

  /** How many instances of that region stand in batches, or in calls that have not ended. */
  int onTheWay(Region region) {
    int count = inCalls.of(region);
    for (Map.Entry<Lane, Deque<Prepared>> lane : prepared) {
      if (lane.getKey().isIn(region)) {
        for (Prepared batch : lane.getValue()) {
          count += batch.works.size();
        }
      }
    }
    return count;
  }

  boolean idle() {
    return calls == 0
        && ready.isEmpty()
        && unresolved.isEmpty()
        && gate.holdsNothing()
        && prepared.isEmpty();
  }

  /** It is to be sent without having been looked at. */
  void unseen(Work work) {
    Assessment assessment;
    try {
      assessment = work.account.provider().assessUnseen(request.intent());
    } catch (RuntimeException broken) {
      verdicts.give(work, Verdict.NOT_SENT, broken(broken));
      return;
    }
    if (assessment.kind() == Assessment.Kind.SEND) {
      work.next(assessment.step());
      work.hint = assessment.hint();
      ready(work);
    } else {
      verdicts.give(work, Verdict.REJECTED, assessment.error());
    }
  }

  @Override
  public void ready(Work work) {
    if (work.unresolved != null) {
      work.unresolved.unchanged.add(work);
      return;
    }
    Optional<ReleaseError> objection = gate.objection(work);
    if (objection.isPresent()) {
      verdicts.give(work, Verdict.NOT_SENT, objection.get());
    } else if (!hasAction(work)) {
      verdicts.give(
          work,
          Verdict.NOT_SENT,
          ReleaseError.of(
              ErrorCategory.INTERNAL,
              "ExtensionBroken",
              "the provider wants '" + work.step.action() + "', which is no action of its own"));
    } else if (request.intent().dryRun() && !work.account.facts().nativeDryRun()) {
      verdicts.give(
          work,
          Verdict.DRY_RUN_PASSED,
          Optional.empty(),
          "checked by reading only: this cloud has no dry run");
    } else {
      work.status = Work.Status.READY;
      if (gate.admit(work)) {
        enqueue(work);
      }
    }
  }

  private void enqueue(Work work) {
    ready.add(new Batch(work.region(), work.step, work.cohort), work);
  }

  /** Sends on what waited for its wave. */
  private void releaseHeld() {
    for (Work work : gate.release()) {
      Optional<ReleaseError> tripped = gate.tripped();
      if (tripped.isPresent()) {
        verdicts.give(work, Verdict.NOT_SENT, tripped.get());
      } else {
        enqueue(work);
      }
    }
  }

  /** Whether it waited so long for others that it is looked at once more, before its first send. */
  private boolean isStale(Work work) {
    return work.sends == 0
        && !work.refreshed
        && work.last != null
        && work.last.takenAt().plus(STALE).isBefore(control.now());
  }

  /** A batch of a dead process that may be sent again with its token. */
  void resume(Unresolved batch) {
    unresolved.add(batch);
    batch.members.forEach(work -> work.unresolved = batch);
  }

  private void sendUnresolved() {
    for (Unresolved batch : List.copyOf(unresolved)) {
      if (batch.whole()) {
        unresolved.remove(batch);
        for (Work work : batch.members) {
          work.unresolved = null;
          work.doubtful = true;
        }
        prepared.add(
            lane(batch.key), new Prepared(batch.key, batch.members, Optional.of(batch.token)));
      } else if (batch.spoiled()) {
        unresolved.remove(batch);
        batch.members.forEach(work -> work.unresolved = null);
        batch.unchanged.forEach(work -> looking().later(work, Duration.ZERO));
      }
    }
  }

  private static boolean hasAction(Work work) {
    for (ActionFacts action : work.account.facts().releaseActions()) {
      if (action.name().equals(work.step.action())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void lookAgain(Work work, Duration after) {
    if (work.status == Work.Status.WAITING) {
      Duration waited = Duration.between(work.sentAt, control.now());
      Duration left = request.waitAtMost().minus(waited);
      if (left.isNegative() || left.isZero()) {
        verdicts.giveAtEnd(work, Verdicts.stuck());
        return;
      }
      looking().later(work, after.compareTo(left) < 0 ? after : left);
      return;
    }
    looking().later(work, after);
  }

  @Override
  public void explained(Work work, boolean survives) {
    Cohort cohort = work.cohort;
    if (cohort == null) {
      return;
    }
    if (!survives) {
      work.cohort = null;
    }
    if (cohort.explained(work, survives)) {
      diagnose(cohort);
    }
  }

  /** All looks at a refused batch are in: send on what can be sent on. */
  void diagnose(Cohort cohort) {
    List<Work> survivors = List.copyOf(cohort.survivors);
    if (survivors.isEmpty()) {
      return;
    }
    List<List<Work>> parts = Diagnosis.parts(cohort, survivors);
    if (!cohort.spend(parts.size())) {
      for (Work work : survivors) {
        refusedFor(
            work, cohort.error.hint("refused together with others; the culprit was not found"));
      }
      return;
    }
    for (List<Work> part : parts) {
      cohort.part(part);
      part.forEach(this::ready);
    }
  }

  /** Refused, but not for what it is itself; a send before that may have to be settled first. */
  void refusedFor(Work work, ReleaseError error) {
    looking().refusedFor(work, error);
  }

  /** Nothing more is sent for this account: it would fail alike. */
  void accountFailed(String provider, ReleaseError error) {
    fatal.putIfAbsent(provider, error);
    looking().accountFailed(provider, error);
  }

  void dispatch() {
    releaseHeld();
    sendUnresolved();
    gather(true);
    for (Map.Entry<Lane, Deque<Prepared>> lane : prepared) {
      Deque<Prepared> waiting = lane.getValue();
      while (!waiting.isEmpty() && mayStart(lane.getKey(), waiting.getFirst())) {
        start(lane.getKey(), waiting.remove());
      }
    }
  }

  /** Few until calls are accepted: what is wrong with the account is said of the first of them. */
  private boolean mayStart(Lane lane, Prepared next) {
    Work work = next.works.get(0);
    Pace.Lane shared = shared(lane, work);
    int most = Lane.mostCalls(work.account.facts().action(lane.action()));
    return underWay.of(shared) < Math.min(most, Lane.FEWEST_CALLS + accepted.of(shared));
  }

  private static Pace.Lane shared(Lane lane, Work work) {
    return work.account.lane(lane.region(), work.account.facts().action(lane.action()));
  }

  /** Full batches, and the rest of a group once nothing can be added to it. */
  private void gather(boolean lookAgain) {
    Iterator<Map.Entry<Batch, Deque<Work>>> groups = ready.iterator();
    while (groups.hasNext()) {
      Map.Entry<Batch, Deque<Work>> group = groups.next();
      Batch key = group.getKey();
      Deque<Work> works = group.getValue();
      int largest = largest(works.getFirst(), key);
      boolean closed = key.cohort() != null || looking().unseenIn(key.region()) == 0;
      int take = closed ? works.size() : works.size() - works.size() % largest;
      if (take == 0) {
        continue;
      }
      List<Work> taken = new ArrayList<>(take);
      for (int i = 0; i < take; i++) {
        Work work = works.remove();
        if (lookAgain && isStale(work)) {
          work.refreshed = true;
          work.status = Work.Status.DEFERRED;
          looking().later(work, Duration.ZERO);
        } else {
          taken.add(work);
        }
      }
      if (!taken.isEmpty()) {
        cut(key, taken, largest);
      }
      if (works.isEmpty()) {
        groups.remove();
      }
    }
  }

  private static int largest(Work work, Batch key) {
    return work.account.facts().action(key.step().action()).maxBatch();
  }

  private void cut(Batch key, List<Work> works, int largest) {
    Lane lane = lane(key);
    List<List<Work>> batches;
    try {
      batches = Cut.of(machinery.splitter(), works, largest);
    } catch (RuntimeException broken) {
      works.forEach(work -> verdicts.give(work, Verdict.NOT_SENT, broken(broken)));
      return;
    }
    for (List<Work> batch : batches) {
      prepared.add(lane, new Prepared(key, batch, Optional.empty()));
    }
  }

  private static Lane lane(Batch key) {
    return new Lane(key.region().provider(), key.region().name(), key.step().action());
  }

  private void start(Lane lane, Prepared next) {
    Account account = next.works.get(0).account;
    ReleaseError failure = fatal.get(account.name());
    if (failure != null) {
      for (Work work : next.works) {
        // What the cloud refused to the account it refused to each of its instances.
        work.refused = true;
        answers.notSent(work, failure);
      }
      return;
    }
    Optional<ReleaseError> tripped = gate.tripped();
    if (tripped.isPresent()) {
      next.works.forEach(work -> answers.notSent(work, tripped.get()));
      return;
    }
    List<Work> charged = Gate.charged(next.works, false);
    List<Work> works = gate.charge(next.works);
    if (works.size() < next.works.size()) {
      next.works.stream()
          .filter(work -> !works.contains(work))
          .forEach(work -> answers.notSent(work, gate.overBudget(work)));
      if (works.isEmpty()) {
        return;
      }
    }
    ReleaseBatch batch;
    try {
      batch =
          new ReleaseBatch(
              next.key.region().name(),
              next.key.step(),
              Work.refs(works),
              request.intent(),
              next.token.orElseGet(machinery.nonces()));
    } catch (RuntimeException broken) {
      gate.giveBack(charged.stream().filter(works::contains).toList());
      works.forEach(work -> answers.notSent(work, broken(broken)));
      return;
    }
    for (Work work : works) {
      work.status = Work.Status.SENDING;
    }
    calls++;
    underWay.add(shared(lane, works.get(0)), 1);
    inCalls.add(next.key.region(), works.size());
    machinery.tell(ReleaseEvent.Kind.SENDING, lane, works.size(), "");
    Announcement announcement = new Announcement(chronicle, account, batch, works, control);
    Supplier<Outcome<ReleaseAnswer>> call =
        Caller.of(
            machinery, control, new SendCall(account, batch, signedBefore(works), announcement));
    crew.start(
        () -> {
          Outcome<ReleaseAnswer> outcome = call.get();
          announcement.ended(outcome);
          return () -> {
            giveBack(charged, outcome);
            clear(works, outcome);
            ended(lane, works, outcome);
          };
        },
        () -> lost(lane, works));
  }

  private static Instant signedBefore(List<Work> works) {
    Instant latest = Instant.EPOCH;
    for (Work work : works) {
      latest = work.signedAt.isAfter(latest) ? work.signedAt : latest;
    }
    return latest;
  }

  private void ended(Lane lane, List<Work> works, Outcome<ReleaseAnswer> outcome) {
    over(lane, works);
    machinery.tell(
        ReleaseEvent.Kind.ANSWERED,
        lane,
        works.size(),
        outcome.kind()
            + (outcome.kind() == Outcome.Kind.ACCEPTED ? "" : " " + outcome.error().code()));
    if (outcome.kind() == Outcome.Kind.ACCEPTED) {
      accepted.add(shared(lane, works.get(0)), 1);
    }
    answers.apply(works, outcome);
  }

  /** An answer to the same token speaks for the call that carried it first, too. */
  private static void clear(List<Work> works, Outcome<ReleaseAnswer> outcome) {
    if (outcome.kind() == Outcome.Kind.ACCEPTED || outcome.kind() == Outcome.Kind.REFUSED) {
      for (Work work : works) {
        work.doubtful = false;
      }
    }
  }

  /** What the cloud proved not to have touched does not count. */
  private void giveBack(List<Work> charged, Outcome<ReleaseAnswer> outcome) {
    List<String> refused = outcome.refusedIds();
    boolean all = outcome.kind() == Outcome.Kind.REFUSED || outcome.kind() == Outcome.Kind.NOT_SENT;
    List<Work> untouched = new ArrayList<>();
    for (Work work : charged) {
      if (work.charged && (all || refused.contains(work.ref.id()))) {
        untouched.add(work);
      }
    }
    gate.giveBack(untouched);
  }

  private void lost(Lane lane, List<Work> works) {
    over(lane, works);
    answers.lost(works, control.now());
  }

  private void over(Lane lane, List<Work> works) {
    calls--;
    underWay.add(shared(lane, works.get(0)), -1);
    inCalls.add(works.get(0).region(), -works.size());
  }

  /** For a plan: what stands ready, batch by batch, without sending it. */
  Map<Batch, List<Work>> drainReady() {
    gather(false);
    Map<Batch, List<Work>> groups = new LinkedHashMap<>();
    for (Map.Entry<Lane, Deque<Prepared>> lane : prepared) {
      for (Prepared batch : lane.getValue()) {
        groups.computeIfAbsent(batch.key, k -> new ArrayList<>()).addAll(batch.works);
      }
    }
    return groups;
  }

  static ReleaseError broken(RuntimeException broken) {
    return ReleaseError.of(
        ErrorCategory.INTERNAL,
        "ExtensionBroken",
        "an extension threw " + broken.getClass().getName());
  }
}
