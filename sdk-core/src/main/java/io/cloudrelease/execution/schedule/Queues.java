package io.cloudrelease.execution.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** One queue for each key, in the order of their first elements. Not thread-safe. */
final class Queues<K, E> implements Iterable<Map.Entry<K, Deque<E>>> {
  private final Map<K, Deque<E>> queues = new LinkedHashMap<>();

  void add(K key, E element) {
    of(key).add(element);
  }

  /** The queue of that key, which may be empty. */
  Deque<E> of(K key) {
    Deque<E> queue = queues.get(key);
    if (queue == null) {
      queue = new ArrayDeque<>();
      queues.put(key, queue);
    }
    return queue;
  }

  /** Whether no queue holds anything. */
  boolean isEmpty() {
    for (Deque<E> queue : queues.values()) {
      if (!queue.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The queues, empty ones among them; the iterator removes. */
  @Override
  public Iterator<Map.Entry<K, Deque<E>>> iterator() {
    return queues.entrySet().iterator();
  }
}
