package io.cloudrelease.execution.schedule;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.execution.call.Region;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What may be sent, gathered into batches, lane by lane. Loop's thread only. */
public final class SendQueue {
  private final BatchSplitter splitter;
  private final Queues<BatchKey, TrackedInstance> ready = new Queues<>();
  private final Queues<Lane, Prepared> prepared = new Queues<>();

  public SendQueue(BatchSplitter splitter) {
    this.splitter = splitter;
  }

  /** A batch to be sent; the token is given only when it was sent with it before. */
  record Prepared(BatchKey key, List<TrackedInstance> instances, Optional<String> token) {}

  /** Members of a group for which the splitter broke its contract. */
  record Uncut(List<TrackedInstance> instances, RuntimeException broken) {}

  boolean isEmpty() {
    return ready.isEmpty() && prepared.isEmpty();
  }

  /** It may be sent, as soon as its batch is full or nothing can be added to it. */
  void add(TrackedInstance instance) {
    ready.add(instance.key(), instance);
  }

  /** A batch that is sent as it was. */
  void add(InterruptedBatch batch) {
    BatchKey key = batch.key();
    prepared.add(lane(key), new Prepared(key, batch.members(), Optional.of(batch.token())));
  }

  static Lane lane(BatchKey key) {
    return new Lane(key.region().provider(), key.region().name(), key.step().action());
  }

  /** The batches that wait, by lane. */
  Iterable<Map.Entry<Lane, Deque<Prepared>>> prepared() {
    return prepared;
  }

  /** How many instances of that region stand in batches. */
  int waiting(Region region) {
    int count = 0;
    for (Map.Entry<Lane, Deque<Prepared>> lane : prepared) {
      if (lane.getKey().isIn(region)) {
        for (Prepared batch : lane.getValue()) {
          count += batch.instances().size();
        }
      }
    }
    return count;
  }

  /**
   * Makes batches: full ones, and of the rest of a group once nothing can be added to it.
   *
   * @param unseenIn how many instances of a region have not been looked at yet
   * @return groups that could not be cut
   */
  List<Uncut> gather(ToIntFunction<Region> unseenIn) {
    List<Uncut> uncut = new ArrayList<>();
    Iterator<Map.Entry<BatchKey, Deque<TrackedInstance>>> groups = ready.iterator();
    while (groups.hasNext()) {
      Map.Entry<BatchKey, Deque<TrackedInstance>> group = groups.next();
      BatchKey key = group.getKey();
      Deque<TrackedInstance> waiting = group.getValue();
      int largest = largest(waiting.getFirst(), key);
      boolean closed = key.together() < Integer.MAX_VALUE || unseenIn.applyAsInt(key.region()) == 0;
      int take = closed ? waiting.size() : waiting.size() - waiting.size() % largest;
      if (take > 0) {
        cut(key, take(waiting, take), largest).ifPresent(uncut::add);
      }
      if (waiting.isEmpty()) {
        groups.remove();
      }
    }
    return uncut;
  }

  private static int largest(TrackedInstance any, BatchKey key) {
    int most = any.account().action(key.step().action()).maxBatch();
    return Math.min(most, key.together());
  }

  private static List<TrackedInstance> take(Deque<TrackedInstance> waiting, int count) {
    List<TrackedInstance> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  private Optional<Uncut> cut(BatchKey key, List<TrackedInstance> instances, int largest) {
    try {
      for (List<TrackedInstance> batch : CheckedSplitter.cut(splitter, instances, largest)) {
        prepared.add(lane(key), new Prepared(key, batch, Optional.empty()));
      }
      return Optional.empty();
    } catch (RuntimeException broken) {
      return Optional.of(new Uncut(instances, broken));
    }
  }

  /** For a plan: what stands in batches, without sending it. */
  public Map<BatchKey, List<TrackedInstance>> drain() {
    Map<BatchKey, List<TrackedInstance>> groups = new LinkedHashMap<>();
    for (Map.Entry<Lane, Deque<Prepared>> lane : prepared) {
      for (Prepared batch : lane.getValue()) {
        groups.computeIfAbsent(batch.key(), k -> new ArrayList<>()).addAll(batch.instances());
      }
    }
    return groups;
  }
}
