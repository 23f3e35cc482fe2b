package io.cloudrelease.spring.boot;

import io.cloudrelease.ReleaseClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the runs when the application ends, before anything they need is taken away: nothing more is
 * sent, what is in the air may be answered, and whole results go to the log.
 */
final class RunShutdown implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(RunShutdown.class);

  private final List<ReleaseClient> clients;
  private final RunsUnderWay runs;
  private final Duration wait;
  private volatile boolean running;

  RunShutdown(Collection<ReleaseClient> clients, RunsUnderWay runs, Duration wait) {
    this.clients = List.copyOf(clients);
    this.runs = runs;
    this.wait = wait;
  }

  /**
   * Once only: a client that was stopped sends nothing more, and an application that goes on with
   * it would be told NOT_SENT for everything.
   */
  @Override
  public void start() {
    if (runs.isEnding()) {
      throw new IllegalStateException(
          "the context was stopped, and its clients with it, which cannot be started again:"
              + " close this context and make a new one");
    }
    running = true;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /**
   * With the first: schedulers are ended in the same phase, and wait there for tasks that wait for
   * their run.
   */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }

  @Override
  public void stop(Runnable done) {
    runs.end();
    clients.forEach(ReleaseClient::stop);
    Thread waiting =
        new Thread(
            () -> {
              try {
                stop();
              } finally {
                done.run();
              }
            },
            "cloudrelease-shutdown");
    waiting.start();
  }

  @Override
  public void stop() {
    runs.end();
    clients.forEach(ReleaseClient::stop);
    running = false;
    try {
      List<String> open = runs.await(wait);
      if (!open.isEmpty()) {
        LOG.warn("runs that did not end within {}: {}; their journals have them", wait, open);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
