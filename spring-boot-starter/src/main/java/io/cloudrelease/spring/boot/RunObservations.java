package io.cloudrelease.spring.boot;

import io.cloudrelease.event.ReleaseEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Observes runs ({@code cloudrelease.run}) and the destructive calls in them ({@code
 * cloudrelease.call}): a timer and a span each. Events come one after the other.
 */
final class RunObservations implements AllListeners.Own {
  private static final String NONE = "none";
  private static final String ACCEPTED = "ACCEPTED";

  private final ObservationRegistry registry;
  private final Map<String, OneRun> runs = new HashMap<>();

  RunObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  private record OneRun(Observation whole, Map<List<Object>, Observation> calls) {}

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    OneRun run = runs.get(event.runId());
    if (event.kind() == ReleaseEvent.Kind.STARTED) {
      runs.put(event.runId(), begin(event));
    } else if (run != null) {
      switch (event.kind()) {
        case SENDING -> run.calls().put(key(event), call(run, event));
        case ANSWERED -> answered(run.calls().remove(key(event)), event);
        case STOPPED -> run.whole().event(Observation.Event.of("stopped"));
        case FINISHED -> finished(run, event);
        default -> {}
      }
    }
  }

  private OneRun begin(ReleaseEvent event) {
    Observation run =
        Observation.createNotStarted("cloudrelease.run", registry)
            .contextualName("cloudrelease run")
            .lowCardinalityKeyValue("goal", first(event.detail()))
            .highCardinalityKeyValue("cloudrelease.run", event.runId())
            .highCardinalityKeyValue("instances", String.valueOf(event.instances().size()))
            .start();
    return new OneRun(run, new HashMap<>());
  }

  private Observation call(OneRun run, ReleaseEvent event) {
    return Observation.createNotStarted("cloudrelease.call", registry)
        .contextualName(event.action())
        .parentObservation(run.whole())
        .lowCardinalityKeyValue("account", event.account())
        .lowCardinalityKeyValue("action", event.action())
        .highCardinalityKeyValue("cloudrelease.run", event.runId())
        .highCardinalityKeyValue("instances", String.valueOf(event.instances().size()))
        .start();
  }

  private static void answered(@Nullable Observation call, ReleaseEvent event) {
    if (call != null) {
      call.lowCardinalityKeyValue(
              "outcome", event.error().map(why -> why.category().name()).orElse(ACCEPTED))
          .highCardinalityKeyValue("answer", event.detail())
          .highCardinalityKeyValue("requests", String.join(",", event.requestIds()))
          .highCardinalityKeyValue("attempts", String.valueOf(event.attempt()))
          .stop();
    }
  }

  private void finished(OneRun run, ReleaseEvent event) {
    runs.remove(event.runId());
    // Of those nobody heard any more.
    run.calls().values().forEach(call -> call.lowCardinalityKeyValue("outcome", NONE).stop());
    event
        .progress()
        .counts()
        .forEach(
            (verdict, count) ->
                run.whole().highCardinalityKeyValue(verdict.name(), String.valueOf(count)));
    run.whole().stop();
  }

  private static List<Object> key(ReleaseEvent event) {
    return List.of(event.lane(), event.instances());
  }

  private static String first(String detail) {
    String word = detail.split("[ ,]", 2)[0];
    return word.isEmpty() ? NONE : word;
  }
}
