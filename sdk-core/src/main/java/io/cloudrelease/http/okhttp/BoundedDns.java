package io.cloudrelease.http.okhttp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Name lookups that end with the call. The platform's lookup heeds neither time limit nor
 * interrupt, so it runs on a daemon thread of its own and is left behind when the call is over.
 */
final class BoundedDns implements Dns {
  private final Dns lookups;
  private final Duration limit;
  private final ThreadLocal<@Nullable Long> deadline = new ThreadLocal<>();

  BoundedDns(Dns lookups, Duration limit) {
    this.lookups = lookups;
    this.limit = limit;
  }

  /** Says until when lookups of the calling thread may take, by {@link System#nanoTime}. */
  void limitTo(long deadlineNanos) {
    deadline.set(deadlineNanos);
  }

  void unlimit() {
    deadline.remove();
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> lookups.lookup(hostname));
    Thread thread = new Thread(lookup, "cloudrelease-lookup");
    thread.setDaemon(true);
    thread.start();
    try {
      return lookup.get(remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LookupEndedException("interrupted", e);
    } catch (TimeoutException e) {
      throw new LookupEndedException("the name lookup took too long", e);
    } catch (ExecutionException e) {
      UnknownHostException failure = new UnknownHostException("the name was not found");
      failure.initCause(e);
      throw failure;
    } finally {
      lookup.cancel(true);
    }
  }

  private long remainingNanos() {
    Long until = deadline.get();
    long most = limit.toNanos();
    return until == null ? most : Math.min(most, until - System.nanoTime());
  }

  /** The lookup did not come to its end, so it says nothing of the name. */
  static final class LookupEndedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    LookupEndedException(String why, Exception cause) {
      super(why);
      initCause(cause);
    }
  }
}
