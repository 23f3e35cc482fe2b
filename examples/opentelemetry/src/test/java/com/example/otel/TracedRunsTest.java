package com.example.otel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.ShortWaits;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracedRunsTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

  @Test
  void a_run_is_a_span_with_its_calls_beneath_it_and_its_verdicts_are_counted() {
    try (OpenTelemetrySdk telemetry =
            OpenTelemetrySdk.builder()
                .setTracerProvider(
                    SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
                .build();
        CloudsOverHttp clouds = CloudsOverHttp.start()) {
      clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());
      try (ReleaseClient client =
          ReleaseClient.builder()
              .provider(
                  ShortWaits.on(
                      TencentCvm.builder()
                          .endpoint(clouds.endpoint().toString())
                          .credentials(clouds.tencent().credentials())
                          .build()))
              .listener(new TracedRuns(telemetry))
              .build()) {
        client.releaseInstances(
            ReleaseInstancesRequest.builder()
                .instance("tencent-cvm:ap-guangzhou:ins-1a2b3c4d")
                .build());
      }
      List<SpanData> all = spans.getFinishedSpanItems();
      SpanData call = all.get(0);
      SpanData run = all.get(1);
      assertThat(all).hasSize(2);
      assertThat(call.getName()).isEqualTo("tencent-cvm:ap-guangzhou TerminateInstances");
      assertThat(call.getParentSpanId()).isEqualTo(run.getSpanId());
      assertThat(call.getAttributes().get(AttributeKey.stringKey("answer"))).isEqualTo("ACCEPTED");
      assertThat(call.getAttributes().get(AttributeKey.stringKey("run")))
          .isEqualTo(run.getAttributes().get(AttributeKey.stringKey("run")));
      assertThat(metrics.collectAllMetrics())
          .singleElement()
          .satisfies(
              metric ->
                  assertThat(metric.getLongSumData().getPoints())
                      .singleElement()
                      .satisfies(
                          point -> {
                            assertThat(point.getValue()).isEqualTo(1);
                            assertThat(point.getAttributes().get(AttributeKey.stringKey("verdict")))
                                .isEqualTo("RELEASED");
                          }));
    }
  }
}
