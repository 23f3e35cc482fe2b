package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Entries that wait to be written, in order. Thread-safe. */
final class Notes {
  private final Deque<JournalEntry> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Takes one more; false when it is closed. */
  synchronized boolean add(JournalEntry entry) {
    if (closed) {
      return false;
    }
    waiting.add(entry);
    return true;
  }

  /** One that has to stand before all that wait, closed or not. */
  synchronized void addFirst(JournalEntry entry) {
    waiting.addFirst(entry);
  }

  /** The next ones, which go on waiting. */
  synchronized List<JournalEntry> next(int most) {
    return waiting.stream().limit(most).toList();
  }

  /** So many of the next ones are written. */
  synchronized void written(int count) {
    for (int i = 0; i < count; i++) {
      waiting.remove();
    }
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes no more; false when that was so before. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  synchronized boolean isClosed() {
    return closed;
  }
}
