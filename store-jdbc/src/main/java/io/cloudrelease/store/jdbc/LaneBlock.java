package io.cloudrelease.store.jdbc;

import io.cloudrelease.pace.Pace.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * The turns of one lane that this process has taken, and those who wait for one. Times are those of
 * {@link System#nanoTime}. Thread-safe.
 */
final class LaneBlock {
  /** A turn that nobody wanted for so long is one that others can use. */
  private static final long IDLE = 300_000_000L;

  /** Among many, one may have two in a row by chance. */
  private static final int SURELY_ALONE = 6;

  private static final double NANOS = 1e9;

  private final Deque<Long> turns = new ArrayDeque<>();
  private final Deque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
  private boolean fetching;
  private int lastTaken = 1;

  /** How many times in a row nobody else took any in between. */
  private int alone;

  private long changes;
  private double step;
  private long lastAsked;
  private long heldFrom;
  private long heldUntil;
  private String hindrance = "";

  /** Turns that are given back. */
  record Unused(int turns, double step, long changes) {}

  /** A turn, perhaps not there yet. */
  synchronized CompletableFuture<Long> ask(long now) {
    lastAsked = now;
    Long turn = turns.poll();
    // One that has passed cannot be made up for: the next one is too near.
    while (turn != null && turn < now - step * NANOS / 10) {
      turn = turns.poll();
    }
    if (turn != null) {
      return CompletableFuture.completedFuture(turn);
    }
    CompletableFuture<Long> later = new CompletableFuture<>();
    waiting.add(later);
    return later;
  }

  /** Nobody waits for it any more; gives back what hinders, as the end of a sentence. */
  synchronized String giveUp(CompletableFuture<Long> turn) {
    waiting.remove(turn);
    return hindrance;
  }

  /** No turns could be taken for now. */
  synchronized void hindered(Exception why) {
    hindrance = ": " + why;
  }

  /** Whether the caller is the one who has to get turns; he does so until {@link #wanted} is 0. */
  synchronized boolean mayFetch() {
    if (fetching || waiting.isEmpty()) {
      return false;
    }
    fetching = true;
    return true;
  }

  /**
   * How many to take, at most a second's worth: as many as are waited for; more only while nobody
   * else takes any, so that none is taken from those who would use it.
   */
  synchronized int wanted(Lane lane) {
    if (waiting.isEmpty()) {
      fetching = false;
      return 0;
    }
    int second = (int) Math.max(1, Math.ceil(lane.ratePerSecond()));
    int ahead = alone >= SURELY_ALONE ? lastTaken * 2 : 1;
    return Math.min(second, Math.max(waiting.size(), ahead));
  }

  /** They were taken. */
  synchronized void taken(long[] times, double apart, boolean nobodyElse, long change) {
    lastTaken = times.length;
    alone = nobodyElse ? alone + 1 : 0;
    step = apart;
    changes = change;
    hindrance = "";
    for (long time : times) {
      CompletableFuture<Long> first = waiting.poll();
      if (first == null) {
        turns.add(time);
      } else {
        first.complete(time);
      }
    }
  }

  synchronized void failed(Exception why) {
    fetching = false;
    for (CompletableFuture<Long> one : waiting) {
      one.completeExceptionally(why);
    }
    waiting.clear();
  }

  /** The cloud wants to be left alone in between. */
  synchronized void hold(long from, long until) {
    boolean heldAlready = from < heldUntil;
    heldFrom = heldAlready ? heldFrom : from;
    heldUntil = heldAlready ? Math.max(heldUntil, until) : until;
    turns.removeIf(turn -> turn < heldUntil);
  }

  synchronized boolean stands(long now) {
    return heldUntil == 0 || now - heldFrom < 0 || now - heldUntil >= 0;
  }

  /** What is left, if it is to be given back: always, or only where nobody asks for it. */
  synchronized Unused unused(long now, boolean always) {
    boolean idle = now - lastAsked > IDLE;
    if (turns.isEmpty() || !(idle || always)) {
      return new Unused(0, step, changes);
    }
    turns.removeIf(turn -> turn < now);
    Unused unused = new Unused(turns.size(), step, changes);
    turns.clear();
    lastTaken = 1;
    return unused;
  }
}
