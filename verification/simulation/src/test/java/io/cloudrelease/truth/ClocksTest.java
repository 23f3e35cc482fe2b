package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine's clock is set while a run goes on, or another machine's clock is another. */
class ClocksTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();
  private Duration set = Duration.ZERO;

  /** The wall clock: the true time, and how far it was set ahead. */
  private final InstantSource wall = () -> sky.clock.instant().plus(set);

  private ReleaseClientBuilder parts() {
    return Clockwork.real().clock(wall).steadyClock(sky.clock).in(sky.parts());
  }

  /** The wall clock is set once the cloud has got so many destructive calls. */
  private HttpTransport settingAfter(int calls, Duration by) {
    HttpTransport wire = sky.wire();
    return new HttpTransport() {
      @Override
      public HttpResponse send(HttpRequest request) throws TransportException {
        try {
          return wire.send(request);
        } finally {
          int sent =
              sky.tencent.ledger().destructiveRequests().size()
                  + sky.zenlayer.ledger().destructiveRequests().size()
                  + sky.aliyun.ledger().destructiveRequests().size();
          if (sent >= calls && set.isZero()) {
            set = by;
          }
        }
      }

      @Override
      public void close() {
        wire.close();
      }
    };
  }

  private List<InstanceRef> refusedForTheMiddleOne() {
    List<InstanceRef> refs = new ArrayList<>();
    for (String code : List.of("", "FailedOperation.InvalidInstanceApplicationRole", "")) {
      refs.add(ref(sky.tencent.add(i -> i.prepaid().refusedWith(code))));
    }
    sky.clock.advance(Duration.ofMinutes(1));
    sky.tencent.atomicity(Atomicity.EVERY_GOOD_ONE);
    sky.tencent.lookLag(Duration.ofSeconds(20));
    return refs;
  }

  @ParameterizedTest
  @ValueSource(longs = {60, 7200, -7200})
  void a_clock_that_is_set_while_a_refused_batch_is_settled_sends_nothing_early(long seconds) {
    List<InstanceRef> refs = refusedForTheMiddleOne();
    ReleaseInstancesResult result =
        sky.release(
            parts().transport(settingAfter(1, Duration.ofSeconds(seconds))),
            r -> r.instances(refs));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, refs.get(0))).isEqualTo(Verdict.RECYCLED);
    assertThat(verdict(result, refs.get(2))).isEqualTo(Verdict.RECYCLED);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, -7200, 7200})
  void a_clock_that_is_set_before_a_send_moves_no_deadline(long seconds) {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
    sky.tencent.terminating(Duration.ofHours(3));
    Instant began = sky.clock.instant();
    ReleaseInstancesResult result =
        sky.release(
            parts().transport(settingAfter(0, Duration.ofSeconds(seconds))),
            r -> r.instances(refs).deadline(Duration.ofMinutes(5)));
    assertThat(Duration.between(began, sky.clock.instant()))
        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5).plusSeconds(1));
    assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, 3);
    refs.forEach(ref -> assertThat(sky.applied(ref)).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-7200, 7200})
  void a_clock_that_is_set_gives_no_budget_back(long seconds) {
    List<InstanceRef> refs = refs(sky.tencent.add(8, i -> i.postpaid()));
    BlastBudget budget = BlastBudget.perHour(4);
    sky.release(parts().blastBudget(budget), r -> r.instances(refs.subList(0, 4)).noWait());
    set = Duration.ofSeconds(seconds);
    sky.release(parts().blastBudget(budget), r -> r.instances(refs.subList(4, 8)).noWait());
    assertThat(sky.tencent.ledger().effects()).hasSize(4);
  }

  @Test
  void after_a_sleep_of_the_machine_looks_are_renewed_before_anything_is_sent() {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
    HttpTransport wire = sky.wire();
    boolean[] slept = new boolean[1];
    HttpTransport sleepy =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            HttpResponse response = wire.send(request);
            if (!slept[0]) {
              // The steady clock did not count it, as some do not.
              slept[0] = true;
              set = Duration.ofMinutes(4);
            }
            return response;
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    sky.release(parts().transport(sleepy), r -> r.instances(refs).noWait());
    List<RecordedRequest> requests = sky.tencent.ledger().requests();
    assertThat(requests.get(0).call().destructive()).isFalse();
    assertThat(requests.get(1).call().destructive()).isFalse();
    assertThat(requests.get(2).call().destructive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"300, 8", "-300, 8", "300, 30", "7200, 30", "-7200, 30", "290, 60"})
  void a_run_that_is_resumed_where_the_clock_is_another_ends_released(long ahead, int behind) {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(1));
    sky.tencent.lookLag(Duration.ofSeconds(behind));
    sky.tencent.terminating(Duration.ofSeconds(1));
    Death death = new Death(folder, sky.clock);
    death.comes(
        parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder().instance(ref).build(),
        request -> !sky.tencent.ledger().destructiveRequests().isEmpty());
    set = Duration.ofSeconds(ahead);
    ReleaseInstancesResult result;
    try (ReleaseClient client =
        Clockwork.real().steadyClock(sky.clock::instant).in(parts()).build()) {
      result = client.resume(death.journal(), ResumeOptions.defaults());
    }
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
    assertThat(sky.applied(ref)).isEqualTo(1);
  }
}
