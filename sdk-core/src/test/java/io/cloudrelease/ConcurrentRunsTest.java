package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads, a virtual clock, and latches in place of sleeping. */
@Timeout(60)
class ConcurrentRunsTest {
  private final VirtualTime time = new VirtualTime();
  private final FakeCloud cloud = new FakeCloud();
  private final CountDownLatch inCall = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private ReleaseClient client() {
    return Clockwork.real()
        .clock(time)
        .sleeper(time)
        .in(ReleaseClient.builder())
        .provider(cloud)
        .transport(cloud)
        .build();
  }

  private static ReleaseInstancesRequest request(int from, int to) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder().noWait();
    IntStream.range(from, to).forEach(i -> request.instance("fake:i-" + i));
    return request.build();
  }

  private static ReleaseInstancesResult await(CompletableFuture<ReleaseInstancesResult> future)
      throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static void assertFull(ReleaseInstancesRequest request, ReleaseInstancesResult result) {
    assertThat(result.verdicts())
        .extracting(InstanceVerdict::ref)
        .containsExactlyElementsOf(request.instances());
  }

  /** Holds release calls until told to go on; interruptible, as a transport is. */
  private void holdReleases() {
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            inCall.countDown();
            hold();
          }
          return null;
        };
  }

  private void hold() throws TransportException {
    try {
      if (!goOn.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("held too long");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw FakeCloud.lost();
    }
  }

  private void awaitCall() throws InterruptedException {
    assertThat(inCall.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_async_request_completes_with_the_full_result() throws Exception {
    cloud.with(25);
    try (ReleaseClient client = client()) {
      ReleaseInstancesResult result = await(client.releaseInstancesAsync(request(0, 25)).result());
      assertFull(request(0, 25), result);
      assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, 25);
      assertThat(cloud.applied).hasSize(25).doesNotHaveDuplicates();
    }
  }

  @Test
  void two_requests_at_once_do_not_mix() throws Exception {
    cloud.with(80);
    try (ReleaseClient client = client()) {
      ReleaseHandle one = client.releaseInstancesAsync(request(0, 40));
      ReleaseHandle two = client.releaseInstancesAsync(request(40, 80));
      assertFull(request(0, 40), await(one.result()));
      assertFull(request(40, 80), await(two.result()));
      assertThat(cloud.applied).hasSize(80).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_small_request_does_not_wait_for_a_large_one_before_it() throws Exception {
    cloud.with(2010);
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger held = new AtomicInteger();
    cloud.trouble =
        (call, number) -> {
          // The large request runs at full speed, then the cloud stops to answer it.
          if (call.startsWith("release") && !call.contains("i-2000")) {
            if (passed.incrementAndGet() > 60) {
              held.incrementAndGet();
              inCall.countDown();
              hold();
            }
          }
          return null;
        };
    List<Duration> waits = new CopyOnWriteArrayList<>();
    LanePace lanes = new LanePace();
    Pace pace =
        new Pace() {
          @Override
          public Duration reserve(Lane lane, Instant now) {
            Duration wait = lanes.reserve(lane, now);
            // From now on: others may have moved the clock since that thread looked at it.
            waits.add(Duration.between(time.instant(), now.plus(wait)));
            return wait;
          }
        };
    try (ReleaseClient client =
        Clockwork.real()
            .clock(time)
            .sleeper(time)
            .in(ReleaseClient.builder())
            .provider(cloud)
            .transport(cloud)
            .pace(pace)
            .build()) {
      ReleaseInstancesRequest large =
          ReleaseInstancesRequest.builder()
              .instances(request(0, 2000).instances())
              .maxInstances(2000)
              .deadline(Duration.ofHours(1))
              .noWait()
              .build();
      ReleaseHandle first = client.releaseInstancesAsync(large);
      awaitCall();
      ReleaseHandle second = client.releaseInstancesAsync(request(2000, 2010));
      assertThat(await(second.result()).counts()).containsEntry(Verdict.ACCEPTED, 10);
      assertThat(cloud.applied).hasSize(610);
      // However large a request is, it takes turns for a second or so and no more.
      assertThat(held.get()).isBetween(1, 10);
      assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) < 0);
      goOn.countDown();
      assertThat(await(first.result()).counts()).containsEntry(Verdict.ACCEPTED, 2000);
    }
    assertThat(cloud.applied).hasSize(2010).doesNotHaveDuplicates();
  }

  @Test
  void stop_lets_a_call_under_way_end_and_sends_no_other() throws Exception {
    cloud.with(95);
    holdReleases();
    try (ReleaseClient client = client()) {
      ReleaseHandle handle = client.releaseInstancesAsync(request(0, 95));
      awaitCall();
      handle.stop();
      handle.stop();
      goOn.countDown();
      ReleaseInstancesResult result = await(handle.result());
      assertFull(request(0, 95), result);
      assertThat(cloud.releases()).isLessThan(10);
      long sent = result.verdicts().stream().filter(v -> v.sends() > 0).count();
      assertThat(sent).isEqualTo(cloud.applied.size());
      assertThat(result.counts().get(Verdict.NOT_SENT)).isEqualTo((int) (95 - sent));
    }
  }

  @Test
  void cancelling_the_future_does_not_stop_the_run() throws Exception {
    cloud.with(5);
    holdReleases();
    try (ReleaseClient client = client()) {
      ReleaseHandle handle = client.releaseInstancesAsync(request(0, 5));
      awaitCall();
      handle.result().cancel(true);
      goOn.countDown();
      assertThat(await(handle.result()).counts()).containsEntry(Verdict.ACCEPTED, 5);
    }
  }

  @Test
  void an_interrupted_caller_gets_the_full_result_with_the_flag_set() throws Exception {
    cloud.with(25);
    holdReleases();
    AtomicBoolean flag = new AtomicBoolean();
    AtomicReference<ReleaseInstancesResult> result = new AtomicReference<>();
    try (ReleaseClient client = client()) {
      Thread caller =
          new Thread(
              () -> {
                result.set(client.releaseInstances(request(0, 25)));
                flag.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      awaitCall();
      caller.interrupt();
      goOn.countDown();
      caller.join(30_000);
      assertThat(caller.isAlive()).isFalse();
    }
    assertThat(flag).isTrue();
    assertFull(request(0, 25), result.get());
  }

  @Test
  void closing_during_a_run_ends_it_as_if_it_were_stopped() throws Exception {
    cloud.with(95);
    holdReleases();
    AtomicReference<ReleaseInstancesResult> blocking = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    ReleaseClient client = client();
    Thread caller =
        new Thread(
            () -> {
              try {
                blocking.set(client.releaseInstances(request(0, 95)));
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    caller.start();
    awaitCall();
    client.close();
    caller.join(30_000);
    assertThat(thrown.get()).isNull();
    assertThat(caller.isAlive()).isFalse();
    ReleaseInstancesResult result = blocking.get();
    assertFull(request(0, 95), result);
    assertThat(cloud.releases()).isLessThan(10);
    assertThat(result.counts().get(Verdict.NOT_SENT)).isPositive();
    assertThat(result.verdicts())
        .filteredOn(v -> v.verdict() == Verdict.NOT_SENT)
        .allSatisfy(v -> assertThat(v.error().orElseThrow().message()).contains("closed"));
  }

  @Test
  void calls_run_on_the_threads_that_the_caller_gave_and_these_stay_his() throws Exception {
    cloud.with(40);
    Set<String> threads = ConcurrentHashMap.newKeySet();
    cloud.trouble =
        (call, number) -> {
          threads.add(
              call.substring(0, call.indexOf(' ')) + " on " + Thread.currentThread().getName());
          return null;
        };
    ExecutorService ours = Executors.newFixedThreadPool(1, task -> new Thread(task, "ours"));
    try {
      try (ReleaseClient client = client().toBuilder().executor(ours).build()) {
        ReleaseInstancesResult result = client.releaseInstances(request(0, 20));
        assertThat(result.counts()).containsEntry(Verdict.ACCEPTED, 20);
        assertThat(await(client.releaseInstancesAsync(request(20, 40)).result()).counts())
            .containsEntry(Verdict.ACCEPTED, 20);
      }
      assertThat(threads).containsExactlyInAnyOrder("look on ours", "release on ours");
      assertThat(ours.isShutdown()).isFalse();
    } finally {
      ours.shutdownNow();
    }
  }

  @Test
  void a_closed_client_sends_nothing_and_says_so() throws Exception {
    cloud.with(2);
    ReleaseClient client = client();
    client.close();
    client.close();
    ReleaseInstancesResult result = client.releaseInstances(request(0, 2));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 2);
    assertThat(result.verdicts().get(0).error().orElseThrow().message()).contains("closed");
    assertThat(await(client.releaseInstancesAsync(request(0, 2)).result()).counts())
        .containsEntry(Verdict.NOT_SENT, 2);
    assertThat(client.plan(request(0, 2)).instances()).isEmpty();
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void a_call_that_dies_of_an_error_is_unknown_and_hangs_nothing() throws Exception {
    cloud.with(20);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release i-0,")) {
            throw new StackOverflowError("c4n4ry");
          }
          return null;
        };
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instances(request(0, 20).instances())
            .lookFirst(false)
            .build();
    try (ReleaseClient client = client()) {
      ReleaseInstancesResult result = await(client.releaseInstancesAsync(request).result());
      assertFull(request, result);
      assertThat(result.counts())
          .containsEntry(Verdict.UNKNOWN, 10)
          .containsEntry(Verdict.ACCEPTED, 10);
      assertThat(result.verdicts().get(0).sends()).isEqualTo(1);
      assertThat(result.verdicts().get(0).error().orElseThrow().code()).isEqualTo("CallDied");
      assertThat(result.toJson()).doesNotContain("c4n4ry");
    }
  }

  @Test
  void a_transport_that_never_answers_does_not_hold_the_result_back() throws Exception {
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            inCall.countDown();
            boolean over = false;
            while (!over) {
              try {
                over = goOn.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException deaf) {
                over = false;
              }
            }
          }
          return null;
        };
    try (ReleaseClient client = client()) {
      ReleaseHandle handle = client.releaseInstancesAsync(request(0, 1));
      awaitCall();
      handle.stop();
      ReleaseInstancesResult result = await(handle.result());
      assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.UNKNOWN);
      assertThat(result.verdicts().get(0).sends()).isEqualTo(1);
    } finally {
      goOn.countDown();
    }
  }
}
