package io.cloudrelease.execution.schedule;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.execution.call.RunControl;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A crew without threads: a call runs where it is started. With virtual time the whole run is then
 * deterministic.
 */
public final class InlineCrew implements Crew {
  private static final Logger LOG = LoggerFactory.getLogger(InlineCrew.class);

  private final Sleeper sleeper;
  private final RunControl control;
  private final Queue<Runnable> finished = new ArrayDeque<>();

  public InlineCrew(Sleeper sleeper, RunControl control) {
    this.sleeper = sleeper;
    this.control = control;
  }

  @Override
  public void start(Supplier<Runnable> call, Runnable ifLost) {
    Runnable then = ifLost;
    try {
      then = call.get();
    } catch (RuntimeException lost) {
      LOG.error("a call died of {}; its outcome is unknown", lost.getClass().getName());
    } finally {
      finished.add(then);
    }
  }

  @Override
  public Optional<Runnable> next(Duration atMost) throws InterruptedException {
    if (finished.isEmpty()) {
      sleeper.sleep(atMost, control.whenStopped());
    }
    return Optional.ofNullable(finished.poll());
  }

  @Override
  public void wake() {
    // Nothing waits while another thread could call this.
  }

  @Override
  public void close() {
    // Nothing runs beside the loop.
  }
}
