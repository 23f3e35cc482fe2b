package com.example.otel;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.InstanceVerdict;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A span for each run and each destructive call in it, and a counter of verdicts of runs. */
public final class TracedRuns implements ReleaseListener {
  private static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("account");
  private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("verdict");

  private final Tracer tracer;
  private final LongCounter instances;
  private final Map<String, Span> runs = new HashMap<>();

  public TracedRuns(OpenTelemetry telemetry) {
    tracer = telemetry.getTracer("io.cloudrelease");
    instances = telemetry.getMeter("io.cloudrelease").counterBuilder("instances").build();
  }

  @Override
  public void onEvent(ReleaseEvent event) {
    String id = event.runId();
    Span run = runs.getOrDefault(id, Span.getInvalid());
    switch (event.kind()) {
      case STARTED -> runs.put(id, tracer.spanBuilder("run").setAttribute("run", id).startSpan());
      case ANSWERED -> call(event, run);
      case VERDICT -> event.verdict().filter(given -> runs.containsKey(id)).ifPresent(this::count);
      case FINISHED -> Optional.ofNullable(runs.remove(id)).ifPresent(Span::end);
      default -> {}
    }
  }

  /** The event comes at its end and says how long it took. */
  private void call(ReleaseEvent event, Span run) {
    tracer
        .spanBuilder(event.lane())
        .setParent(Context.root().with(run))
        .setStartTimestamp(event.at().minus(event.took().orElseThrow()))
        .setAttribute("run", event.runId())
        .setAttribute("answer", event.detail())
        .startSpan()
        .end(event.at());
  }

  private void count(InstanceVerdict given) {
    instances.add(
        1, Attributes.of(ACCOUNT, given.ref().provider(), VERDICT, given.verdict().name()));
  }
}
