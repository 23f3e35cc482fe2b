package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whatever the application's own listeners do, and however many clients it has. */
@Timeout(120)
class ListenersAndClientsTest {
  private static final String REF = "prod:ap-guangzhou:ins-1a2b3c4d";

  private final CloudsOverHttp clouds = CloudsOverHttp.start();
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch testOver = new CountDownLatch(1);

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CloudReleaseAutoConfiguration.class))
          .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
          .withBean("waiting", ReleaseListener.class, () -> this::answered)
          .withPropertyValues(
              "cloudrelease.accounts.prod.cloud=tencent-quick",
              "cloudrelease.accounts.prod.endpoint=" + clouds.endpoint(),
              "cloudrelease.accounts.prod.credentials.id="
                  + clouds.tencent().credentials().accessKeyId(),
              "cloudrelease.accounts.prod.credentials.secret="
                  + clouds.tencent().credentials().secretKey().reveal());

  @AfterEach
  void close() {
    testOver.countDown();
    clouds.close();
  }

  private void answered(ReleaseEvent event) {
    if (event.kind() == ReleaseEvent.Kind.ANSWERED && event.attempt() > 0) {
      answered.countDown();
    }
  }

  private void instance() {
    clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());
  }

  private static ReleaseInstancesRequest request() {
    return ReleaseInstancesRequest.builder().instance(REF).build();
  }

  @Test
  void one_that_blocks_takes_neither_the_graceful_end_away_nor_the_events_of_others() {
    clouds.tencent().terminating(Duration.ofHours(1));
    instance();
    ReleaseListener blocking =
        event -> {
          try {
            testOver.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        };
    try (HeardLog log = new HeardLog()) {
      application
          .withBean("blocking", ReleaseListener.class, () -> blocking)
          .run(
              context -> {
                context.getBean(ReleaseClient.class).releaseInstancesAsync(request());
                assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(context.getBean(HealthIndicator.class).health().getDetails().get("runs"))
                    .asString()
                    .isNotEqualTo("{}");
              });
      // The application has ended by now, and with it the run.
      assertThat(log.lines(Level.INFO))
          .anyMatch(line -> line.contains("its whole result:"))
          .anyMatch(line -> line.startsWith(REF + " ACCEPTED"));
    }
  }

  @Test
  void an_error_of_one_hides_no_event_from_the_others() {
    instance();
    application
        .withBean(
            "broken",
            ReleaseListener.class,
            () ->
                event -> {
                  throw new AssertionError("c4n4ry");
                })
        .run(
            context -> {
              context.getBean(ReleaseClient.class).releaseInstances(request());
              assertThat(context.getBean(HealthIndicator.class).health().getDetails())
                  .containsEntry("runs", Map.of())
                  .containsKey("lastRunVerdicts");
              assertThat(
                      context
                          .getBean(MeterRegistry.class)
                          .get("cloudrelease.instances")
                          .tag("verdict", "RELEASED")
                          .counter()
                          .count())
                  .isEqualTo(1);
            });
  }

  /** An application that keeps two kinds of releases apart. */
  @Configuration(proxyBeanMethods = false)
  static class TwoClients {
    @Bean
    ReleaseClient first(ReleaseClientBuilder builder) {
      return builder.build();
    }

    @Bean
    ReleaseClient second(ReleaseClientBuilder builder) {
      return builder.killSwitch(() -> true).build();
    }
  }

  @Test
  void several_clients_are_made_of_the_properties_heard_and_stopped() {
    clouds.tencent().terminating(Duration.ofHours(1));
    instance();
    try (HeardLog log = new HeardLog()) {
      ReleaseHandle[] begun = new ReleaseHandle[1];
      application
          .withUserConfiguration(TwoClients.class)
          .run(
              context -> {
                assertThat(
                        context
                            .getBean("second", ReleaseClient.class)
                            .releaseInstances(request())
                            .counts())
                    .containsEntry(Verdict.NOT_SENT, 1);
                begun[0] =
                    context.getBean("first", ReleaseClient.class).releaseInstancesAsync(request());
                assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(
                        context
                            .getBean(MeterRegistry.class)
                            .get("cloudrelease.instances")
                            .tag("verdict", "NOT_SENT")
                            .counter()
                            .count())
                    .isEqualTo(1);
              });
      assertThat(begun[0].result().join().counts()).containsEntry(Verdict.ACCEPTED, 1);
      assertThat(log.lines(Level.INFO)).anyMatch(line -> line.startsWith(REF + " ACCEPTED"));
    }
  }

  @Test
  void clients_that_were_made_elsewhere_are_stopped_too() {
    List<ReleaseClient> own = List.of(elsewhere(), elsewhere());
    application
        .withBean("one", ReleaseClient.class, () -> own.get(0))
        .withBean(
            "two", ReleaseClient.class, () -> own.get(1), bean -> bean.setAutowireCandidate(false))
        .run(
            context -> {
              context.stop();
              for (ReleaseClient client : own) {
                assertThat(client.releaseInstances(request()).verdicts().get(0).error())
                    .hasValueSatisfying(
                        why -> assertThat(why.message()).contains("the client was stopped"));
              }
            });
  }

  /** Made of the builder that Spring injects, and kept where Spring does not see it. */
  @Test
  void a_client_that_is_no_bean_sends_nothing_after_the_applications_end() {
    instance();
    application.run(
        context -> {
          ReleaseClient kept = context.getBean(ReleaseClientBuilder.class).build();
          context.stop();
          assertThat(kept.releaseInstances(request()).verdicts().get(0).verdict())
              .isEqualTo(Verdict.NOT_SENT);
        });
  }

  private ReleaseClient elsewhere() {
    return ReleaseClient.builder()
        .provider(
            TencentCvm.builder()
                .name("prod")
                .endpoint(clouds.endpoint().toString())
                .credentials(clouds.tencent().credentials())
                .build())
        .build();
  }

  @Test
  void the_longest_wait_that_can_be_written_is_no_error_at_the_end() {
    clouds.tencent().terminating(Duration.ofHours(1));
    instance();
    application
        .withPropertyValues("cloudrelease.shutdown-wait=200000d")
        .run(
            context -> {
              ReleaseClient client = context.getBean(ReleaseClient.class);
              client.releaseInstancesAsync(request());
              assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
              client.stop();
              assertThat(context.getBean(RunsUnderWay.class).await(Duration.ofDays(200_000)))
                  .isEmpty();
            });
  }
}
