package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a look showed is not old when it is acted on, however many instances there are. */
class FreshLooksTest {
  private static final String ODD = "i-odd";

  private final VirtualTime time = new VirtualTime();
  private final Map<String, Instant> lookedAt = new HashMap<>();
  private final Map<String, Integer> looks = new HashMap<>();
  private final Map<String, Integer> looksBeforeSend = new HashMap<>();
  private Duration oldest = Duration.ZERO;

  /** Instances whose id begins so are sent apart from the others. */
  private final FakeCloud cloud =
      new FakeCloud() {
        @Override
        public Assessment assess(Snapshot snapshot, Intent intent) {
          String group = snapshot.ref().id().startsWith(ODD) ? "odd" : "";
          return Assessment.send(new Assessment.Step("Release", 1, group, false));
        }
      };

  private ReleaseInstancesResult release(ReleaseInstancesRequest request) {
    cloud.trouble =
        (call, number) -> {
          Instant now = time.instant();
          for (String id : call.substring(call.indexOf(' ') + 1).split(",")) {
            if (call.startsWith("look ")) {
              lookedAt.put(id, now);
              looks.merge(id, 1, Integer::sum);
            } else {
              Duration age = Duration.between(lookedAt.get(id), now);
              oldest = age.compareTo(oldest) > 0 ? age : oldest;
              looksBeforeSend.put(id, looks.get(id));
            }
          }
          return null;
        };
    try (ReleaseClient client =
        Clockwork.real()
            .clock(time)
            .sleeper(time)
            .random(() -> new Random(1))
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(cloud)
            .transport(cloud)
            .build()) {
      return client.releaseInstances(request);
    }
  }

  private ReleaseInstancesRequest.Builder request(int count) {
    cloud.with(count);
    return FakeRuns.request(count).maxInstances(count + 10).noWait();
  }

  @Test
  void looks_run_ahead_of_the_sending_by_seconds_only() {
    ReleaseInstancesResult result = release(request(3000).build());
    FakeRuns.allAre(result, Verdict.ACCEPTED);
    assertThat(oldest).isLessThan(Duration.ofSeconds(10));
    assertThat(looksBeforeSend.values()).containsOnly(1);
  }

  @Test
  void the_few_that_wait_for_others_to_fill_their_batch_are_looked_at_once_more() {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    for (int i = 0; i < 3; i++) {
      cloud.instances.put(ODD + i, io.cloudrelease.model.LifecyclePhase.STABLE);
      request.instance("fake:" + ODD + i);
    }
    request(4000).build().instances().forEach(request::instance);
    ReleaseInstancesResult result = release(request.maxInstances(4003).noWait().build());
    FakeRuns.allAre(result, Verdict.ACCEPTED);
    assertThat(looksBeforeSend).containsEntry(ODD + 0, 2).containsEntry(ODD + 2, 2);
    assertThat(oldest).isLessThan(Duration.ofSeconds(31));
  }

  @Test
  void a_plan_is_made_of_one_look_at_each_however_long_that_takes() {
    ReleaseInstancesRequest request = request(15_000).build();
    cloud.trouble =
        (call, number) -> {
          assertThat(call).startsWith("look ");
          return null;
        };
    try (ReleaseClient client =
        Clockwork.real()
            .clock(time)
            .sleeper(time)
            .random(() -> new Random(1))
            .singleThreaded(true)
            .in(ReleaseClient.builder())
            .provider(cloud)
            .transport(cloud)
            .build()) {
      assertThat(client.plan(request).instances()).hasSize(15_000);
    }
    assertThat(cloud.calls).hasSize(1500);
  }
}
