package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one run sent, the next one knows, however little looks show of it yet. */
class MemoryTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();

  @BeforeEach
  void looks_are_six_seconds_behind() {
    sky.zenlayer.account().recycleBin(true);
    sky.clock.advance(Duration.ofMinutes(1));
  }

  private InstanceRef one(String kind) {
    InstanceRef ref =
        ref(kind.equals("zec") ? sky.zenlayer.addZec(i -> {}) : sky.tencent.add(i -> i.prepaid()));
    sky.clock.advance(Duration.ofMinutes(1));
    sky.cloud(ref).lookLag(Duration.ofSeconds(6));
    return ref;
  }

  private static ReleaseInstancesRequest quickly(InstanceRef ref) {
    return ReleaseInstancesRequest.builder()
        .instance(ref)
        .noWait()
        .deadline(Duration.ofSeconds(4))
        .build();
  }

  private static ReleaseInstancesRequest patiently(InstanceRef ref) {
    return ReleaseInstancesRequest.builder().instance(ref).build();
  }

  private void isHeldBack(ReleaseInstancesResult second, InstanceRef ref) {
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(verdict(second, ref)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(second, ref).code()).isEqualTo("ClaimedByOtherRun");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec"})
  void a_second_run_of_one_client_is_held_back_while_looks_are_behind(String kind) {
    InstanceRef ref = one(kind);
    try (ReleaseClient client = sky.parts().build()) {
      assertThat(verdict(client.releaseInstances(quickly(ref)), ref)).isEqualTo(Verdict.ACCEPTED);
      isHeldBack(client.releaseInstances(quickly(ref)), ref);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec"})
  void a_second_client_of_this_process_is_held_back_as_well(String kind) {
    InstanceRef ref = one(kind);
    try (ReleaseClient one = sky.parts().build();
        ReleaseClient other = sky.parts().build()) {
      one.releaseInstances(quickly(ref));
      isHeldBack(other.releaseInstances(quickly(ref)), ref);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tencent", "zec"})
  void a_second_run_that_has_the_time_says_what_became_of_it(String kind) {
    InstanceRef ref = one(kind);
    try (ReleaseClient client = sky.parts().build()) {
      client.releaseInstances(quickly(ref));
      ReleaseInstancesResult second = client.releaseInstances(patiently(ref));
      assertThat(sky.applied(ref)).isEqualTo(1);
      assertThat(verdict(second, ref)).isEqualTo(Verdict.ALREADY_DONE);
    }
  }

  @ParameterizedTest
  @CsvSource({"tencent, 4", "tencent, 30", "zec, 4", "zec, 30"})
  void a_second_process_with_the_same_journal_is_held_back(String kind, int seconds) {
    InstanceRef ref = one(kind);
    // So that looks are behind for as long as the second run has time.
    sky.cloud(ref).lookLag(Duration.ofSeconds(seconds + 5));
    sky.clock.advance(Duration.ofMinutes(1));
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instance(ref)
            .noWait()
            .deadline(Duration.ofSeconds(seconds))
            .build();
    Path file = folder.resolve("run.jsonl");
    for (int process = 0; process < 2; process++) {
      // A steady clock of its own is all that two processes have apart here.
      try (ReleaseClient client =
          Clockwork.real()
              .steadyClock(sky.clock::instant)
              .in(sky.parts())
              .journal(FileJournal.at(file).steadyClock(Death.nanos(sky.clock)))
              .build()) {
        ReleaseInstancesResult result = client.releaseInstances(request);
        if (process == 1) {
          isHeldBack(result, ref);
        }
      }
    }
  }

  @Test
  void what_a_run_sees_leaving_by_other_hands_another_one_knows_before_the_verdict() {
    InstanceRef ref = one("zec");
    sky.cloud(ref).lookLag(Duration.ZERO);
    // Other hands: of another process, so that nothing of it is remembered here.
    try (ReleaseClient hand =
        Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts()).build()) {
      hand.releaseInstances(quickly(ref));
    }
    List<ReleaseInstancesResult> second = new ArrayList<>();
    try (ReleaseClient other = sky.parts().build();
        ReleaseClient first =
            Clockwork.real()
                .clock(sky.clock)
                .sleeper(
                    (pause, wake) -> {
                      sky.clock.advance(pause);
                      if (second.isEmpty() && sky.ledger(ref).isInRecycleBin(ref.id())) {
                        sky.cloud(ref).lookLag(Duration.ofMinutes(4));
                        second.add(other.releaseInstances(quickly(ref)));
                        sky.cloud(ref).lookLag(Duration.ZERO);
                      }
                    })
                .singleThreaded(true)
                .in(sky.parts())
                .build()) {
      ReleaseInstancesResult whole = first.releaseInstances(patiently(ref));
      assertThat(verdict(whole, ref)).isEqualTo(Verdict.ALREADY_DONE);
    }
    assertThat(second).hasSize(1);
    isHeldBack(second.get(0), ref);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_same_id_in_another_region_lets_nobody_at_what_is_under_way(boolean first)
      throws Exception {
    InstanceRef ref = one("tencent");
    InstanceRef elsewhere = InstanceRef.of(ref.provider(), "ap-nowhere", ref.id());
    sky.tencent.unknownRegions("ap-nowhere");
    CountDownLatch judged = new CountDownLatch(1);
    List<ReleaseInstancesResult> second = new ArrayList<>();
    HttpTransport wire = sky.wire();
    try (ReleaseClient other = sky.parts().build()) {
      HttpTransport slow =
          new HttpTransport() {
            @Override
            public HttpResponse send(HttpRequest call) throws TransportException {
              HttpResponse answer = wire.send(call);
              if (call.header("X-TC-Region").equals(Optional.of(ref.region()))) {
                await(judged);
                second.add(other.releaseInstances(quickly(ref)));
              }
              return answer;
            }

            @Override
            public void close() {
              wire.close();
            }
          };
      try (ReleaseClient client =
          Clockwork.real()
              .clock(sky.clock)
              .sleeper((pause, wake) -> sky.clock.advance(pause))
              .singleThreaded(false)
              .in(sky.parts())
              .transport(slow)
              .listener(told -> told.verdict().ifPresent(any -> judged.countDown()))
              .build()) {
        ReleaseInstancesResult whole =
            client.releaseInstances(
                ReleaseInstancesRequest.builder()
                    .instances(first ? List.of(elsewhere, ref) : List.of(ref, elsewhere))
                    .lookFirst(false)
                    .build());
        assertThat(verdict(whole, elsewhere)).isEqualTo(Verdict.REJECTED);
        assertThat(verdict(whole, ref)).isEqualTo(Verdict.ACCEPTED);
      }
    }
    assertThat(second).hasSize(1);
    isHeldBack(second.get(0), ref);
  }

  @Test
  void nor_does_it_when_the_run_is_resumed() {
    InstanceRef ref = one("tencent");
    InstanceRef elsewhere = InstanceRef.of(ref.provider(), "ap-shanghai", ref.id());
    sky.clock.advance(Duration.ofMinutes(30));
    AtomicInteger calls = new AtomicInteger();
    sky.tencent.faults(
        new FaultScript()
            .first(
                SimulatedCall::destructive,
                Fault.code(200, "UnsupportedOperation.InstanceStatePending", "no")));
    Death death = new Death(folder, sky.clock);
    death.comes(
        sky.parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder()
            .instances(List.of(elsewhere, ref))
            .lookFirst(false)
            .build(),
        call ->
            call.header("X-TC-Action").equals(Optional.of("TerminateInstances"))
                && calls.incrementAndGet() == 2);
    sky.tencent.faults(new FaultScript().always(Sky::look, Fault.staleLook(Duration.ofMinutes(4))));
    InstantSource ofTheNewProcess = sky.clock::instant;
    List<ReleaseInstancesResult> second = new ArrayList<>();
    try (ReleaseClient other =
            Clockwork.real().steadyClock(ofTheNewProcess).in(sky.parts()).build();
        ReleaseClient client =
            Clockwork.real()
                .steadyClock(ofTheNewProcess)
                .in(sky.parts())
                .listener(
                    told -> {
                      if (told.verdict().filter(v -> v.ref().equals(elsewhere)).isPresent()) {
                        second.add(other.releaseInstances(quickly(ref)));
                      }
                    })
                .build()) {
      ReleaseInstancesResult whole = client.resume(death.journal(), ResumeOptions.defaults());
      assertThat(verdict(whole, ref)).isEqualTo(Verdict.RECYCLED);
    }
    assertThat(second).hasSize(1);
    isHeldBack(second.get(0), ref);
  }

  @Test
  void a_run_that_is_resumed_while_a_call_waits_for_its_turn_keeps_it_here()
      throws InterruptedException {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    sky.clock.advance(Duration.ofMinutes(30));
    Death death = new Death(folder, sky.clock);
    death.comes(
        sky.parts(),
        sky.wire(),
        quickly(ref),
        call -> call.header("X-TC-Action").equals(Optional.of("TerminateInstances")));
    sky.tencent.faults(new FaultScript().always(Sky::look, Fault.staleLook(Duration.ofMinutes(4))));
    Clockwork clocks = Clockwork.real().steadyClock(sky.clock::instant);
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Pace onceTaken =
        (lane, now) -> {
          taken.countDown();
          await(over);
          return Duration.ZERO;
        };
    try (ReleaseClient resuming = clocks.in(sky.parts()).pace(onceTaken).build()) {
      Thread resumed = new Thread(() -> resuming.resume(death.journal(), ResumeOptions.defaults()));
      Pace meanwhile =
          (lane, now) -> {
            if (lane.action().equals("TerminateInstances") && !resumed.isAlive()) {
              resumed.start();
              await(taken);
            }
            return Duration.ZERO;
          };
      try (ReleaseClient waiting = clocks.in(sky.parts()).pace(meanwhile).build()) {
        isHeldBack(waiting.releaseInstances(quickly(ref)), ref);
      }
      over.countDown();
      resumed.join();
    }
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Test
  void a_run_that_ended_unknown_is_not_followed_by_one_that_sends_again() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    sky.clock.advance(Duration.ofMinutes(5));
    sky.tencent.lookLag(Duration.ofSeconds(60));
    sky.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.dropped().afterEffect()));
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult first =
          client.releaseInstances(
              ReleaseInstancesRequest.builder()
                  .instance(ref)
                  .deadline(Duration.ofSeconds(20))
                  .build());
      assertThat(verdict(first, ref)).isEqualTo(Verdict.UNKNOWN);
      isHeldBack(client.releaseInstances(quickly(ref)), ref);
      ReleaseInstancesResult third = client.releaseInstances(patiently(ref));
      assertThat(sky.applied(ref)).isEqualTo(1);
      assertThat(verdict(third, ref)).isEqualTo(Verdict.ALREADY_DONE);
    }
  }

  @Test
  void a_plan_that_is_carried_out_twice_is_carried_out_once() {
    InstanceRef ref = one("tencent");
    try (ReleaseClient client = sky.parts().build()) {
      ReleasePlan plan = client.plan(quickly(ref));
      assertThat(verdict(client.execute(plan), ref)).isEqualTo(Verdict.ACCEPTED);
      isHeldBack(client.execute(plan), ref);
    }
  }

  @Test
  void destroying_after_a_release_of_ones_own_passes() {
    InstanceRef ref = one("tencent");
    try (ReleaseClient client = sky.parts().build()) {
      assertThat(verdict(client.releaseInstances(patiently(ref)), ref)).isEqualTo(Verdict.RECYCLED);
      ReleaseInstancesResult second =
          client.releaseInstances(
              ReleaseInstancesRequest.builder().instance(ref).goal(Goal.DESTROY).build());
      assertThat(verdict(second, ref)).isEqualTo(Verdict.RELEASED);
      assertThat(sky.tencent.ledger().stepsBeyond(ref.id(), Goal.DESTROY)).isZero();
    }
  }

  private ReleaseClientBuilder twoNames() {
    return sky.bare()
        .provider(new TencentCvmFactory().create(Sky.settings("one", sky.tencent.credentials())))
        .provider(new TencentCvmFactory().create(Sky.settings("other", sky.tencent.credentials())));
  }

  @Test
  void one_instance_under_two_names_of_an_account_is_wrong_input_and_nothing_is_sent() {
    InstanceRef prepaid = ref(sky.tencent.add(i -> i.prepaid()));
    InstanceRef third = ref(sky.tencent.add(i -> i.postpaid()));
    List<InstanceRef> refs =
        List.of(
            InstanceRef.of("one", prepaid.region(), prepaid.id()),
            InstanceRef.of("other", prepaid.region(), prepaid.id()),
            InstanceRef.of("one", third.region(), third.id()));
    ReleaseInstancesResult result = sky.release(twoNames(), r -> r.instances(refs));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
    assertThat(error(result, refs.get(1)).category()).isEqualTo(ErrorCategory.INVALID_REQUEST);
    assertThat(error(result, refs.get(1)).summary()).contains(refs.get(0).toString());
    assertThat(sky.tencent.ledger().requests()).isEmpty();
  }

  @Test
  void one_instance_under_two_names_in_two_runs_is_sent_once() {
    InstanceRef ref = one("tencent");
    InstanceRef other = InstanceRef.of("other", ref.region(), ref.id());
    try (ReleaseClient client = twoNames().build()) {
      client.releaseInstances(quickly(InstanceRef.of("one", ref.region(), ref.id())));
      ReleaseInstancesResult second = client.releaseInstances(quickly(other));
      assertThat(sky.applied(ref)).isEqualTo(1);
      assertThat(error(second, other).code()).isEqualTo("ClaimedByOtherRun");
    }
  }

  @Test
  void a_budget_counts_two_names_of_an_account_together() {
    List<InstanceRef> refs = new ArrayList<>();
    for (InstanceRef ref : refs(sky.tencent.add(8, i -> i.postpaid()))) {
      String name = refs.size() % 2 == 0 ? "one" : "other";
      refs.add(InstanceRef.of(name, ref.region(), ref.id()));
    }
    ReleaseInstancesResult result =
        sky.release(
            twoNames().blastBudget(BlastBudget.perHour(5)), r -> r.instances(refs).noWait());
    assertThat(sky.tencent.ledger().effects()).hasSize(5);
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
  }
}
