package io.cloudrelease.spring.boot;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which runs are under way and how far they are; of those that end while the application
 * does, it writes the whole result to the log. Thread-safe.
 */
final class RunsUnderWay implements AllListeners.Own {
  private static final Logger LOG = LoggerFactory.getLogger(RunsUnderWay.class);

  private final Map<String, Map<String, InstanceVerdict>> runs = new LinkedHashMap<>();
  private boolean ending;
  private @Nullable Ended last;

  /** How a run ended. */
  record Ended(Instant at, Map<Verdict, Integer> counts) {}

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    switch (event.kind()) {
      case STARTED -> runs.put(event.runId(), new LinkedHashMap<>());
      case VERDICT -> {
        Map<String, InstanceVerdict> known = runs.get(event.runId());
        if (known != null) {
          event.verdict().ifPresent(given -> known.put(given.ref().toString(), given));
        }
      }
      case FINISHED -> finished(event);
      default -> {}
    }
  }

  private void finished(ReleaseEvent event) {
    Map<String, InstanceVerdict> known = runs.remove(event.runId());
    last = new Ended(event.at(), counts(event.progress()));
    if (ending && known != null) {
      tell(event.runId(), known, event.progress().total());
    }
    notifyAll();
  }

  private static void tell(String run, Map<String, InstanceVerdict> known, int total) {
    LOG.info("run {} was ended with the application; its whole result:", run);
    known.values().forEach(given -> LOG.info("{}", line(given)));
    if (known.size() < total) {
      LOG.warn(
          "run {}: of {} instances the verdict was not heard in time; its journal has it",
          run,
          total - known.size());
    }
  }

  private static String line(InstanceVerdict given) {
    return given.ref()
        + " "
        + given.verdict()
        + given.error().map(ReleaseError::summary).map(why -> ": " + why).orElse("")
        + (given.hint().isEmpty() ? "" : " (" + given.hint() + ")");
  }

  private static Map<Verdict, Integer> counts(ReleaseProgress progress) {
    Map<Verdict, Integer> counts = new TreeMap<>();
    progress
        .counts()
        .forEach(
            (verdict, count) -> {
              if (count > 0) {
                counts.put(verdict, count);
              }
            });
    return counts;
  }

  /** The runs under way, by name, and how many of their instances have a verdict. */
  synchronized Map<String, Integer> underWay() {
    Map<String, Integer> settled = new LinkedHashMap<>();
    runs.forEach((run, known) -> settled.put(run, known.size()));
    return settled;
  }

  synchronized Optional<Ended> last() {
    return Optional.ofNullable(last);
  }

  synchronized boolean isEnding() {
    return ending;
  }

  /** From now on whole results are written. */
  synchronized void end() {
    if (!ending && !runs.isEmpty()) {
      LOG.info("the application ends, and with it the sending of {}", runs.keySet());
    }
    ending = true;
  }

  /** Waits until all have ended; the names of those that have not. */
  synchronized List<String> await(Duration atMost) throws InterruptedException {
    long left = TimeUnit.NANOSECONDS.convert(atMost); // the most there is, of what is longer
    long until = System.nanoTime() + left;
    while (!runs.isEmpty() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
      left = until - System.nanoTime();
    }
    return List.copyOf(runs.keySet());
  }
}
