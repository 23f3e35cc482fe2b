package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one process saw in the bin, another one with older looks does not take further. */
class SeenByOthersTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();

  /** A steady clock of its own is all that two processes have apart here. */
  private ReleaseClientBuilder process() {
    return Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts());
  }

  private FileJournal journal() {
    return FileJournal.inFolder(folder).steadyClock(Death.nanos(sky.clock));
  }

  @Test
  void a_run_that_only_saw_it_holds_others_back_by_its_journal() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    // Somebody, in the console.
    sky.release(process(), r -> r.instance(ref));
    assertThat(sky.applied(ref)).isEqualTo(1);
    ReleaseInstancesResult saw = sky.release(process().journal(journal()), r -> r.instance(ref));
    assertThat(verdict(saw, ref)).isEqualTo(Verdict.ALREADY_DONE);
    sky.tencent.lookLag(Duration.ofSeconds(100));
    ReleaseInstancesResult later = sky.release(process().journal(journal()), r -> r.instance(ref));
    assertThat(sky.applied(ref)).as("%s", later.verdicts()).isEqualTo(1);
    assertThat(verdict(later, ref)).isEqualTo(Verdict.ALREADY_DONE);
    assertThat(sky.tencent.ledger().stepsBeyond(ref.id(), Goal.RELEASE)).isZero();
  }

  /** A client of this process; that hook runs when its destructive call waits for its turn. */
  private ReleaseClientBuilder waiting(Clockwork clocks, Runnable meanwhile) {
    AtomicBoolean once = new AtomicBoolean();
    return clocks
        .in(sky.parts())
        .pace(
            (lane, now) -> {
              if (lane.action().startsWith("Terminate") && once.compareAndSet(false, true)) {
                meanwhile.run();
              }
              return Duration.ZERO;
            });
  }

  @Test
  void what_another_run_saw_in_the_bin_while_a_call_waited_for_its_turn_keeps_it_here() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    Clockwork clocks = Clockwork.real().steadyClock(sky.clock::instant);
    try (ReleaseClient neighbour = clocks.in(sky.parts()).build()) {
      Runnable meanwhile =
          () -> {
            sky.release(process(), r -> r.instance(ref));
            assertThat(verdict(neighbour.releaseInstances(request(ref)), ref))
                .isEqualTo(Verdict.ALREADY_DONE);
          };
      ReleaseInstancesResult result = sky.release(waiting(clocks, meanwhile), r -> r.instance(ref));
      assertThat(sky.applied(ref)).as("%s", result.verdicts()).isEqualTo(1);
      assertThat(verdict(result, ref)).isEqualTo(Verdict.ALREADY_DONE);
      assertThat(sky.tencent.ledger().stepsBeyond(ref.id(), Goal.RELEASE)).isZero();
    }
  }

  /** Put into the bin by others, and shown as it was under an operation that nobody knows. */
  private InstanceRef onItsWayUntold() {
    sky.tencent.isolating(Duration.ofMinutes(2));
    sky.tencent.passingUntold("");
    sky.tencent.isolatingOperation("TidyUp");
    return ref(sky.tencent.add(i -> i.prepaid()));
  }

  private static ReleaseInstancesRequest shortly(InstanceRef ref) {
    return request(ref).toBuilder().deadline(Duration.ofSeconds(5)).build();
  }

  @Test
  void so_does_what_it_saw_under_an_operation_that_nobody_knows() {
    InstanceRef ref = onItsWayUntold();
    Clockwork clocks = Clockwork.real().steadyClock(sky.clock::instant);
    try (ReleaseClient neighbour = clocks.in(sky.parts()).build()) {
      Runnable meanwhile =
          () -> {
            sky.release(process(), r -> r.instance(ref).noWait());
            assertThat(verdict(neighbour.releaseInstances(shortly(ref)), ref))
                .isEqualTo(Verdict.NOT_SENT);
          };
      ReleaseInstancesResult result = sky.release(waiting(clocks, meanwhile), r -> r.instance(ref));
      assertThat(sky.calls(ref)).as("%s", result.verdicts()).isEqualTo(1);
      assertThat(verdict(result, ref)).isEqualTo(Verdict.ALREADY_DONE);
    }
  }

  @Test
  void such_an_operation_holds_others_back_by_the_journal_too() {
    InstanceRef ref = onItsWayUntold();
    sky.release(process(), r -> r.instance(ref).noWait());
    try (ReleaseClient saw = process().journal(journal()).build()) {
      assertThat(verdict(saw.releaseInstances(shortly(ref)), ref)).isEqualTo(Verdict.NOT_SENT);
    }
    sky.tencent.lookLag(Duration.ofSeconds(100));
    ReleaseInstancesResult later = sky.release(process().journal(journal()), r -> r.instance(ref));
    assertThat(sky.calls(ref)).as("%s", later.verdicts()).isEqualTo(1);
    assertThat(verdict(later, ref)).isEqualTo(Verdict.ALREADY_DONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void so_does_what_a_run_sees_leaving_that_still_goes_on(boolean untold)
      throws InterruptedException {
    sky.tencent.isolating(Duration.ofMinutes(2));
    InstanceRef ref = untold ? onItsWayUntold() : ref(sky.tencent.add(i -> i.prepaid()));
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    Clockwork clocks = Clockwork.real().steadyClock(sky.clock::instant);
    ReleaseClientBuilder looking =
        clocks
            .in(sky.parts())
            .pace(
                (lane, now) -> {
                  if (looks.incrementAndGet() == 2) {
                    seen.countDown();
                    await(over);
                  }
                  return Duration.ZERO;
                });
    try (ReleaseClient neighbour = looking.build()) {
      Thread other = new Thread(() -> neighbour.releaseInstances(request(ref)));
      Runnable meanwhile =
          () -> {
            sky.release(process(), r -> r.instance(ref).noWait());
            other.start();
            await(seen);
          };
      ReleaseInstancesResult result = sky.release(waiting(clocks, meanwhile), r -> r.instance(ref));
      over.countDown();
      other.join();
      assertThat(sky.calls(ref)).as("%s", result.verdicts()).isEqualTo(1);
      assertThat(verdict(result, ref)).isEqualTo(Verdict.ALREADY_DONE);
    }
  }

  private static ReleaseInstancesRequest request(InstanceRef ref) {
    return ReleaseInstancesRequest.builder().instance(ref).build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
