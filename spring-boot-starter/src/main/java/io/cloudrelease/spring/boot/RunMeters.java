package io.cloudrelease.spring.boot;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Counts instances by what became of them ({@code cloudrelease.instances}) and calls that were
 * repeated or held back, and times the looks. Events come one after the other.
 */
final class RunMeters implements AllListeners.Own {
  private static final String ACCOUNT = "account";
  private static final String ACTION = "action";
  private static final String NONE = "none";
  private static final String UNKNOWN = "unknown";

  private final MeterRegistry registry;

  /** The configured ones, and those that calls were made for; a reference may name anything. */
  private final Set<String> accounts;

  /** By run that has begun: the last action that each instance was sent with. */
  private final Map<String, Map<InstanceRef, String>> sent = new HashMap<>();

  RunMeters(MeterRegistry registry, Collection<String> configured) {
    this.registry = registry;
    this.accounts = new HashSet<>(configured);
  }

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    switch (event.kind()) {
      case STARTED -> actions(event);
      case SENDING -> {
        accounts.add(event.account());
        Map<InstanceRef, String> actions = actions(event);
        event.instances().forEach(ref -> actions.put(ref, event.action()));
      }
      case VERDICT -> {
        Map<InstanceRef, String> actions = sent.get(event.runId());
        if (actions != null) {
          // What a plan leaves out is counted by the run that carries the plan out.
          event.verdict().ifPresent(given -> count(actions, given));
        }
      }
      case LOOKED -> {
        accounts.add(event.account());
        registry
            .timer("cloudrelease.look", ACCOUNT, event.account(), ACTION, event.action())
            .record(event.took().orElseThrow());
      }
      case RETRYING -> repeated("cloudrelease.retries", event);
      case HELD_BACK -> repeated("cloudrelease.held.back", event);
      case FINISHED -> sent.remove(event.runId());
      default -> {}
    }
  }

  private Map<InstanceRef, String> actions(ReleaseEvent event) {
    return sent.computeIfAbsent(event.runId(), run -> new HashMap<>());
  }

  private void count(Map<InstanceRef, String> actions, InstanceVerdict given) {
    String account = given.ref().provider();
    registry
        .counter(
            "cloudrelease.instances",
            ACCOUNT,
            accounts.contains(account) ? account : UNKNOWN,
            ACTION,
            actions.getOrDefault(given.ref(), NONE),
            "verdict",
            given.verdict().name(),
            "category",
            given.error().map(why -> why.category().name()).orElse(NONE).toLowerCase(Locale.ROOT))
        .increment();
  }

  private void repeated(String name, ReleaseEvent event) {
    registry.counter(name, ACCOUNT, event.account(), ACTION, event.action()).increment();
  }
}
