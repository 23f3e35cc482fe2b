package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards that ask somebody else, and take their time: the run goes on slowly, and ends in time. */
class SlowGuardsTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private final AtomicInteger asked = new AtomicInteger();
  private final List<InstanceRef> refs = new ArrayList<>();

  private ReleaseClient client(ReleaseGuard guard) {
    return clock
        .drive(ReleaseClient.builder())
        .provider(TencentCvm.builder().credentials(cloud.credentials()).build())
        .transport(InProcessTransport.to(clock, cloud))
        .guard(guard)
        .build();
  }

  private ReleaseClient slow(Duration answer) {
    return client(
        candidate -> {
          asked.incrementAndGet();
          clock.advance(answer);
          return Optional.empty();
        });
  }

  private ReleaseInstancesRequest.Builder request(int count) {
    cloud
        .add(count, vm -> vm.region("ap-guangzhou").postpaid())
        .forEach(instance -> refs.add(instance.ref("tencent-cvm")));
    return ReleaseInstancesRequest.builder().instances(refs);
  }

  /** All of a look's instances are asked about one after the other, and the look grows old. */
  @ParameterizedTest
  @CsvSource({"250, 100", "350, 100", "1000, 100", "5000, 60", "100, 500"})
  void what_may_be_sent_leaves_before_the_rest_is_asked_about(int millis, int count) {
    ReleaseInstancesResult result =
        slow(Duration.ofMillis(millis))
            .releaseInstances(
                request(count).maxInstances(1000).deadline(Duration.ofHours(1)).build());
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, count);
    assertThat(asked.get()).isLessThan(3 * count);
  }

  @Test
  void the_deadline_waits_for_no_further_question() {
    Instant began = clock.instant();
    ReleaseInstancesResult result =
        slow(Duration.ofSeconds(1))
            .releaseInstances(request(40).deadline(Duration.ofSeconds(3)).build());
    assertThat(Duration.between(began, clock.instant())).isLessThan(Duration.ofSeconds(6));
    assertThat(result.verdicts())
        .hasSize(40)
        .extracting(InstanceVerdict::verdict)
        .containsOnly(Verdict.NOT_SENT);
    assertThat(asked.get()).isLessThan(6);
  }

  @Test
  void a_plan_waits_for_no_further_question_either() {
    Instant began = clock.instant();
    ReleasePlan plan =
        slow(Duration.ofSeconds(1)).plan(request(40).deadline(Duration.ofSeconds(3)).build());
    assertThat(Duration.between(began, clock.instant())).isLessThan(Duration.ofSeconds(6));
    assertThat(plan.instances()).hasSizeLessThan(6);
  }

  @Test
  void stopping_waits_for_no_further_question() {
    AtomicReference<ReleaseClient> client = new AtomicReference<>();
    client.set(
        client(
            candidate -> {
              if (asked.incrementAndGet() == 2) {
                client.get().stop();
              }
              return Optional.empty();
            }));
    ReleaseHandle handle = client.get().releaseInstancesAsync(request(40).build());
    ReleaseInstancesResult result = handle.result().join();
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 40);
    assertThat(result.verdicts().get(39).error().orElseThrow().code()).isEqualTo(OwnCodes.STOPPED);
    assertThat(asked.get()).isEqualTo(2);
  }
}
