package io.cloudrelease.store.jdbc;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * While it is open some threads can start no further ones, as when the system has no more. It holds
 * for the thread that made it, and for those that came of it since.
 */
final class NoThreads implements AutoCloseable {
  private static final InheritableThreadLocal<NoThreads> INHERITED =
      new InheritableThreadLocal<>() {
        @Override
        protected NoThreads childValue(NoThreads parent) {
          return parent == null ? null : parent.passedOn();
        }
      };

  private final String from;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean open;

  private NoThreads(String from) {
    this.from = from;
  }

  /** For threads whose names begin so. */
  static NoThreads startedBy(String name) {
    NoThreads none = new NoThreads(name);
    INHERITED.set(none);
    return none;
  }

  /** It begins; what comes of this thread before that can start others. */
  NoThreads begin() {
    open = true;
    return this;
  }

  int refused() {
    return refused.get();
  }

  private NoThreads passedOn() {
    if (open && Thread.currentThread().getName().startsWith(from)) {
      refused.incrementAndGet();
      throw new OutOfMemoryError("unable to create native thread");
    }
    return this;
  }

  @Override
  public void close() {
    open = false;
    INHERITED.remove();
  }
}
