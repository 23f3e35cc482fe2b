package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.refs;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.execution.Engine;
import io.cloudrelease.execution.call.Account;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Crew;
import io.cloudrelease.execution.schedule.Safety;
import io.cloudrelease.execution.schedule.ThreadCrew;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.retry.RetryPolicy;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is thrown, and from wherever, every instance has its verdict, and it is true. */
@Timeout(60)
class ThrowingExtensionsTest {
  private final Sky sky = new Sky();

  /** What an extension does instead of its work. */
  private static final class Broken extends Error {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("c4n4ry");
    }
  }

  /** Where it is broken. */
  enum Place {
    LISTENER,
    GUARD,
    ACCEPTS_ID,
    RECOGNIZES_ID,
    ASSESS,
    ASSESS_LATER,
    COLLATERAL,
    RETENTION,
    ENCODE_RELEASE,
    READ_RELEASE,
    ENCODE_LOOK,
    READ_LOOK,
    READ_LOOK_LATER,
    SIGNER,
    PACE,
    SPLITTER,
    KILL_SWITCH,
    NONCES
  }

  private boolean anythingSent() {
    return !sky.tencent.ledger().destructiveRequests().isEmpty();
  }

  private ReleaseInstancesResult release(Place broken, List<InstanceRef> refs, Supplier<?> does) {
    CloudProvider real = sky.accounts().get("tencent-cvm");
    ReleaseClientBuilder parts = sky.bare().provider(new Breaking(real, broken, does));
    switch (broken) {
      case LISTENER ->
          parts.listener(
              event -> {
                if (event.kind() == ReleaseEvent.Kind.ANSWERED) {
                  does.get();
                }
              });
      case GUARD -> parts.guard(candidate -> cast(does.get()));
      case PACE -> parts.pace((lane, now) -> cast(does.get()));
      case SPLITTER -> parts.batchSplitter((all, most) -> cast(does.get()));
      case KILL_SWITCH -> parts.killSwitch(() -> cast(does.get()));
      case NONCES -> Clockwork.real().nonces(() -> cast(does.get())).in(parts);
      default -> {}
    }
    return sky.release(parts, r -> r.instances(refs));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> T cast(Object value) {
    return (T) value;
  }

  private List<InstanceRef> mixed() {
    List<InstanceRef> refs = new java.util.ArrayList<>(refs(sky.tencent.add(2, i -> i.prepaid())));
    refs.addAll(refs(sky.tencent.add(2, i -> i.postpaid())));
    return refs;
  }

  private void isWhole(ReleaseInstancesResult result, List<InstanceRef> refs) {
    assertThat(result.verdicts()).extracting(InstanceVerdict::ref).containsExactlyElementsOf(refs);
    for (InstanceVerdict verdict : result.verdicts()) {
      InstanceRef ref = verdict.ref();
      assertThat(sky.tencent.ledger().stepsBeyond(ref.id(), Goal.RELEASE)).isZero();
      boolean touched = sky.applied(ref) > 0;
      switch (verdict.verdict()) {
        case NOT_SENT, REJECTED, NOT_FOUND, ALREADY_DONE ->
            assertThat(touched).as("%s", verdict).isFalse();
        case UNKNOWN -> {}
        default -> assertThat(touched).as("%s", verdict).isTrue();
      }
      assertThat(verdict.toString()).doesNotContain("c4n4ry");
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void an_error_from_anywhere_leaves_a_whole_result(Place place) {
    List<InstanceRef> refs = mixed();
    isWhole(
        release(
            place,
            refs,
            () -> {
              throw new Broken();
            }),
        refs);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void an_exception_from_anywhere_leaves_a_whole_result(Place place) {
    List<InstanceRef> refs = mixed();
    isWhole(
        release(
            place,
            refs,
            () -> {
              throw new IllegalStateException("c4n4ry");
            }),
        refs);
  }

  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LISTENER", "ACCEPTS_ID", "RECOGNIZES_ID", "KILL_SWITCH"})
  void nothing_in_place_of_an_answer_leaves_a_whole_result(Place place) {
    List<InstanceRef> refs = mixed();
    isWhole(release(place, refs, () -> null), refs);
  }

  @Test
  void keys_that_are_there_for_the_check_and_not_afterwards_leave_a_whole_result() {
    List<InstanceRef> refs = mixed();
    AtomicInteger asked = new AtomicInteger();
    CredentialsProvider shy =
        new CredentialsProvider() {
          @Override
          public Credentials resolve() {
            if (asked.incrementAndGet() > 3 || anythingSent()) {
              throw new Broken();
            }
            return sky.tencent.credentials();
          }
        };
    ReleaseInstancesResult result =
        sky.release(
            sky.bare()
                .provider(
                    new io.cloudrelease.tencent.TencentCvmFactory()
                        .create(Sky.settings("tencent-cvm", shy))),
            r -> r.instances(refs));
    isWhole(result, refs);
  }

  @Test
  void where_no_thread_can_be_started_the_result_is_whole_all_the_same() {
    for (int started = 0; started < 6; started++) {
      List<InstanceRef> refs = mixed();
      isWhole(withThreads(started, refs), refs);
    }
  }

  /** A run on a machine that can start so many more threads. */
  private ReleaseInstancesResult withThreads(int most, List<InstanceRef> refs) {
    AtomicInteger left = new AtomicInteger(most);
    Random random = new Random(1);
    AtomicInteger nonces = new AtomicInteger();
    ClientParts parts =
        new ClientParts(
            sky.wire(),
            sky.clock,
            sky.clock,
            (duration, wake) -> sky.clock.advance(duration),
            () -> random,
            () -> "thread-" + most + "-" + nonces.incrementAndGet(),
            RetryPolicy.standard(() -> random),
            BatchSplitter.inOrder(),
            event -> {},
            new LanePace());
    Map<String, Account> accounts = new LinkedHashMap<>();
    sky.accounts().forEach((name, provider) -> accounts.put(name, new Account(provider)));
    Duration deadline = Duration.ofSeconds(3);
    return new Engine(
            parts,
            accounts,
            control -> new Waitless(new ThreadCrew(new Scarce(left), Runnable::run, false), sky),
            Safety.none())
        .release(
            ReleaseInstancesRequest.builder().instances(refs).noWait().deadline(deadline).build(),
            new RunControl(sky.clock, sky.clock, deadline, () -> false));
  }

  /** Where it would wait, the time passes. */
  private record Waitless(Crew inner, Sky sky) implements Crew {

    @Override
    public void start(Supplier<Runnable> call, Runnable ifLost) {
      inner.start(call, ifLost);
    }

    @Override
    public Optional<Runnable> next(Duration atMost) throws InterruptedException {
      Optional<Runnable> next = inner.next(Duration.ZERO);
      if (next.isEmpty()) {
        sky.clock.advance(atMost);
      }
      return next;
    }

    @Override
    public void wake() {
      inner.wake();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** Runs at once, and then has no memory for another thread. */
  private static final class Scarce extends AbstractExecutorService {
    private final AtomicInteger left;

    Scarce(AtomicInteger left) {
      this.left = left;
    }

    @Override
    public void execute(Runnable task) {
      if (left.getAndDecrement() <= 0) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  @Test
  void what_one_cloud_breaks_spoils_nothing_on_another() {
    List<InstanceRef> refs = new java.util.ArrayList<>(refs(sky.aliyun.add(3, i -> {})));
    refs.addAll(mixed());
    CloudProvider broken =
        new Breaking(
            sky.accounts().get("tencent-cvm"),
            Place.ASSESS,
            () -> {
              throw new IllegalStateException("c4n4ry");
            });
    ReleaseInstancesResult result =
        sky.release(
            sky.bare()
                .provider(broken)
                .provider(
                    new AliyunEcsFactory()
                        .create(Sky.settings("aliyun-ecs", sky.aliyun.credentials()))),
            r -> r.instances(refs));
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 3)
        .containsEntry(Verdict.NOT_SENT, 4);
  }

  /** A guard that throws an Error holds back what it was asked for. */
  @Test
  void a_guard_that_dies_lets_nothing_go() {
    List<InstanceRef> refs = mixed();
    ReleaseGuard dying =
        candidate -> {
          throw new Broken();
        };
    ReleaseInstancesResult result = sky.release(p -> p.guard(dying), r -> r.instances(refs));
    isWhole(result, refs);
    assertThat(sky.tencent.ledger().effects()).isEmpty();
  }

  private final class Breaking extends Wrapped {
    private final Place place;
    private final Supplier<?> does;

    Breaking(CloudProvider real, Place place, Supplier<?> does) {
      super(real);
      this.place = place;
      this.does = does;
    }

    private <T> T at(Place here, Supplier<T> real) {
      return place == here ? cast(does.get()) : real.get();
    }

    private <T> T later(Place here, Supplier<T> real) {
      return place == here && anythingSent() ? cast(does.get()) : real.get();
    }

    @Override
    public boolean acceptsId(String id) {
      return at(Place.ACCEPTS_ID, () -> super.acceptsId(id));
    }

    @Override
    public boolean recognizesId(String id) {
      return at(Place.RECOGNIZES_ID, () -> super.recognizesId(id));
    }

    @Override
    public Assessment assess(Snapshot snapshot, Intent intent) {
      return at(
          Place.ASSESS, () -> later(Place.ASSESS_LATER, () -> super.assess(snapshot, intent)));
    }

    @Override
    public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
      return at(Place.COLLATERAL, () -> super.collateral(snapshot, intent));
    }

    @Override
    public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
      return at(Place.RETENTION, () -> super.recycleBinRetention(snapshot));
    }

    @Override
    public ApiRequest encodeRelease(ReleaseBatch batch) {
      return at(Place.ENCODE_RELEASE, () -> super.encodeRelease(batch));
    }

    @Override
    public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
      return at(Place.READ_RELEASE, () -> super.readRelease(batch, response));
    }

    @Override
    public ApiRequest encodeLook(LookQuery query) {
      return at(Place.ENCODE_LOOK, () -> super.encodeLook(query));
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      return at(
          Place.READ_LOOK,
          () -> later(Place.READ_LOOK_LATER, () -> super.readLook(query, response)));
    }

    @Override
    public io.cloudrelease.signing.RequestSigner signer() {
      return at(Place.SIGNER, super::signer);
    }
  }
}
