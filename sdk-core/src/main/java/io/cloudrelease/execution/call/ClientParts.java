package io.cloudrelease.execution.call;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.outcome.ToldEvent;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.transport.HttpTransport;
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
public record ClientParts(
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

  private static final Logger LOG = LoggerFactory.getLogger(ClientParts.class);

  /** The same, heard by another listener. */
  public ClientParts heardBy(ReleaseListener other) {
    return new ClientParts(
        transport, clock, steady, sleeper, random, nonces, retryPolicy, splitter, other, pace);
  }

  public void tell(ToldEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException broken) {
      LOG.warn("a listener threw {}; it is ignored", broken.getClass().getName());
    }
  }
}
