package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.refs;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ReleaseHandle;
import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An extension that does not come back is cut off: the result is there at the deadline. */
@Timeout(180)
class BlockingExtensionsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** A call that is on its way may end by itself. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final long BLOCKED_SECONDS = 90;

  /** What does not come back. */
  enum Place {
    LISTENER,
    GUARD,
    JOURNAL_INTENT,
    JOURNAL_NOTE,
    BUDGET,
    PACE,
    SPLITTER,
    FIRST_KEYS,
    KEYS_OF_THE_JOURNAL,
    KEYS_OF_A_LATER_CALL,
    ASSESS,
    READ_LOOK
  }

  /**
   * What runs on a thread of its own. What decides on the run's own thread (assessment, splitter,
   * notes of the journal) must return soon, as its Javadoc says.
   */
  private static final Set<Place> CUT_OFF =
      EnumSet.of(
          Place.LISTENER,
          Place.GUARD,
          Place.BUDGET,
          Place.JOURNAL_INTENT,
          Place.PACE,
          Place.FIRST_KEYS,
          Place.KEYS_OF_THE_JOURNAL,
          Place.KEYS_OF_A_LATER_CALL,
          Place.READ_LOOK);

  /** They wait side by side, since they wait really. */
  @Test
  void the_result_is_there_soon_after_the_deadline() throws Exception {
    Map<Place, Future<Duration>> all = new EnumMap<>(Place.class);
    ExecutorService threads = Executors.newCachedThreadPool();
    for (Place place : CUT_OFF) {
      all.put(place, threads.submit(() -> new Scene(place).took()));
    }
    Map<Place, Duration> late = new EnumMap<>(Place.class);
    for (Map.Entry<Place, Future<Duration>> one : all.entrySet()) {
      Duration took = one.getValue().get();
      if (took.compareTo(DEADLINE.plus(GRACE)) > 0) {
        late.put(one.getKey(), took);
      }
    }
    threads.shutdownNow();
    assertThat(late).isEmpty();
  }

  @Test
  void a_plan_whose_keys_hang_is_there_soon_after_the_deadline_and_plans_nothing() {
    assertThat(new Scene(Place.FIRST_KEYS).planned()).isLessThan(DEADLINE.plus(GRACE));
  }

  /** Its threads are gone; a question is asked all the same, and not waited for without an end. */
  @Test
  void keys_that_hang_hold_no_run_of_a_client_that_was_closed() {
    assertThat(new Scene(Place.FIRST_KEYS).took(true)).isLessThan(DEADLINE.plus(GRACE));
  }

  /** Its first call was kept here by an old look; what it says does not hold for the second. */
  @Test
  void what_left_and_hangs_is_unknown_though_a_call_before_it_was_kept_here() throws Exception {
    Sky sky = new Sky();
    InstanceRef ref = refs(sky.tencent.add(1, i -> i.postpaid())).get(0);
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger turns = new AtomicInteger();
    HttpTransport wire = sky.wire();
    HttpTransport hanging =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            HttpResponse answer = wire.send(request);
            if (sky.calls(ref) > 0) {
              left.countDown();
              awaitWhateverInterrupts(free);
            }
            return answer;
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    ReleaseClientBuilder parts =
        Clockwork.real()
            .clock(sky.clock)
            .steadyClock(sky.clock)
            .sleeper((duration, wake) -> sky.clock.advance(duration))
            .singleThreaded(false)
            .in(ReleaseClient.builder())
            .provider(sky.accounts().get("tencent-cvm"))
            .pace(
                (lane, now) ->
                    lane.action().startsWith("Terminate") && turns.incrementAndGet() == 1
                        ? Duration.ofSeconds(31)
                        : Duration.ZERO)
            .transport(hanging);
    try (ReleaseClient client = parts.build()) {
      ReleaseHandle handle =
          client.releaseInstancesAsync(ReleaseInstancesRequest.builder().instance(ref).build());
      assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
      handle.stop();
      ReleaseInstancesResult result = handle.result().get();
      free.countDown();
      assertThat(Sky.verdict(result, ref)).as("%s", result.verdicts()).isEqualTo(Verdict.UNKNOWN);
      assertThat(sky.applied(ref)).isOne();
    }
  }

  private static void awaitWhateverInterrupts(CountDownLatch free) {
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        free.await(BLOCKED_SECONDS, TimeUnit.SECONDS);
        over = true;
      } catch (InterruptedException ignored) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One client with one thing in it that blocks. */
  private static final class Scene {
    private final Sky sky = new Sky();
    private final Place place;
    private final CountDownLatch free = new CountDownLatch(1);
    private final AtomicInteger keys = new AtomicInteger();

    Scene(Place place) {
      this.place = place;
    }

    /** Until the result is there, or far too late. */
    void block() {
      awaitWhateverInterrupts(free);
    }

    void blockAt(Place here) {
      if (place == here) {
        block();
      }
    }

    Duration planned() {
      List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
      long began = System.nanoTime();
      try (ReleaseClient client = parts().build()) {
        ReleasePlan plan =
            client.plan(
                ReleaseInstancesRequest.builder().instances(refs).deadline(DEADLINE).build());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        free.countDown();
        assertThat(plan.instances()).isEmpty();
        assertThat(plan.excluded()).hasSize(3);
        return took;
      }
    }

    private ReleaseClientBuilder parts() {
      return Clockwork.real()
          .singleThreaded(false)
          .sleeper(Sleeper.system())
          .steadyClock(InstantSource.system())
          .in(sky.bare())
          .provider(new Blocking(sky.accounts().get("tencent-cvm"), this))
          .journal(new Stuck(this));
    }

    Duration took() {
      return took(false);
    }

    Duration took(boolean closedBefore) {
      List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
      ReleaseClientBuilder parts = parts();
      switch (place) {
        case LISTENER -> parts.listener(event -> block());
        case GUARD ->
            parts.guard(
                candidate -> {
                  block();
                  return Optional.empty();
                });
        case BUDGET -> parts.blastBudget(new Stingy(this));
        case PACE ->
            parts.pace(
                (lane, now) -> {
                  if (lane.action().startsWith("Terminate")) {
                    block();
                  }
                  return Duration.ZERO;
                });
        case SPLITTER ->
            parts.batchSplitter(
                (all, most) -> {
                  block();
                  return BatchSplitter.inOrder().split(all, most);
                });
        default -> {}
      }
      long began = System.nanoTime();
      try (ReleaseClient client = parts.build()) {
        if (closedBefore) {
          client.close();
        }
        ReleaseInstancesResult result =
            client.releaseInstances(
                ReleaseInstancesRequest.builder().instances(refs).deadline(DEADLINE).build());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        free.countDown();
        assertThat(result.verdicts())
            .extracting(InstanceVerdict::ref)
            .containsExactlyElementsOf(refs);
        if (place != Place.LISTENER) {
          // It never left.
          assertThat(result.verdicts())
              .as("%s", place)
              .allMatch(verdict -> verdict.verdict() == Verdict.NOT_SENT);
        }
        return took;
      }
    }
  }

  private record Stuck(Scene scene) implements ReleaseJournal, RunLog {

    @Override
    public RunLog begin(JournalEntry.RunStarted started) {
      return this;
    }

    @Override
    public RunLog resume() {
      return this;
    }

    @Override
    public List<JournalEntry> history() {
      return List.of();
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) {
      scene.blockAt(Place.JOURNAL_INTENT);
      return Map.of();
    }

    @Override
    public void note(JournalEntry entry) {
      scene.blockAt(Place.JOURNAL_NOTE);
    }

    @Override
    public void close() {}
  }

  private record Stingy(Scene scene) implements BlastBudget {

    @Override
    public int take(String account, int wanted, Instant at) {
      scene.blockAt(Place.BUDGET);
      return wanted;
    }

    @Override
    public void giveBack(String account, int count, Instant at) {}

    @Override
    public String describe() {
      return "some";
    }
  }

  private static final class Blocking extends Wrapped {
    private final Scene scene;

    Blocking(CloudProvider inner, Scene scene) {
      super(inner);
      this.scene = scene;
    }

    @Override
    public CredentialsProvider credentials() {
      CredentialsProvider real = super.credentials();
      return new CredentialsProvider() {
        @Override
        public Credentials resolve() {
          switch (scene.keys.incrementAndGet()) {
            case 1 -> scene.blockAt(Place.FIRST_KEYS);
            case 2 -> scene.blockAt(Place.KEYS_OF_THE_JOURNAL);
            default -> {
              if (!scene.sky.tencent.ledger().requests().isEmpty()) {
                scene.blockAt(Place.KEYS_OF_A_LATER_CALL);
              }
            }
          }
          return real.resolve();
        }
      };
    }

    @Override
    public Assessment assess(Snapshot snapshot, Intent intent) {
      scene.blockAt(Place.ASSESS);
      return super.assess(snapshot, intent);
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      scene.blockAt(Place.READ_LOOK);
      return super.readLook(query, response);
    }
  }
}
