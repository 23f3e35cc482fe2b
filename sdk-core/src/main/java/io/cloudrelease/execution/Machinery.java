package io.cloudrelease.execution;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.http.HttpTransport;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.retry.Sleeper;
import io.cloudrelease.spi.Pace;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all runs of a client share.
 *
 * @param transport sends
 * @param clock tells the wall time, for stamps and signatures
 * @param steady goes forward evenly, for intervals
 * @param sleeper waits
 * @param random for jitter
 * @param nonces never gives the same text twice
 * @param retryPolicy decides after failures
 * @param splitter cuts groups into batches
 * @param listener hears events
 * @param pace says when a call may leave
 */
public record Machinery(
    HttpTransport transport,
    InstantSource clock,
    InstantSource steady,
    Sleeper sleeper,
    Supplier<? extends RandomGenerator> random,
    Supplier<String> nonces,
    RetryPolicy retryPolicy,
    BatchSplitter splitter,
    ReleaseListener listener,
    Pace pace) {

  private static final Logger LOG = LoggerFactory.getLogger(Machinery.class);

  void tell(ReleaseEvent.Kind kind, Lane lane, int instances, String detail) {
    tell(new ReleaseEvent(kind, clock.instant(), lane.toString(), instances, detail, 0, 0));
  }

  void tell(ReleaseEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException broken) {
      LOG.warn("a listener threw {}; it is ignored", broken.getClass().getName());
    }
  }
}
