package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  @TempDir Path folder;
  private VirtualClock clock;
  private Clouds clouds;
  private Path world;
  private Path file;
  private FileJournal journal;

  @BeforeEach
  void set_up() {
    begin(0);
  }

  private void begin(int round) {
    clock = VirtualClock.at("2026-11-20T08:00:00Z");
    clouds = new Clouds(clock);
    // Each world has its own folder: the same ids are other instances there.
    world = folder.resolve("world" + round);
    inherit(world.resolve("first"));
    assertThat(file.getParent().toFile().mkdirs() || round == 0).isTrue();
  }

  /** The journal is the one in that folder. */
  private void inherit(Path process) {
    file = process.resolve("run.jsonl");
    journal = FileJournal.at(file).steadyClock(Clouds.nanos(clock));
  }

  private HttpTransport transport() {
    return InProcessTransport.to(clock, clouds.all());
  }

  private ReleaseClient client(HttpTransport transport) {
    return parts(clouds.client(settings -> settings), transport).build();
  }

  private ReleaseClientBuilder parts(ReleaseClientBuilder builder, HttpTransport transport) {
    Random random = new Random(1);
    AtomicInteger nonces = new AtomicInteger();
    String run = transport.getClass().getName() + System.identityHashCode(transport);
    // Of its own, as in another process: else it would remember what the dead one did.
    return Clockwork.real()
        .clock(clock)
        .steadyClock(clock::instant)
        .sleeper((duration, wake) -> clock.advance(duration))
        .random(() -> random)
        .nonces(() -> Integer.toHexString(run.hashCode()) + "-" + nonces.incrementAndGet())
        .singleThreaded(true)
        .in(builder)
        .transport(transport)
        .journal(journal);
  }

  private static ReleaseInstancesRequest request(List<InstanceRef> refs, Goal goal) {
    return ReleaseInstancesRequest.builder().instances(refs).goal(goal).maxInstances(5000).build();
  }

  private boolean dies(ReleaseInstancesRequest request, int at, boolean after) {
    return dies(at, after, client -> client.releaseInstances(request));
  }

  /** What is resumed afterwards is what its process left, if it died. */
  private boolean dies(int at, boolean after, Consumer<ReleaseClient> work) {
    Path left = world.resolve("left by " + file.getParent().getFileName());
    Death death = new Death(transport(), at, after, file.getParent(), left);
    try (ReleaseClient client =
        parts(clouds.client(settings -> settings), death).killSwitch(death::came).build()) {
      work.accept(client);
    }
    if (death.came()) {
      inherit(left);
    }
    return death.came();
  }

  private ReleaseInstancesResult resume() {
    return resume(builder -> builder);
  }

  private ReleaseInstancesResult resume(UnaryOperator<ReleaseClientBuilder> with) {
    try (ReleaseClient client =
        with.apply(parts(clouds.client(settings -> settings), transport())).build()) {
      return client.resume(journal, ResumeOptions.defaults());
    }
  }

  @ParameterizedTest
  @EnumSource(Goal.class)
  void a_run_that_died_at_any_request_is_completed_truly(Goal goal) throws Exception {
    boolean died = true;
    for (int at = 0; died; at++) {
      for (boolean after : new boolean[] {false, true}) {
        begin(2 * at + (after ? 1 : 0) + (goal == Goal.DESTROY ? 10_000 : 0));
        List<InstanceRef> refs = clouds.fleet(10);
        died = dies(request(refs, goal), at, after);
        if (at % 3 == 1) {
          Files.writeString(
              file, "{\"v\":1,\"kind\":\"outcome\",\"at\":\"2026-", StandardOpenOption.APPEND);
        }
        ReleaseInstancesResult result = resume();
        assertThat(clouds.lies(refs, result, goal))
            .as("killed at request %d, after the cloud had it: %s", at, after)
            .isEmpty();
        if (died && after) {
          assertThat(result.counts().get(Verdict.UNKNOWN)).isZero();
        }
        assertThat(Evidence.verify(result.evidence().toJsonLines())).isEmpty();
      }
    }
  }

  @Test
  void a_run_that_dies_again_and_again_is_completed_truly() {
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      begin(20_000 + round);
      List<InstanceRef> refs = clouds.fleet(15);
      boolean died = dies(request(refs, Goal.RELEASE), random.nextInt(20), random.nextBoolean());
      for (int again = 0; died && again < 3; again++) {
        died =
            dies(
                random.nextInt(15),
                random.nextBoolean(),
                client -> client.resume(journal, ResumeOptions.defaults()));
      }
      assertThat(clouds.lies(refs, resume(), Goal.RELEASE)).as("round %d", round).isEmpty();
    }
  }

  /** All but when it was told and how long that took. */
  private static String verdicts(ReleaseInstancesResult result) {
    return result.toJson().replaceFirst("\"startedAt\":.*?\"tookMillis\":\\d+", "");
  }

  @Test
  void a_finished_run_gives_its_verdicts_once_more_and_sends_nothing() {
    List<InstanceRef> refs = clouds.fleet(20);
    ReleaseInstancesResult first;
    try (ReleaseClient client = client(transport())) {
      first = client.releaseInstances(request(refs, Goal.RELEASE));
    }
    int requests = clouds.tencent.ledger().requests().size();
    ReleaseInstancesResult again = resume();
    assertThat(verdicts(again)).isEqualTo(verdicts(first));
    assertThat(again.evidence().toJsonLines()).isEqualTo(first.evidence().toJsonLines());
    assertThat(clouds.tencent.ledger().requests()).hasSize(requests);
  }

  @Test
  void a_lost_batch_on_aliyun_is_sent_again_with_its_token_and_its_ids() {
    List<InstanceRef> refs = clouds.ecs(5);
    assertThat(dies(request(refs, Goal.RELEASE), 1, false)).isTrue();
    String journalled = journalledToken();
    ReleaseInstancesResult result = resume();
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 5);
    List<RecordedRequest> sent = clouds.aliyun.ledger().destructiveRequests();
    assertThat(sent).hasSize(1);
    String wire = new String(sent.get(0).call().request().body().bytes(), StandardCharsets.UTF_8);
    assertThat(wire + sent.get(0).call().request().target()).contains("ClientToken=" + journalled);
    assertThat(sent.get(0).ids()).isEqualTo(refs.stream().map(InstanceRef::id).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Running", "Starting"})
  void one_of_a_lost_batch_that_is_not_as_it_was_does_not_hold_up_the_others(String state) {
    List<InstanceRef> refs =
        clouds.register(
            clouds.aliyun, AliyunEcs.KIND, clouds.aliyun.add(20, i -> i.state("Stopped")));
    assertThat(dies(request(refs, Goal.RELEASE), 1, false)).isTrue();
    clouds.aliyun.moveTo(refs.get(3).id(), state);
    ReleaseInstancesResult result = resume();
    assertThat(clouds.lies(refs, result, Goal.RELEASE)).isEmpty();
    assertThat(result.counts())
        .as("%s", result.verdicts())
        .hasEntrySatisfying(Verdict.RELEASED, count -> assertThat(count).isGreaterThan(18));
  }

  private String journalledToken() {
    String text = text();
    int at = text.indexOf("\"token\":\"") + 9;
    return text.substring(at, text.indexOf('"', at));
  }

  /** What a charge of the dead run has become nobody knows; and it is of another hour. */
  @Test
  void a_resumed_run_is_held_to_the_budget_of_now() {
    List<InstanceRef> refs = clouds.ecs(50);
    clouds.aliyun.faults(new FaultScript().always(SimulatedCall::destructive, Fault.throttled()));
    assertThat(dies(request(refs, Goal.RELEASE), 6, false)).isTrue();
    clouds.aliyun.faults(new FaultScript());
    clock.advance(Duration.ofHours(2));
    ReleaseInstancesResult result = resume(b -> b.blastBudget(BlastBudget.perHour(1)));
    assertThat(result.counts())
        .as("%s", result.verdicts())
        .containsEntry(Verdict.RELEASED, 1)
        .containsEntry(Verdict.NOT_SENT, 49);
    assertThat(refs.stream().filter(ref -> clouds.timesApplied(ref) > 0)).hasSize(1);
  }

  @Test
  void a_lost_batch_is_not_sent_past_waves_or_a_budget_for_its_token() {
    List<InstanceRef> refs = clouds.ecs(100);
    assertThat(dies(request(refs, Goal.RELEASE), 1, false)).isTrue();
    assertThat(resume(b -> b.blastBudget(BlastBudget.perHour(3))).counts())
        .containsEntry(Verdict.RELEASED, 3);

    begin(1);
    List<InstanceRef> others = clouds.ecs(100);
    assertThat(dies(request(others, Goal.RELEASE), 1, false)).isTrue();
    assertThat(resume(b -> b.waves(5, 1, 5, 25)).counts()).containsEntry(Verdict.RELEASED, 100);
    assertThat(clouds.aliyun.ledger().destructiveRequests().stream().map(r -> r.ids().size()))
        .containsExactly(1, 5, 25, 69);
  }

  @Test
  void waves_of_a_resumed_run_are_shares_of_what_had_no_verdict() {
    List<InstanceRef> refs = new ArrayList<>(clouds.ecs(20));
    for (int i = 0; i < 40; i++) {
      refs.add(InstanceRef.of(refs.get(0).provider(), refs.get(0).region(), "i-gone" + (100 + i)));
    }
    clouds.aliyun.faults(new FaultScript().always(SimulatedCall::destructive, Fault.throttled()));
    assertThat(dies(request(refs, Goal.RELEASE), 12, false)).isTrue();
    assertThat(text()).contains("NOT_FOUND");
    clouds.aliyun.faults(new FaultScript());
    assertThat(resume(b -> b.waves(5, 10)).counts())
        .containsEntry(Verdict.RELEASED, 20)
        .containsEntry(Verdict.NOT_FOUND, 40);
    assertThat(
            clouds.aliyun.ledger().destructiveRequests().stream().map(r -> r.ids().size()).toList())
        .endsWith(2, 18);
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_token_that_is_old_is_not_used_again() {
    List<InstanceRef> refs = clouds.ecs(5);
    assertThat(dies(request(refs, Goal.RELEASE), 1, false)).isTrue();
    String journalled = journalledToken();
    clock.advance(Duration.ofMinutes(6));
    assertThat(resume().counts()).containsEntry(Verdict.RELEASED, 5);
    assertThat(clouds.aliyun.ledger().destructiveRequests())
        .hasSize(1)
        .noneMatch(
            r ->
                (new String(r.call().request().body().bytes(), StandardCharsets.UTF_8)
                        + r.call().request().target())
                    .contains(journalled));
  }

  @Test
  void a_prepaid_instance_that_may_have_been_binned_is_not_sent_again_before_that_is_disproved() {
    List<InstanceRef> refs = clouds.prepaidTencent(4);
    assertThat(dies(request(refs, Goal.RELEASE), 1, false)).isTrue();
    Instant begun = clock.instant();
    ReleaseInstancesResult result = resume();
    assertThat(result.counts()).containsEntry(Verdict.RECYCLED, 4);
    // The longest delay of a call without an answer, and the longest lag of a look.
    assertThat(clouds.tencent.ledger().destructiveRequests())
        .hasSize(1)
        .allMatch(sent -> !sent.call().at().isBefore(begun.plus(Duration.ofMinutes(10))));
  }

  @Test
  void a_prepaid_instance_that_may_have_been_binned_is_unknown_with_less_time_than_that() {
    List<InstanceRef> refs = clouds.prepaidTencent(4);
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder().instances(refs).deadline(Duration.ofMinutes(9)).build();
    assertThat(dies(request, 1, false)).isTrue();
    ReleaseInstancesResult result = resume();
    assertThat(result.counts()).containsEntry(Verdict.UNKNOWN, 4);
    assertThat(clouds.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void a_prepaid_instance_that_was_binned_is_never_sent_again() {
    List<InstanceRef> refs = clouds.prepaidTencent(4);
    assertThat(dies(request(refs, Goal.RELEASE), 1, true)).isTrue();
    clouds.lookLag(Duration.ofMinutes(4));
    ReleaseInstancesResult result = resume();
    assertThat(result.counts()).containsEntry(Verdict.RECYCLED, 4);
    assertThat(clouds.tencent.ledger().destructiveRequests()).hasSize(1);
  }

  @Test
  void another_key_is_refused_before_anything_is_looked_at() {
    List<InstanceRef> refs = clouds.prepaidTencent(4);
    assertThat(dies(request(refs, Goal.RELEASE), 1, true)).isTrue();
    Credentials other = Credentials.ofKey("AKIDOTHER", "SECRETOTHER");
    try (ReleaseClient client =
        parts(
                Clouds.client(
                    s -> s, other, clouds.zenlayer.credentials(), clouds.aliyun.credentials()),
                transport())
            .build()) {
      int before = clouds.tencent.ledger().requests().size();
      assertThatThrownBy(() -> client.resume(journal, ResumeOptions.defaults()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("another access key");
      assertThat(clouds.tencent.ledger().requests()).hasSize(before);
    }
    assertThat(resume().counts()).containsEntry(Verdict.RECYCLED, 4);
  }

  @Test
  void a_new_run_does_not_begin_in_a_journal_that_waits_to_be_resumed() {
    List<InstanceRef> refs = clouds.zec(3);
    assertThat(dies(request(refs, Goal.RELEASE), 1, true)).isTrue();
    try (ReleaseClient client = client(transport())) {
      ReleaseInstancesResult result = client.releaseInstances(request(refs, Goal.RELEASE));
      assertThat(result.verdicts())
          .allSatisfy(
              v -> {
                assertThat(v.verdict()).isEqualTo(Verdict.NOT_SENT);
                assertThat(v.error().orElseThrow().code()).isEqualTo("Journal");
                assertThat(v.error().orElseThrow().summary()).contains("not completed", "resume");
              });
    }
  }

  @Test
  void a_resumed_plan_sends_nothing_that_was_not_in_it() {
    List<InstanceRef> refs =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(3, i -> i.postpaid().protectedFromRelease()));
    ReleasePlan plan;
    try (ReleaseClient client = client(transport())) {
      plan = client.plan(request(refs, Goal.RELEASE));
    }
    assertThat(plan.excluded()).hasSize(3);
    refs.forEach(ref -> clouds.tencent.add(i -> i.id(ref.id()).postpaid()));
    assertThat(dies(0, false, client -> client.execute(plan))).isTrue();
    ReleaseInstancesResult result = resume();
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
    assertThat(clouds.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void what_may_have_been_sent_is_unknown_when_its_resumption_is_stopped() {
    List<InstanceRef> refs = clouds.ecs(3);
    assertThat(dies(request(refs, Goal.RELEASE), 1, false)).isTrue();
    try (ReleaseClient client =
        parts(clouds.client(settings -> settings), transport()).killSwitch(() -> true).build()) {
      assertThat(client.resume(journal, ResumeOptions.defaults()).counts())
          .containsEntry(Verdict.UNKNOWN, 3);
    }
    assertThat(clouds.aliyun.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void the_journal_holds_no_secret() throws Exception {
    List<InstanceRef> refs = clouds.fleet(20);
    try (ReleaseClient client = client(transport())) {
      client.releaseInstances(request(refs, Goal.RELEASE));
    }
    assertThat(Files.readString(file))
        .doesNotContain(clouds.tencent.credentials().secretKey().reveal())
        .doesNotContain(clouds.tencent.credentials().accessKeyId())
        .contains(AliyunEcs.KIND);
  }
}
