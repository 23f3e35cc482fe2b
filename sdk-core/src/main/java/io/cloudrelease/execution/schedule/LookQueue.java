package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.execution.call.Region;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.instance.Next;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.spi.ActionFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Who is to be looked at, and when: many ids a call, region by region. Loop's thread only. */
public final class LookQueue {
  private static final int FIRST_CALLS = 2;

  /** First looks run ahead of the sending by so many times the calls that may be under way. */
  private static final int LEAD = 2;

  /** Looks that are due within this time go along with those that are due now. */
  private static final Duration TOGETHER = Duration.ofMillis(500);

  private final ClientParts parts;
  private final RunControl control;
  private final PriorityQueue<TrackedInstance> later =
      new PriorityQueue<>(Comparator.comparing(TrackedInstance::nextLook));
  private final Queues<Region, TrackedInstance> first = new Queues<>();
  private final Queues<Region, TrackedInstance> due = new Queues<>();
  private final Counts<Pace.Lane> underWay = new Counts<>();
  private final Counts<Pace.Lane> answered = new Counts<>();
  private final Counts<Region> ahead = new Counts<>();
  private final Counts<Region> unseen = new Counts<>();
  private int unseenTotal;

  /** The jitter of those that were put off last, and when they were. */
  private Optional<Instant> jitterSince = Optional.empty();

  private double jitter;

  public LookQueue(ClientParts parts, RunControl control) {
    this.parts = parts;
    this.control = control;
  }

  boolean isEmpty() {
    return later.isEmpty() && first.isEmpty() && due.isEmpty();
  }

  /** How many instances have not been looked at yet. */
  public int unseen() {
    return unseenTotal;
  }

  int unseenIn(Region region) {
    return unseen.of(region);
  }

  /** An instance that was never looked at: as soon as it could be sent. */
  public void first(TrackedInstance instance) {
    unseenTotal++;
    unseen.add(instance.region(), 1);
    first.add(instance.region(), instance);
  }

  /** It was looked at for the first time, or never will be. */
  void seen(TrackedInstance instance) {
    unseenTotal--;
    unseen.add(instance.region(), -1);
  }

  /** It will not be looked at, although it never was. */
  void forget(TrackedInstance instance) {
    if (instance.life().standing() == Standing.NEW) {
      seen(instance);
    }
  }

  void later(TrackedInstance instance, Next look) {
    Duration after = look.after();
    if (!look.exactly()) {
      long half = after.toNanos() / 2;
      after = Duration.ofNanos(half + (long) (half * jitter()));
    }
    instance.nextLook(control.now().plus(after));
    later.add(instance);
  }

  /** So that many runs do not look at once; those put off together are looked at together. */
  private double jitter() {
    Instant now = control.now();
    if (jitterSince.filter(since -> now.isBefore(since.plus(TOGETHER))).isEmpty()) {
      jitterSince = Optional.of(now);
      jitter = parts.random().get().nextDouble();
    }
    return jitter;
  }

  /**
   * At once, in smaller company.
   *
   * @param ahead before all others of their region: what is denied may be denied to the account,
   *     and is soon known to be
   */
  void again(List<TrackedInstance> instances, int most, boolean ahead) {
    List<TrackedInstance> inOrder = new ArrayList<>(instances);
    if (ahead) {
      Collections.reverse(inOrder);
    }
    for (TrackedInstance instance : inOrder) {
      instance.lookChunk(most);
      Deque<TrackedInstance> queue =
          (instance.life().standing() == Standing.NEW ? first : due).of(instance.region());
      if (ahead) {
        queue.addFirst(instance);
      } else {
        queue.add(instance);
      }
    }
  }

  /** How long until a look is due; empty when none is planned. */
  Optional<Duration> untilNext() {
    TrackedInstance next = later.peek();
    if (next == null) {
      return Optional.empty();
    }
    Duration until = Duration.between(control.now(), next.nextLook());
    return Optional.of(until.isNegative() ? Duration.ZERO : until);
  }

  /** Those whose time has come, and what goes along with them, stand in line from now on. */
  private void fallDue() {
    Instant now = control.now();
    TrackedInstance next = later.peek();
    if (next == null || next.nextLook().isAfter(now)) {
      return;
    }
    Instant until = now.plus(TOGETHER);
    List<TrackedInstance> inTime = new ArrayList<>();
    while (next != null && !next.nextLook().isAfter(until)) {
      TrackedInstance instance = later.remove();
      if (instance.life().standing() == Standing.ASKING && instance.nextLook().isAfter(now)) {
        // The time is to pass in full before a look may clear it.
        inTime.add(instance);
      } else {
        due.add(instance.region(), instance);
      }
      next = later.peek();
    }
    later.addAll(inTime);
  }

  /**
   * The next instances to be looked at together, if a call for them may start now.
   *
   * @param onTheWay how many instances of a region stand in batches or calls
   */
  Optional<List<TrackedInstance>> next(ToIntFunction<Region> onTheWay) {
    fallDue();
    for (Map.Entry<Region, Deque<TrackedInstance>> queue : first) {
      Region region = queue.getKey();
      Deque<TrackedInstance> waiting = queue.getValue();
      if (mayStart(waiting) && !isAhead(region, waiting.getFirst(), onTheWay.applyAsInt(region))) {
        return Optional.of(chunk(waiting));
      }
    }
    for (Map.Entry<Region, Deque<TrackedInstance>> queue : due) {
      if (mayStart(queue.getValue())) {
        return Optional.of(chunk(queue.getValue()));
      }
    }
    return Optional.empty();
  }

  private boolean mayStart(Deque<TrackedInstance> waiting) {
    return !waiting.isEmpty()
        && underWay.of(lane(waiting.getFirst())) < mostCalls(waiting.getFirst());
  }

  /**
   * Whether enough was looked at to keep the sending busy. More would be known too early: what a
   * look showed must not be old when it is acted on, and 100,000 of them take room.
   */
  private boolean isAhead(Region region, TrackedInstance next, int onTheWay) {
    int most = 0;
    for (ActionFacts action : next.terms().facts().releaseActions()) {
      most = Math.max(most, Lane.mostCalls(action) * action.maxBatch());
    }
    return ahead.of(region) + onTheWay >= LEAD * most;
  }

  /** Few until looks are answered: what is wrong with the account is said of the first of them. */
  private int mostCalls(TrackedInstance next) {
    int most = Lane.mostCalls(next.terms().facts().lookAction());
    return Math.min(most, FIRST_CALLS + answered.of(lane(next)));
  }

  private static List<TrackedInstance> chunk(Deque<TrackedInstance> waiting) {
    int most = waiting.getFirst().lookChunk();
    List<TrackedInstance> chunk = new ArrayList<>();
    while (!waiting.isEmpty() && chunk.size() < Math.min(most, waiting.getFirst().lookChunk())) {
      most = Math.min(most, waiting.getFirst().lookChunk());
      chunk.add(waiting.remove());
    }
    return chunk;
  }

  private static Pace.Lane lane(TrackedInstance any) {
    return any.account().lane(any.ref().region(), any.terms().facts().lookAction());
  }

  void started(TrackedInstance any, int firstLooks) {
    underWay.add(lane(any), 1);
    ahead.add(any.region(), firstLooks);
  }

  void ended(TrackedInstance any, int firstLooks) {
    underWay.add(lane(any), -1);
    ahead.add(any.region(), -firstLooks);
  }

  void answered(TrackedInstance any) {
    answered.add(lane(any), 1);
  }

  /** Takes those out that match. */
  List<TrackedInstance> remove(Predicate<TrackedInstance> matching) {
    List<TrackedInstance> removed = new ArrayList<>();
    Predicate<TrackedInstance> taken = instance -> matching.test(instance) && removed.add(instance);
    later.removeIf(taken);
    first.forEach(queue -> queue.getValue().removeIf(taken));
    due.forEach(queue -> queue.getValue().removeIf(taken));
    return removed;
  }
}
