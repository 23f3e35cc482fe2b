package io.cloudrelease.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A gateway's wish to be left alone for 400 days. */
class LongWishTest {
  private final Scene scene = new Scene("2026-11-20T08:00:00Z", 1, 20, 22);
  private final SimulatedTencent cloud = new SimulatedTencent(scene.clock);
  private boolean asks = true;
  private boolean stops;

  LongWishTest() {
    scene.register(
        new TencentCvmFactory()
            .create(
                ProviderSettings.of("prod", variable -> "", Path.of("nowhere"))
                    .credentials(CredentialsProvider.of(cloud.credentials()))));
  }

  private ReleaseInstancesResult release(int count, Duration deadline) {
    List<InstanceRef> refs =
        cloud.add(count, i -> i.region("ap-guangzhou")).stream()
            .map(i -> InstanceRef.parse("prod:ap-guangzhou:" + i.id()))
            .toList();
    return scene.release(refs, deadline, gateway());
  }

  /** Stands before the cloud and turns releases away. */
  private Function<HttpRequest, HttpResponse> gateway() {
    return request -> {
      if (!asks || !request.destructive()) {
        return Scene.to(cloud).apply(request);
      }
      if (stops) {
        scene.stop.run();
      }
      return HttpResponse.of(
          429,
          List.of(new Header("Retry-After", "34560000")),
          HttpBody.wrap("slow down".getBytes()));
    };
  }

  @Test
  void is_held_to_the_deadline_of_the_run_that_met_it_and_told() {
    ReleaseInstancesResult result = release(3, Duration.ofSeconds(90));
    assertThat(cloud.ledger().effects()).isEmpty();
    assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, 0);
    assertThat(scene.events)
        .filteredOn(event -> event.kind() == ReleaseEvent.Kind.HELD_BACK)
        .isNotEmpty()
        .allSatisfy(
            event -> {
              assertThat(event.lane()).isEqualTo("prod:ap-guangzhou TerminateInstances");
              assertThat(event.detail()).contains("left alone", "the lane is held for");
            });
    asks = false;
    scene.clock.advance(Duration.ofSeconds(90));
    assertThat(release(3, Duration.ofSeconds(90)).counts()).containsEntry(Verdict.ACCEPTED, 3);
  }

  @Test
  void holds_the_lane_for_later_runs_ten_minutes_at_most() {
    // Left alone it would go on asking until its deadline, and the lane is not held beyond that.
    stops = true;
    release(1, Duration.ofHours(12));
    stops = false;
    asks = false;
    Instant before = scene.clock.instant();
    assertThat(release(1, Duration.ofHours(1)).counts()).containsEntry(Verdict.ACCEPTED, 1);
    assertThat(Duration.between(before, scene.clock.instant()))
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
  }
}
