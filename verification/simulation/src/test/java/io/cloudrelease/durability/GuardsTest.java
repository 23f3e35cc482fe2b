package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.execution.schedule.Waves;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.BlastBudget;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each guard holds back exactly what it says, and the ledger agrees. */
class GuardsTest {
  @TempDir Path folder;
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final Clouds clouds = new Clouds(clock);

  private ReleaseClient client(UnaryOperator<ReleaseClientBuilder> with) {
    return client(clouds.client(settings -> settings), with);
  }

  private ReleaseClient client(
      ReleaseClientBuilder builder, UnaryOperator<ReleaseClientBuilder> with) {
    Random random = new Random(1);
    return with.apply(
            Clockwork.real()
                .clock(clock)
                .sleeper((duration, wake) -> clock.advance(duration))
                .random(() -> random)
                .singleThreaded(true)
                .in(builder)
                .transport(InProcessTransport.to(clock, clouds.all())))
        .build();
  }

  private static ReleaseInstancesRequest request(List<InstanceRef> refs) {
    return ReleaseInstancesRequest.builder().instances(refs).maxInstances(5000).build();
  }

  private ReleaseInstancesResult release(
      List<InstanceRef> refs, UnaryOperator<ReleaseClientBuilder> with) {
    try (ReleaseClient client = client(with)) {
      return client.releaseInstances(request(refs));
    }
  }

  /** Held back are these, by this guard, and no request named one of them. */
  private void assert_held(ReleaseInstancesResult result, List<InstanceRef> held, String guard) {
    List<InstanceRef> notSent = new ArrayList<>();
    for (InstanceVerdict verdict : result.verdicts()) {
      if (verdict.verdict() == Verdict.NOT_SENT) {
        notSent.add(verdict.ref());
        assertThat(verdict.error().orElseThrow().category()).isEqualTo(ErrorCategory.GUARDED);
        assertThat(verdict.error().orElseThrow().code()).isEqualTo(guard);
        assertThat(verdict.error().orElseThrow().message()).isNotBlank();
        assertThat(clouds.ledger(verdict.ref()).requestsFor(verdict.ref().id())).isEmpty();
      } else {
        assertThat(clouds.timesApplied(verdict.ref())).as("%s", verdict).isEqualTo(1);
      }
    }
    assertThat(notSent).containsExactlyInAnyOrderElementsOf(held);
    assertThat(Evidence.verify(result.evidence().toJsonLines())).isEmpty();
    assertThat(result.evidence().toJsonLines()).contains(guard);
  }

  private List<InstanceRef> tencent(int size, String environment) {
    return clouds.register(
        clouds.tencent,
        TencentCvm.KIND,
        clouds.tencent.add(size, i -> i.postpaid().tag("env", environment)));
  }

  private static List<InstanceRef> join(List<InstanceRef> a, List<InstanceRef> b) {
    List<InstanceRef> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  @Test
  void a_denied_tag_holds_back_exactly_its_instances() {
    List<InstanceRef> test = tencent(7, "test");
    List<InstanceRef> prod = tencent(4, "prod");
    assert_held(
        release(join(prod, test), b -> b.guard(ReleaseGuard.denyTag("env", "prod"))),
        prod,
        "DenyTag");
  }

  @Test
  void a_guard_that_needs_a_look_holds_back_what_was_not_looked_at() {
    List<InstanceRef> refs = tencent(3, "test");
    try (ReleaseClient client = client(b -> b.guard(ReleaseGuard.denyTag("env", "prod")))) {
      assert_held(
          client.releaseInstances(
              ReleaseInstancesRequest.builder().instances(refs).lookFirst(false).build()),
          refs,
          "DenyTag");
    }
  }

  @Test
  void a_guard_that_throws_holds_everything_back() {
    List<InstanceRef> refs = tencent(3, "test");
    ReleaseGuard broken =
        candidate -> {
          throw new IllegalStateException("no");
        };
    assert_held(release(refs, b -> b.guard(broken)), refs, "BrokenGuard");
  }

  @Test
  void a_budget_is_held_exactly_over_requests_and_comes_back_after_its_hour() {
    List<InstanceRef> refs = tencent(180, "test");
    BlastBudget budget = BlastBudget.perHour(150);
    ReleaseInstancesResult first = release(refs, b -> b.blastBudget(budget));
    assertThat(first.counts())
        .containsEntry(Verdict.RELEASED, 150)
        .containsEntry(Verdict.NOT_SENT, 30);
    List<InstanceRef> left =
        first.verdicts().stream()
            .filter(v -> v.verdict() == Verdict.NOT_SENT)
            .map(InstanceVerdict::ref)
            .toList();
    assert_held(first, left, "BlastBudget");
    assertThat(release(left, b -> b.blastBudget(budget)).counts())
        .containsEntry(Verdict.NOT_SENT, 30);
    clock.advance(Duration.ofHours(1));
    assertThat(release(left, b -> b.blastBudget(budget)).counts())
        .containsEntry(Verdict.RELEASED, 30);
  }

  @Test
  void a_budget_of_zero_means_none() {
    List<InstanceRef> refs = tencent(3, "test");
    assert_held(release(refs, b -> b.blastBudget(BlastBudget.perHour(0))), refs, "BlastBudget");
  }

  @Test
  void what_the_cloud_refused_is_given_back_to_the_budget() {
    List<InstanceRef> bad =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(
                2, i -> i.postpaid().refusedWith("UnsupportedOperation.InstancesProtected")));
    List<InstanceRef> good = tencent(10, "test");
    // Exactly what the good ones need: each bad one that counted would leave a good one behind.
    BlastBudget budget = BlastBudget.perHour(10);
    assertThat(release(bad, b -> b.blastBudget(budget)).counts())
        .containsEntry(Verdict.REJECTED, 2);
    ReleaseInstancesResult result = release(good, b -> b.blastBudget(budget));
    assertThat(good).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 10);
    // And no more than that: the budget is used up now.
    List<InstanceRef> one = tencent(1, "test");
    assert_held(release(one, b -> b.blastBudget(budget)), one, "BlastBudget");
  }

  @Test
  void a_failed_canary_stops_everything_after_its_wave() {
    // For good: what may pass is repeated until the deadline, which then holds back the others.
    List<InstanceRef> bad =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(
                200, i -> i.postpaid().refusedWith("UnsupportedOperation.InstanceStateBanning")));
    ReleaseInstancesResult result = release(bad, b -> b.waves(5, 1, 5, 25));
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 198);
    Set<String> asked = new TreeSet<>();
    for (RecordedRequest request : clouds.tencent.ledger().destructiveRequests()) {
      asked.addAll(request.ids());
    }
    assertThat(asked).hasSize(2);
    assertThat(result.verdicts().stream().filter(v -> v.verdict() == Verdict.NOT_SENT))
        .allSatisfy(
            v -> {
              assertThat(v.error().orElseThrow().code()).isEqualTo("Waves");
              assertThat(v.error().orElseThrow().message()).contains("wave 1 of 4", "5 %");
            });
  }

  @Test
  void a_call_that_waits_for_its_turn_stays_here_once_its_wave_stops_the_run() {
    List<InstanceRef> bad =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(
                1, i -> i.postpaid().refusedWith("UnsupportedOperation.InstanceStateBanning")));
    // The first of them is of the first wave, as the bad one is.
    List<InstanceRef> good = clouds.ecs(3);
    CountDownLatch rejected = new CountDownLatch(1);
    ReleaseClientBuilder builder =
        clouds
            .client(settings -> settings)
            .transport(InProcessTransport.to(clock, clouds.all()))
            .waves(5, 50)
            .listener(
                event ->
                    event
                        .verdict()
                        .filter(v -> v.verdict() == Verdict.REJECTED)
                        .ifPresent(v -> rejected.countDown()))
            .pace(
                (lane, now) -> {
                  if (lane.action().startsWith("Delete")) {
                    await(rejected);
                  }
                  return Duration.ZERO;
                });
    try (ReleaseClient client = Clockwork.real().clock(clock).in(builder).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              ReleaseInstancesRequest.builder()
                  .instances(join(bad, good))
                  .lookFirst(false)
                  .build());
      assertThat(clouds.ledger(good.get(0)).destructiveRequests())
          .as("%s", result.verdicts())
          .isEmpty();
      InstanceVerdict kept = result.verdict(good.get(0)).orElseThrow();
      assertThat(kept.verdict()).isEqualTo(Verdict.NOT_SENT);
      assertThat(kept.error().orElseThrow().code()).isEqualTo("Waves");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void each_wave_is_settled_before_the_next_starts() {
    List<InstanceRef> refs = join(clouds.ecs(100), clouds.prepaidTencent(100));
    Waves waves = new Waves(List.of(1, 5, 25), 0);
    List<Integer> sizes = waves.sizes(200);
    assertThat(sizes).containsExactly(2, 10, 50, 138);
    List<String> sent = new ArrayList<>();
    ReleaseInstancesResult result =
        release(
            refs,
            b ->
                b.waves(0, 1, 5, 25)
                    .listener(
                        event -> {
                          switch (event.kind()) {
                            case SENDING, VERDICT ->
                                sent.add(event.kind() + " " + event.instances().size());
                            default -> {}
                          }
                        }));
    assertThat(result.allGood()).isTrue();
    int under = 0;
    int verdicts = 0;
    List<Integer> edges = List.of(2, 12, 62, 200);
    for (String line : sent) {
      int count = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
      if (line.startsWith("SENDING")) {
        under += count;
        int reached = under;
        int edge = edges.stream().filter(e -> e >= reached).findFirst().orElseThrow();
        int before = edges.indexOf(edge) == 0 ? 0 : edges.get(edges.indexOf(edge) - 1);
        assertThat(verdicts).as("settled when %d are sent", under).isGreaterThanOrEqualTo(before);
      } else {
        verdicts += count;
      }
    }
    assertThat(under).isEqualTo(200);
  }

  @Test
  void a_kill_switch_thrown_in_mid_run_stops_at_once() {
    List<InstanceRef> refs = tencent(400, "test");
    AtomicInteger asked = new AtomicInteger();
    ReleaseInstancesResult result =
        // Asked three times for each call: when its turn comes, with its intent, and once signed.
        release(refs, b -> b.killSwitch(() -> asked.incrementAndGet() > 6));
    List<InstanceRef> held =
        result.verdicts().stream()
            .filter(v -> v.verdict() == Verdict.NOT_SENT)
            .map(InstanceVerdict::ref)
            .toList();
    assertThat(held).hasSize(200);
    assert_held(result, held, "KillSwitch");
  }

  @Test
  void a_changed_instance_is_held_back_by_its_plan_and_the_others_go() {
    List<InstanceRef> refs = tencent(5, "test");
    InstanceRef changed = refs.get(2);
    try (ReleaseClient client = client(b -> b)) {
      ReleasePlan plan = client.plan(request(refs));
      clouds.tencent.add(i -> i.id(changed.id()).postpaid().name("another"));
      assert_held(client.execute(plan), List.of(changed), "ChangedSincePlan");
    }
  }

  @Test
  void what_got_more_attached_since_the_plan_is_held_back_and_what_lost_some_goes() {
    List<InstanceRef> refs =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(3, i -> i.postpaid().name("n").disk("disk-scratch", true)));
    try (ReleaseClient client = client(b -> b)) {
      ReleasePlan plan = client.plan(request(refs));
      clouds.tencent.add(
          i ->
              i.id(refs.get(0).id())
                  .postpaid()
                  .name("n")
                  .disk("disk-scratch", true)
                  .disk("db", true));
      clouds.tencent.add(i -> i.id(refs.get(1).id()).postpaid().name("n"));
      ReleaseInstancesResult result = client.execute(plan);
      assert_held(result, refs.subList(0, 1), "ChangedSincePlan");
      assertThat(result.verdicts().get(0).error().orElseThrow().message()).contains("data disk db");
    }
  }

  @Test
  void a_plan_made_while_an_instance_was_changing_still_knows_it_later() {
    List<InstanceRef> refs =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            List.of(
                clouds.tencent.add(
                    i ->
                        i.postpaid().state("STOPPING").becomes("STOPPED", Duration.ofMinutes(2)))));
    try (ReleaseClient client = client(b -> b)) {
      ReleasePlan plan = client.plan(request(refs));
      assertThat(plan.instances()).isEqualTo(refs);
      clouds.tencent.add(
          i ->
              i.id(refs.get(0).id())
                  .postpaid()
                  .name("another")
                  .state("STOPPING")
                  .becomes("STOPPED", Duration.ofMinutes(2)));
      assert_held(client.execute(plan), refs, "ChangedSincePlan");
    }
  }

  @Test
  void a_stale_plan_and_another_account_send_nothing() {
    List<InstanceRef> refs = tencent(5, "test");
    ReleasePlan plan;
    try (ReleaseClient client = client(b -> b)) {
      plan = client.plan(request(refs));
      assertThat(client.plan(request(refs)).digest()).isEqualTo(plan.digest());
    }
    Credentials other = Credentials.ofKey("AKIDOTHER", "SECRETOTHER");
    try (ReleaseClient client =
        client(
            Clouds.client(
                s -> s, other, clouds.zenlayer.credentials(), clouds.aliyun.credentials()),
            b -> b)) {
      assert_held(client.execute(plan), refs, "OtherAccount");
    }
    clock.advance(Duration.ofMinutes(16));
    try (ReleaseClient client = client(b -> b)) {
      assert_held(client.execute(plan), refs, "StalePlan");
    }
  }

  @Test
  void a_plan_names_what_guards_exclude() {
    List<InstanceRef> prod = tencent(2, "prod");
    List<InstanceRef> test = tencent(3, "test");
    try (ReleaseClient client =
        client(
            b ->
                b.guard(ReleaseGuard.denyTag("env"))
                    .waves(5, 1, 5, 25)
                    .blastBudget(BlastBudget.perHour(0)))) {
      ReleasePlan plan = client.plan(request(join(prod, test)));
      assertThat(plan.excluded()).hasSize(5);
      assertThat(plan.toTable()).contains("DenyTag", "env=prod");
    }
  }

  @Test
  void nothing_destructive_is_sent_when_the_journal_is_a_link_to_a_device() throws Exception {
    List<InstanceRef> refs = tencent(5, "test");
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Path full = folder.resolve("full.jsonl");
    Files.createSymbolicLink(full, Path.of("/dev/full"));
    assert_held(release(refs, b -> b.journal(FileJournal.at(full))), refs, "Journal");
  }

  @Test
  void nothing_destructive_is_sent_when_the_folder_is_none() throws Exception {
    List<InstanceRef> refs = tencent(5, "test");
    Path notAFolder = Files.writeString(folder.resolve("file"), "x");
    assert_held(
        release(refs, b -> b.journal(FileJournal.at(notAFolder.resolve("run.jsonl")))),
        refs,
        "Journal");
    assert_held(release(refs, b -> b.journal(FileJournal.inFolder(notAFolder))), refs, "Journal");
  }

  @Test
  void a_journal_that_breaks_in_mid_run_ends_the_sending_and_nothing_else() {
    List<InstanceRef> refs = tencent(300, "test");
    ReleaseInstancesResult result = release(refs, b -> b.journal(new BreakingJournal(1)));
    List<InstanceRef> held =
        result.verdicts().stream()
            .filter(v -> v.verdict() == Verdict.NOT_SENT)
            .map(InstanceVerdict::ref)
            .toList();
    assertThat(held).hasSize(200);
    assert_held(result, held, "Journal");
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 100);
  }
}
