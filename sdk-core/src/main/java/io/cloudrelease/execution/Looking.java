package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** Looks at what is due, many ids a call, region by region. Loop's thread only. */
final class Looking {
  /** So often a first look may fail before the instance is left alone. */
  private static final int MOST_FIRST_FAILURES = 4;

  /**
   * So often a look at what was sent already may fail for a reason of the account: what became of
   * it is worth more than one try, since tokens are renewed and challenge pages go away.
   */
  private static final int MOST_FAILURES_OF_THE_ACCOUNT = 4;

  private static final int FIRST_CALLS = 2;

  /** First looks run ahead of the sending by so many times the calls that may be under way. */
  private static final int LEAD = 2;

  /** Looks that are due within this time go along with those that are due now. */
  private static final Duration TOGETHER = Duration.ofMillis(500);

  private final Machinery machinery;
  private final RunControl control;
  private final Verdicts verdicts;
  private final Crew crew;
  private final Sending sending;
  private final LookRules rules;
  private final PriorityQueue<Work> later =
      new PriorityQueue<>(Comparator.comparing((Work work) -> work.nextLook));
  private final Queues<Region, Work> first = new Queues<>();
  private final Queues<Region, Work> due = new Queues<>();
  private final Counts<Pace.Lane> underWay = new Counts<>();
  private final Counts<Pace.Lane> answered = new Counts<>();
  private final Counts<Region> looksAhead = new Counts<>();
  private final Counts<Region> unseen = new Counts<>();
  private int unseenTotal;
  private int calls;

  Looking(
      Machinery machinery,
      RunControl control,
      Intent intent,
      Verdicts verdicts,
      Crew crew,
      Sending sending) {
    this.machinery = machinery;
    this.control = control;
    this.verdicts = verdicts;
    this.crew = crew;
    this.sending = sending;
    this.rules = new LookRules(machinery, control, intent, verdicts, sending);
  }

  int calls() {
    return calls;
  }

  boolean idle() {
    return calls == 0 && later.isEmpty() && first.isEmpty() && due.isEmpty();
  }

  /** It was refused, but not for what it is itself; whether that stands may need a look. */
  void refusedFor(Work work, ReleaseError error) {
    rules.refused(work, error, false);
  }

  /** How many instances have not been looked at yet. */
  int unseen() {
    return unseenTotal;
  }

  int unseenIn(Region region) {
    return unseen.of(region);
  }

  /** An instance that was never looked at: as soon as it could be sent. */
  void first(Work work) {
    unseenTotal++;
    unseen.add(work.region(), 1);
    first.add(work.region(), work);
  }

  void later(Work work, Duration after) {
    work.nextLook = control.now().plus(after);
    later.add(work);
  }

  /** How long until a look is due; empty when none is planned. */
  Optional<Duration> untilNextLook() {
    Work next = later.peek();
    if (next == null) {
      return Optional.empty();
    }
    Duration until = Duration.between(control.now(), next.nextLook);
    return Optional.of(until.isNegative() ? Duration.ZERO : until);
  }

  void dispatch() {
    Instant now = control.now();
    Work next = later.peek();
    if (next != null && !next.nextLook.isAfter(now)) {
      Instant until = now.plus(TOGETHER);
      List<Work> inTime = new ArrayList<>();
      while (next != null && !next.nextLook.isAfter(until)) {
        Work work = later.remove();
        if (work.status == Work.Status.SUSPECT && work.nextLook.isAfter(now)) {
          // The settling time is to pass in full before a look may clear it.
          inTime.add(work);
          next = later.peek();
          continue;
        }
        due.add(work.region(), work);
        next = later.peek();
      }
      later.addAll(inTime);
    }
    for (Map.Entry<Region, Deque<Work>> queue : first) {
      Region region = queue.getKey();
      Deque<Work> works = queue.getValue();
      while (mayStart(region, works) && !isAhead(region, works.getFirst())) {
        start(region, chunk(works));
      }
    }
    for (Map.Entry<Region, Deque<Work>> queue : due) {
      while (mayStart(queue.getKey(), queue.getValue())) {
        start(queue.getKey(), chunk(queue.getValue()));
      }
    }
  }

  private boolean mayStart(Region region, Deque<Work> works) {
    return !works.isEmpty()
        && underWay.of(shared(region, works.getFirst())) < mostCalls(region, works.getFirst());
  }

  /**
   * Whether enough was looked at to keep the sending busy. More would be known too early: what a
   * look showed must not be old when it is acted on, and 100,000 of them take room.
   */
  private boolean isAhead(Region region, Work next) {
    int most = 0;
    for (ActionFacts action : next.account.facts().releaseActions()) {
      most = Math.max(most, Lane.mostCalls(action) * action.maxBatch());
    }
    return looksAhead.of(region) + sending.onTheWay(region) >= LEAD * most;
  }

  /** Few until looks are answered: what is wrong with the account is said of the first of them. */
  private int mostCalls(Region region, Work next) {
    int most = Lane.mostCalls(next.account.facts().lookAction());
    return Math.min(most, FIRST_CALLS + answered.of(shared(region, next)));
  }

  private static Pace.Lane shared(Region region, Work work) {
    return work.account.lane(region.name(), work.account.facts().lookAction());
  }

  private static List<Work> chunk(Deque<Work> works) {
    int most = works.getFirst().lookChunk;
    List<Work> chunk = new ArrayList<>();
    while (!works.isEmpty() && chunk.size() < Math.min(most, works.getFirst().lookChunk)) {
      most = Math.min(most, works.getFirst().lookChunk);
      chunk.add(works.remove());
    }
    return chunk;
  }

  private void start(Region region, List<Work> works) {
    Account account = works.get(0).account;
    int ahead = works.get(0).status == Work.Status.UNSEEN ? works.size() : 0;
    looksAhead.add(region, ahead);
    LookQuery query = new LookQuery(region.name(), Work.refs(works), control.now());
    calls++;
    underWay.add(shared(region, works.get(0)), 1);
    Supplier<Outcome<LookAnswer>> call =
        Caller.of(machinery, control, new LookCall(account, query));
    crew.start(
        () -> {
          Outcome<LookAnswer> outcome = call.get();
          return () -> {
            over(region, works, ahead);
            ended(region, works, query, outcome);
          };
        },
        () -> {
          over(region, works, ahead);
          ReleaseError died =
              ReleaseError.of(ErrorCategory.INTERNAL, "CallDied", "a look died on this machine");
          works.forEach(work -> failed(work, died, Scope.REQUEST));
        });
  }

  private void over(Region region, List<Work> works, int ahead) {
    calls--;
    underWay.add(shared(region, works.get(0)), -1);
    looksAhead.add(region, -ahead);
  }

  private void ended(
      Region region, List<Work> works, LookQuery query, Outcome<LookAnswer> outcome) {
    Optional<LookAnswer> answer = outcome.readable();
    machinery.tell(
        ReleaseEvent.Kind.LOOKED,
        new Lane(region.provider(), region.name(), "look"),
        works.size(),
        answer.isPresent() ? "" : outcome.error().code());
    if (answer.isPresent()) {
      answered.add(shared(region, works.get(0)), 1);
      shown(works, query, answer.get());
    } else {
      notShown(works, query, outcome);
    }
  }

  private void shown(List<Work> works, LookQuery query, LookAnswer answer) {
    Map<InstanceRef, Snapshot> snapshots = new HashMap<>();
    for (Snapshot snapshot : answer.snapshots()) {
      snapshots.put(snapshot.ref(), snapshot);
    }
    List<Work> missing = new ArrayList<>();
    for (Work work : works) {
      Snapshot snapshot = snapshots.get(work.ref);
      if (snapshot != null) {
        seen(work);
        present(work, snapshot);
      } else if (answer.complete()) {
        seen(work);
        rules.absent(work, query.at());
      } else {
        missing.add(work);
      }
    }
    if (!missing.isEmpty()) {
      // The answer itself says that there is more: absence means nothing yet.
      smaller(
          missing,
          works.size(),
          ReleaseError.of(
              ErrorCategory.UNAVAILABLE, "LookIncomplete", "a look did not show all it counted"));
    }
  }

  private void present(Work work, Snapshot snapshot) {
    try {
      rules.present(work, snapshot);
    } catch (RuntimeException broken) {
      // It is pure: asked again it would do the same.
      failed(work, Sending.broken(broken), Scope.INSTANCE);
    }
  }

  private void notShown(List<Work> works, LookQuery query, Outcome<LookAnswer> outcome) {
    boolean refused = outcome.kind() == Outcome.Kind.REFUSED;
    boolean notFound = outcome.rule().category() == ErrorCategory.NOT_FOUND;
    if (refused && notFound && works.size() == 1) {
      seen(works.get(0));
      rules.absent(works.get(0), query.at());
    } else if (refused && outcome.rule().scope() == Scope.INSTANCE) {
      smaller(works, works.size(), outcome.error());
    } else {
      works.forEach(work -> failed(work, outcome.error(), outcome.rule().scope()));
    }
  }

  /** Looks again, at half as many at once: one of them spoils it, or the answer cannot hold all. */
  private void smaller(List<Work> works, int askedFor, ReleaseError error) {
    if (askedFor == 1) {
      failed(works.get(0), error, Scope.INSTANCE);
      return;
    }
    for (Work work : works) {
      work.lookChunk = Math.max(1, askedFor / 2);
      (work.status == Work.Status.UNSEEN ? first : due).add(work.region(), work);
    }
  }

  private void seen(Work work) {
    work.looks++;
    work.lookFailures = 0;
    leaveUnseen(work);
  }

  private void leaveUnseen(Work work) {
    if (work.status == Work.Status.UNSEEN) {
      work.status = Work.Status.DEFERRED;
      unseenTotal--;
      unseen.add(work.region(), -1);
    }
  }

  private void failed(Work work, ReleaseError error, Scope scope) {
    work.lookFailures++;
    boolean hopeless = scope == Scope.ACCOUNT || scope == Scope.INSTANCE;
    boolean untouched = work.sends == 0;
    if (untouched && (hopeless || work.lookFailures >= MOST_FIRST_FAILURES)) {
      leaveUnseen(work);
      verdicts.give(
          work,
          Verdict.NOT_SENT,
          error.hint("it could not be looked at; switching looks off sends without looking"));
    } else if (scope == Scope.ACCOUNT && work.lookFailures >= MOST_FAILURES_OF_THE_ACCOUNT) {
      giveUpLooking(work, error);
    } else {
      Duration backoff = rules.poll(work).multipliedBy(Math.min(work.lookFailures, 5));
      sending.lookAgain(work, backoff);
    }
  }

  private void giveUpLooking(Work work, ReleaseError error) {
    Cohort cohort = work.cohort;
    if (work.knownError().isEmpty()) {
      work.error = error;
    }
    verdicts.giveAtEnd(work, error);
    if (cohort != null) {
      sending.explained(work, false);
    }
  }

  /** Untouched instances of that account will not be sent; no need to look at them any more. */
  void accountFailed(String provider, ReleaseError error) {
    later.removeIf(work -> leaveAlone(work, provider, error));
    for (Map.Entry<Region, Deque<Work>> queue : first) {
      queue.getValue().removeIf(work -> leaveAlone(work, provider, error));
    }
    for (Map.Entry<Region, Deque<Work>> queue : due) {
      queue.getValue().removeIf(work -> leaveAlone(work, provider, error));
    }
  }

  private boolean leaveAlone(Work work, String provider, ReleaseError error) {
    if (work.sends > 0 || !work.ref.provider().equals(provider)) {
      return false;
    }
    leaveUnseen(work);
    verdicts.give(work, Verdict.NOT_SENT, error);
    return true;
  }
}
