package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.ShortWaits;
import io.cloudrelease.testkit.http.CloudsOverHttp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener does changes neither verdicts nor, beyond its own thread, times. */
@Timeout(180)
class UnrulyListenersTest {
  private static final String PLACE = "tencent-cvm:ap-guangzhou:";
  private static final List<Verdict> TRUE =
      List.of(Verdict.RELEASED, Verdict.RECYCLED, Verdict.REJECTED, Verdict.NOT_FOUND);

  /** Calm runs take about a second; a busy machine has room. The listeners block for longer. */
  private static final Duration SOON = Duration.ofSeconds(45);

  private final CloudsOverHttp clouds = CloudsOverHttp.start();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicReference<ReleaseClient> client = new AtomicReference<>();
  private final CompletableFuture<ReleaseInstancesResult> inside = new CompletableFuture<>();

  /** Whose listener it is. */
  enum Of {
    CLIENT,
    REQUEST
  }

  @AfterEach
  void close() {
    end.countDown();
    clouds.close();
  }

  private void run(Of whose, ReleaseListener listener) {
    clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());
    clouds.tencent().add(vm -> vm.id("ins-2a2b3c4d").region("ap-guangzhou").prepaid());
    clouds
        .tencent()
        .add(vm -> vm.id("ins-3a2b3c4d").region("ap-guangzhou").protectedFromRelease().postpaid());
    clouds.tencent().add(vm -> vm.id("ins-5a2b3c4d").region("ap-guangzhou").postpaid());
    ReleaseListener none = event -> {};
    try (ReleaseClient own =
        ReleaseClient.builder()
            .provider(
                ShortWaits.on(
                    TencentCvm.builder()
                        .endpoint(clouds.endpoint().toString())
                        .credentials(clouds.tencent().credentials())
                        .build()))
            .listener(whose == Of.CLIENT ? listener : none)
            .build()) {
      client.set(own);
      ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
      for (int i = 1; i <= 4; i++) {
        request.instance(PLACE + "ins-" + i + "a2b3c4d");
      }
      long began = System.nanoTime();
      ReleaseInstancesResult result =
          own.releaseInstances(request.build(), whose == Of.REQUEST ? listener : none);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
      assertThat(result.verdicts()).extracting(InstanceVerdict::verdict).isEqualTo(TRUE);
      assertThat(clouds.tencent().ledger().effects()).hasSizeBetween(2, 3);
      if (inside.isDone() || whose == Of.CLIENT && listener instanceof Reentering) {
        assertThat(inside.orTimeout(1, TimeUnit.MINUTES).join().verdicts())
            .extracting(InstanceVerdict::verdict)
            .containsExactly(Verdict.RELEASED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Of.class)
  void one_that_throws(Of whose) {
    run(
        whose,
        event -> {
          throw new LinkageError("c4n4ry");
        });
  }

  @ParameterizedTest
  @EnumSource(Of.class)
  void one_that_blocks_for_a_minute(Of whose) {
    run(whose, event -> block());
  }

  private void block() {
    try {
      assertThat(end.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource(Of.class)
  void one_that_calls_the_client_again(Of whose) {
    run(whose, new Reentering());
  }

  @Test
  void one_that_closes_the_client_gets_true_verdicts_all_the_same() {
    clouds.tencent().add(vm -> vm.id("ins-1a2b3c4d").region("ap-guangzhou").postpaid());
    try (ReleaseClient own =
        ReleaseClient.builder()
            .provider(
                ShortWaits.on(
                    TencentCvm.builder()
                        .endpoint(clouds.endpoint().toString())
                        .credentials(clouds.tencent().credentials())
                        .build()))
            .build()) {
      ReleaseInstancesResult result =
          own.releaseInstances(
              ReleaseInstancesRequest.builder().instance(PLACE + "ins-1a2b3c4d").build(),
              event -> {
                if (event.kind() == ReleaseEvent.Kind.SENDING) {
                  own.stop();
                }
              });
      boolean gone = !clouds.tencent().ledger().effects().isEmpty();
      assertThat(result.verdicts().get(0).verdict())
          .isIn(
              gone
                  ? List.of(Verdict.ACCEPTED, Verdict.RELEASED, Verdict.UNKNOWN)
                  : List.of(Verdict.NOT_SENT));
    }
  }

  /** Looks, plans and releases another instance, on the listener's thread, at the first event. */
  private final class Reentering implements ReleaseListener {
    private boolean inIt;

    @Override
    public void onEvent(ReleaseEvent event) {
      if (inIt || event.kind() != ReleaseEvent.Kind.SENDING) {
        return;
      }
      inIt = true;
      ReleaseInstancesRequest other =
          ReleaseInstancesRequest.builder().instance(PLACE + "ins-5a2b3c4d").build();
      client.get().plan(other);
      inside.complete(client.get().releaseInstances(other));
    }
  }
}
