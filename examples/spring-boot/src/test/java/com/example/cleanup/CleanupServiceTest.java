package com.example.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.core.json.PackageVersion;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The service as it is, against simulated clouds. */
@Timeout(180)
class CleanupServiceTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch exported = new CountDownLatch(1);
  private final CloudsOverHttp clouds = CloudsOverHttp.start();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @AfterEach
  void close() {
    clouds.close();
  }

  private void two() {
    for (String id : List.of("ins-1a2b3c4d", "ins-2a2b3c4d")) {
      clouds.tencent().add(vm -> vm.id(id).region("ap-guangzhou").tag("purpose", "ci").postpaid());
    }
  }

  private ConfigurableApplicationContext started(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--cloudrelease.accounts.ci.cloud=tencent-quick",
                "--cloudrelease.accounts.ci.endpoint=" + clouds.endpoint(),
                "--CI_SECRET_ID=" + clouds.tencent().credentials().accessKeyId(),
                "--CI_SECRET_KEY=" + clouds.tencent().credentials().secretKey().reveal(),
                "--cleanup.older-than=PT0S"));
    arguments.addAll(Arrays.asList(more));
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(CleanupService.class)
            .initializers(
                (GenericApplicationContext made) -> {
                  made.registerBean(
                      SpanProcessor.class, () -> SimpleSpanProcessor.create(new Exporter()));
                  made.registerBean("hears", ReleaseListener.class, () -> this::hear);
                })
            .run(arguments.toArray(String[]::new));
    // Spring Boot sets logging up anew as it starts.
    log.start();
    ((Logger) LoggerFactory.getLogger("io.cloudrelease")).addAppender(log);
    return context;
  }

  private void hear(ReleaseEvent event) {
    if (event.kind() == ReleaseEvent.Kind.ANSWERED) {
      answered.countDown();
    }
  }

  /** Says when the span of a whole run is there. */
  private final class Exporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      CompletableResultCode kept = spans.export(ended);
      if (ended.stream().anyMatch(CleanupServiceTest::isRun)) {
        exported.countDown();
      }
      return kept;
    }

    @Override
    public CompletableResultCode flush() {
      return spans.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void it_releases_on_time_and_is_seen_in_metrics_spans_and_health() throws Exception {
    two();
    try (ConfigurableApplicationContext context = started()) {
      assertThat(exported.await(2, TimeUnit.MINUTES)).isTrue();
      assertThat(clouds.tencent().ledger().isGone("ins-1a2b3c4d")).isTrue();
      assertThat(clouds.tencent().ledger().isGone("ins-2a2b3c4d")).isTrue();
      assertThat(
              context
                  .getBean(MeterRegistry.class)
                  .get("cloudrelease.instances")
                  .tags("account", "ci", "action", "TerminateInstances")
                  .tags("verdict", "RELEASED", "category", "none")
                  .counter()
                  .count())
          .isEqualTo(2);
      SpanData run = span("cloudrelease run");
      SpanData call = span("terminate-instances");
      assertThat(call.getParentSpanId()).isEqualTo(run.getSpanId());
      AttributeKey<String> name = AttributeKey.stringKey("cloudrelease.run");
      assertThat(call.getAttributes().get(name))
          .isNotEmpty()
          .isEqualTo(run.getAttributes().get(name));
      assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
    }
  }

  private static boolean isRun(SpanData span) {
    return span.getName().equals("cloudrelease run");
  }

  private SpanData span(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void it_ends_in_mid_run_with_the_whole_result_in_the_log() throws Exception {
    clouds.tencent().terminating(Duration.ofHours(1));
    two();
    ConfigurableApplicationContext context = started();
    assertThat(answered.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(clouds.tencent().ledger().effects()).hasSize(2);
    context.close();
    assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains("did not end"));
    assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage).toList())
        .anyMatch(line -> line.endsWith("its whole result:"))
        .anyMatch(line -> line.startsWith("ci:ap-guangzhou:ins-1a2b3c4d ACCEPTED"))
        .anyMatch(line -> line.startsWith("ci:ap-guangzhou:ins-2a2b3c4d ACCEPTED"));
  }

  /** What the page on Spring Boot says of versions. */
  @Test
  void the_versions_are_those_of_spring_boot_and_the_vendors_sdk_works_beside_us()
      throws Exception {
    assertThat(kotlin.KotlinVersion.CURRENT.toString()).startsWith("1.9.");
    assertThat(PackageVersion.VERSION.toString()).startsWith("2.19.");
    assertThat(okhttp3.OkHttp.VERSION).startsWith("5.");
    clouds.tencent().anyCredentialScope(true);
    two();
    ClientProfile profile = new ClientProfile();
    profile.getHttpProfile().setProtocol("http://");
    profile
        .getHttpProfile()
        .setEndpoint(clouds.endpoint().toString().substring("http://".length()));
    CvmClient vendor =
        new CvmClient(
            new Credential(
                clouds.tencent().credentials().accessKeyId(),
                clouds.tencent().credentials().secretKey().reveal()),
            "ap-guangzhou",
            profile);
    assertThat(vendor.DescribeInstances(new DescribeInstancesRequest()).getInstanceSet())
        .hasSize(2);
  }
}
