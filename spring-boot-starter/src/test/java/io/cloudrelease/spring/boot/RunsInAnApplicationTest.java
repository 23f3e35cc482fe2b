package io.cloudrelease.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.ShortWaits;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application that releases: what it counts, what it says of itself, and how it ends. */
@Timeout(120)
class RunsInAnApplicationTest {
  private static final String REF = "prod:ap-guangzhou:ins-1a2b3c4d";

  private final CloudsOverHttp clouds = CloudsOverHttp.start();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final ObservationRegistry observations = ObservationRegistry.create();
  private final List<Observation.Context> observed = new CopyOnWriteArrayList<>();

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CloudReleaseAutoConfiguration.class))
          .withBean(MeterRegistry.class, () -> meters)
          .withBean(ObservationRegistry.class, () -> observations)
          .withPropertyValues(
              "cloudrelease.accounts.prod.cloud=tencent-quick",
              "cloudrelease.accounts.prod.endpoint=" + clouds.endpoint(),
              "cloudrelease.accounts.prod.credentials.id="
                  + clouds.tencent().credentials().accessKeyId(),
              "cloudrelease.accounts.prod.credentials.secret="
                  + clouds.tencent().credentials().secretKey().reveal());

  RunsInAnApplicationTest() {
    observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    observations
        .observationConfig()
        .observationHandler(
            new ObservationHandler<>() {
              @Override
              public void onStop(Observation.Context context) {
                observed.add(context);
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
  }

  @AfterEach
  void close() {
    clouds.close();
  }

  private void three() {
    for (int i = 1; i <= 3; i++) {
      String id = "ins-" + i + "a2b3c4d";
      clouds
          .tencent()
          .add(
              vm -> {
                vm.id(id).region("ap-guangzhou").postpaid();
                if (id.startsWith("ins-3")) {
                  vm.protectedFromRelease();
                }
              });
    }
  }

  private static ReleaseInstancesRequest all() {
    return ReleaseInstancesRequest.builder()
        .instance(REF)
        .instance("prod:ap-guangzhou:ins-2a2b3c4d")
        .instance("prod:ap-guangzhou:ins-3a2b3c4d")
        .build();
  }

  @Test
  void instances_are_counted_by_account_action_verdict_and_category() {
    three();
    application.run(
        context -> {
          context.getBean(ReleaseClient.class).releaseInstances(all());
          assertThat(
                  meters
                      .get("cloudrelease.instances")
                      .tags("account", "prod", "action", "TerminateInstances")
                      .tags("verdict", "RELEASED", "category", "none")
                      .counter()
                      .count())
              .isEqualTo(2);
          assertThat(
                  meters
                      .get("cloudrelease.instances")
                      .tags("account", "prod", "action", "none", "verdict", "REJECTED")
                      .counter()
                      .getId()
                      .getTag("category"))
              .isNotEqualTo("none");
          assertThat(meters.get("cloudrelease.look").timer().count()).isPositive();
          assertThat(
                  meters
                      .get("cloudrelease.call")
                      .tags("account", "prod", "action", "TerminateInstances")
                      .tags("outcome", "ACCEPTED")
                      .timer()
                      .count())
              .isEqualTo(1);
        });
  }

  @Test
  void what_a_plan_leaves_out_is_counted_once_when_it_is_carried_out() {
    three();
    application.run(
        context -> {
          ReleaseClient client = context.getBean(ReleaseClient.class);
          client.plan(all());
          ReleasePlan plan = client.plan(all());
          assertThat(plan.excluded()).hasSize(1);
          client.execute(plan);
          assertThat(meters.get("cloudrelease.instances").tag("verdict", "REJECTED").counter())
              .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
        });
  }

  @Test
  void a_request_that_is_refused_as_a_whole_is_counted_too() {
    application
        .withPropertyValues("cloudrelease.policy.most-per-request=1")
        .run(
            context -> {
              context.getBean(ReleaseClient.class).releaseInstances(all());
              assertThat(
                      meters
                          .get("cloudrelease.instances")
                          .tags("verdict", "NOT_SENT", "action", "none")
                          .counter()
                          .count())
                  .isEqualTo(3);
            });
  }

  @Test
  void names_that_are_no_accounts_make_no_meters_of_their_own() {
    application.run(
        context -> {
          ReleaseClient client = context.getBean(ReleaseClient.class);
          for (int i = 0; i < 3; i++) {
            client.releaseInstances(
                ReleaseInstancesRequest.builder()
                    .instance(REF)
                    .instance("typed-" + i + ":ap-guangzhou:ins-2a2b3c4d")
                    .build());
          }
          assertThat(meters.get("cloudrelease.instances").counters())
              .extracting(counter -> counter.getId().getTag("account"))
              .containsExactlyInAnyOrder("prod", "unknown");
          assertThat(meters.get("cloudrelease.instances").tag("account", "unknown").counter())
              .satisfies(counter -> assertThat(counter.count()).isEqualTo(3));
        });
  }

  @Test
  void an_account_that_only_the_application_registers_is_counted_by_its_name() {
    three();
    CloudProvider own =
        TencentCvm.builder()
            .name("own")
            .endpoint(clouds.endpoint().toString())
            .credentials(clouds.tencent().credentials())
            .build();
    application
        .withBean(
            ReleaseClientCustomizer.class, () -> client -> client.provider(ShortWaits.on(own)))
        .run(
            context -> {
              context
                  .getBean(ReleaseClient.class)
                  .releaseInstances(
                      ReleaseInstancesRequest.builder()
                          .instance("own:ap-guangzhou:ins-1a2b3c4d")
                          .build());
              assertThat(meters.get("cloudrelease.instances").tag("account", "own").counters())
                  .hasSize(1);
            });
  }

  @Test
  void a_run_is_observed_with_its_name_and_its_calls_beneath_it() {
    three();
    application.run(
        context -> {
          context.getBean(ReleaseClient.class).releaseInstances(all());
          assertThat(observed)
              .extracting(Observation.Context::getName)
              .containsExactly("cloudrelease.call", "cloudrelease.run");
          Observation.Context call = observed.get(0);
          Observation.Context run = observed.get(1);
          assertThat(call.getParentObservation()).isNotNull();
          assertThat(call.getParentObservation().getContextView()).isSameAs(run);
          String id = run.getHighCardinalityKeyValue("cloudrelease.run").getValue();
          assertThat(id).isNotEmpty();
          assertThat(call.getHighCardinalityKeyValue("cloudrelease.run").getValue()).isEqualTo(id);
          assertThat(run.getHighCardinalityKeyValue("RELEASED").getValue()).isEqualTo("2");
        });
  }

  @Test
  void health_only_reads_and_shows_no_key() {
    three();
    application.run(
        context -> {
          HealthIndicator health = context.getBean(HealthIndicator.class);
          assertThat(health.health().getStatus()).isEqualTo(Status.UP);
          assertThat(clouds.tencent().ledger().requests()).isEmpty();
          context.getBean(ReleaseClient.class).releaseInstances(all());
          Health after = health.health();
          assertThat(after.getDetails())
              .containsEntry("accounts", List.of("prod"))
              .containsKey("lastRunVerdicts");
          assertThat(after.toString())
              .doesNotContain(clouds.tencent().credentials().secretKey().reveal());
        });
  }

  @Test
  void a_journal_that_cannot_be_written_is_seen_in_its_health() {
    application
        .withPropertyValues("cloudrelease.journal=/no/such/folder/journal.jsonl")
        .run(
            context ->
                assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.DOWN));
  }

  @Test
  void an_application_that_ends_in_mid_run_says_the_whole_result() {
    clouds.tencent().terminating(Duration.ofHours(1));
    three();
    try (HeardLog log = new HeardLog()) {
      ReleaseHandle[] begun = new ReleaseHandle[1];
      CountDownLatch answered = new CountDownLatch(1);
      ReleaseListener listener =
          event -> {
            if (event.kind() == io.cloudrelease.event.ReleaseEvent.Kind.ANSWERED) {
              answered.countDown();
            }
          };
      application
          .withBean("waiting", ReleaseListener.class, () -> listener)
          .run(
              context -> {
                begun[0] = context.getBean(ReleaseClient.class).releaseInstancesAsync(all());
                assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
              });
      // The application has ended by now, and with it the run.
      ReleaseInstancesResult result = begun[0].result().orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(result.counts()).containsEntry(Verdict.REJECTED, 1);
      List<String> said = log.lines(Level.INFO);
      assertThat(said)
          .anyMatch(line -> line.contains("its whole result:"))
          .anyMatch(line -> line.startsWith(REF + " ACCEPTED"))
          .anyMatch(line -> line.startsWith("prod:ap-guangzhou:ins-2a2b3c4d ACCEPTED"))
          .anyMatch(line -> line.startsWith("prod:ap-guangzhou:ins-3a2b3c4d REJECTED: "));
      assertThat(log.lines(Level.WARN)).isEmpty();
    }
  }

  @Test
  void a_context_that_was_stopped_says_that_it_cannot_be_started_again() {
    application.run(
        context -> {
          context.stop();
          assertThatThrownBy(context::start)
              .rootCause()
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("make a new one");
        });
  }

  @Test
  void a_listener_that_throws_keeps_nothing_from_the_others() {
    three();
    application
        .withBean(
            "broken",
            ReleaseListener.class,
            () ->
                event -> {
                  throw new IllegalStateException("c4n4ry");
                })
        .run(
            context -> {
              ReleaseInstancesResult result =
                  context.getBean(ReleaseClient.class).releaseInstances(all());
              assertThat(result.counts()).containsEntry(Verdict.RELEASED, 2);
              assertThat(meters.get("cloudrelease.instances").counters()).hasSize(2);
            });
  }
}
