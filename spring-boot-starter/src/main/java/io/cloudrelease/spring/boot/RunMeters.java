package io.cloudrelease.spring.boot;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts instances by what became of them ({@code cloudrelease.instances}) and calls that were
 * repeated or held back, and times the looks. Events come one after the other.
 */
final class RunMeters implements ReleaseListener {
  private static final String ACCOUNT = "account";
  private static final String ACTION = "action";
  private static final String NONE = "none";

  private final MeterRegistry registry;

  /** By run: the last action that each instance was sent with. */
  private final Map<String, Map<InstanceRef, String>> sent = new HashMap<>();

  RunMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    switch (event.kind()) {
      case SENDING -> {
        Map<InstanceRef, String> actions =
            sent.computeIfAbsent(event.runId(), run -> new HashMap<>());
        event.instances().forEach(ref -> actions.put(ref, Lane.action(event)));
      }
      case VERDICT -> event.verdict().ifPresent(given -> count(event.runId(), given));
      case LOOKED ->
          registry
              .timer("cloudrelease.look", ACCOUNT, event.account(), ACTION, Lane.action(event))
              .record(event.took().orElseThrow());
      case RETRYING -> repeated("cloudrelease.retries", event);
      case HELD_BACK -> repeated("cloudrelease.held.back", event);
      case FINISHED -> sent.remove(event.runId());
      default -> {}
    }
  }

  private void count(String run, InstanceVerdict given) {
    registry
        .counter(
            "cloudrelease.instances",
            ACCOUNT,
            given.ref().provider(),
            ACTION,
            sent.getOrDefault(run, Map.of()).getOrDefault(given.ref(), NONE),
            "verdict",
            given.verdict().name(),
            "category",
            given.error().map(why -> why.category().name()).orElse(NONE).toLowerCase(Locale.ROOT))
        .increment();
  }

  private void repeated(String name, ReleaseEvent event) {
    registry.counter(name, ACCOUNT, event.account(), ACTION, Lane.action(event)).increment();
  }
}
