package io.cloudrelease.execution.call;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.text.TerminalText;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of one run in the log {@code io.cloudrelease.run}: on INFO its beginning, its end and what
 * needs a person, on DEBUG each call. What clouds wrote stands there as data. Thread-safe.
 */
final class RunDiary {
  private static final Logger LOG = LoggerFactory.getLogger("io.cloudrelease.run");

  /** What may have to be looked into; the rest is as it was asked for, or was so already. */
  private static final Set<Verdict> FOR_A_PERSON =
      Set.of(Verdict.UNKNOWN, Verdict.REJECTED, Verdict.NOT_SENT);

  /** A run of thousands that all fail alike is told with one line for each way to fail. */
  private static final int MOST_KINDS = 50;

  private static final int LONGEST = 300;

  private final String runId;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  RunDiary(String runId) {
    this.runId = runId;
  }

  void write(ReleaseEvent event) {
    switch (event.kind()) {
      case STARTED -> begins(event);
      case FINISHED -> ends(event);
      case STOPPED ->
          LOG.info(
              "run {} is stopped: {}; {} open",
              runId,
              clean(event.detail()),
              event.instances().size());
      case HELD_BACK -> LOG.info("run {}: {}: {}", runId, event.lane(), clean(event.detail()));
      case VERDICT -> event.verdict().ifPresent(this::verdict);
      default -> call(event);
    }
  }

  private void begins(ReleaseEvent event) {
    if (LOG.isInfoEnabled()) {
      LOG.info(
          "run {} begins: {}, {} instances of {}",
          runId,
          clean(event.detail()),
          event.instances().size(),
          event.instances().stream()
              .map(InstanceRef::provider)
              .distinct()
              .map(RunDiary::clean)
              .collect(Collectors.joining(", ")));
    }
  }

  private void ends(ReleaseEvent event) {
    if (LOG.isInfoEnabled()) {
      ReleaseProgress progress = event.progress();
      String counts =
          progress.counts().entrySet().stream()
              .filter(count -> count.getValue() > 0)
              .sorted(Map.Entry.comparingByKey())
              .map(count -> count.getKey() + " " + count.getValue())
              .collect(Collectors.joining(", "));
      LOG.info("run {} ends: {} of {}: {}", runId, progress.done(), progress.total(), counts);
    }
  }

  private void verdict(InstanceVerdict given) {
    String code = given.error().map(ReleaseError::code).orElse("");
    if (!FOR_A_PERSON.contains(given.verdict())) {
      LOG.debug("run {}: {} {}", runId, given.ref(), given.verdict());
    } else if (LOG.isInfoEnabled() && isNew(given.verdict() + " " + code, given.ref())) {
      LOG.info(
          "run {}: {} {}: {} {}",
          runId,
          clean(given.ref().toString()),
          given.verdict(),
          clean(given.error().map(ReleaseError::summary).orElse("")),
          clean(given.hint()));
    }
  }

  private boolean isNew(String kind, InstanceRef ref) {
    return told.size() < MOST_KINDS && told.add(ref.provider() + " " + kind);
  }

  private void call(ReleaseEvent event) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "run {}: {} {} of {}{}{} {}",
          runId,
          event.kind(),
          event.lane(),
          event.instances().size(),
          event.attempt() > 0 ? ", attempt " + event.attempt() : "",
          event.took().map(took -> ", " + took.toMillis() + " ms").orElse(""),
          clean(event.detail()));
    }
  }

  private static String clean(String text) {
    String line = TerminalText.of(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
