package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A kept plan is carried out as it was made and approved, or says what differs and sends nothing.
 */
class KeptPlanTest extends VirtualRuns {
  @TempDir Path folder;

  /** Makes a plan with one client, and gives what is read from the file. */
  private KeptPlan kept(List<InstanceRef> refs, Duration validFor) throws IOException {
    Path file = folder.resolve("plan-" + refs.hashCode() + ".json");
    try (ReleaseClient maker = client(b -> b)) {
      KeptPlan.of(maker.plan(request(refs)), validFor).write(file);
    }
    return KeptPlan.read(file);
  }

  private KeptPlan kept(List<InstanceRef> refs) throws IOException {
    return kept(refs, Duration.ofMinutes(15));
  }

  private static Approval approved(KeptPlan plan) {
    return Approval.of(plan.digest());
  }

  private ReleaseInstancesResult apply(KeptPlan plan, UnaryOperator<ReleaseClientBuilder> with) {
    try (ReleaseClient other = client(with)) {
      return other.execute(plan, approved(plan));
    }
  }

  private ReleaseInstancesResult apply(KeptPlan plan) {
    return apply(plan, b -> b);
  }

  private void assertNothingSent() {
    for (SimulatedCloud cloud : clouds.all()) {
      assertThat(cloud.ledger().destructiveRequests()).isEmpty();
    }
  }

  /** All of the plan is refused with this code; every message says all of that. */
  private void assertRefused(ReleaseInstancesResult result, String code, String... says) {
    assertThat(result.verdicts()).isNotEmpty();
    for (InstanceVerdict verdict : result.verdicts()) {
      assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
      assertThat(verdict.error().orElseThrow().code()).isEqualTo(code);
      assertThat(verdict.toString()).contains(says);
    }
    assertNothingSent();
  }

  /** One of them is held back with this code, the others go. */
  private void assertHeldAlone(
      ReleaseInstancesResult result, InstanceRef held, String code, String... says) {
    assertHeld(result, List.of(held), code);
    assertThat(result.verdict(held).orElseThrow().toString()).contains(says);
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 1);
  }

  @Test
  void on_every_cloud_what_was_approved_is_released_and_nothing_else() throws IOException {
    List<InstanceRef> refs = clouds.fleet(60);
    List<InstanceRef> others = clouds.fleet(20);
    KeptPlan plan = kept(refs);
    assertNothingSent();
    ReleaseInstancesResult result = apply(plan);
    assertThat(clouds.lies(refs, result, Goal.RELEASE)).isEmpty();
    assertThat(result.allGood()).isTrue();
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
    assertThat(others).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isZero());
    assertThat(result.evidence().toJsonLines()).contains(plan.digest() + ", approved by its");
  }

  @Test
  void beside_the_calling_thread_it_is_carried_out_alike() throws IOException {
    List<InstanceRef> refs = tencent(3, "test");
    KeptPlan plan = kept(refs);
    try (ReleaseClient client = client(b -> b)) {
      assertHeld(client.executeAsync(plan, approved(plan)).result().join(), List.of(), "");
    }
  }

  @Test
  void the_approval_of_another_plan_sends_nothing() throws IOException {
    List<InstanceRef> refs = tencent(3, "test");
    KeptPlan plan = kept(refs);
    KeptPlan other = kept(refs.subList(0, 2));
    try (ReleaseClient client = client(b -> b)) {
      assertRefused(
          client.execute(plan, approved(other)), "NotApproved", plan.digest(), other.digest());
    }
  }

  @Test
  void a_plan_of_the_same_instances_made_later_is_another_one() throws IOException {
    List<InstanceRef> refs = tencent(3, "test");
    KeptPlan first = kept(refs);
    clock.advance(Duration.ofSeconds(1));
    KeptPlan second = kept(refs);
    assertThat(second.digest()).isNotEqualTo(first.digest());
    assertThat(second.plan().digest()).isEqualTo(first.plan().digest());
  }

  @Test
  void too_old_sends_nothing_and_how_old_it_may_be_is_said_when_it_is_made() throws IOException {
    List<InstanceRef> refs = tencent(3, "test");
    KeptPlan usual = kept(refs);
    KeptPlan longer = kept(refs, Duration.ofHours(4));
    clock.advance(Duration.ofMinutes(16));
    assertRefused(apply(usual), "StalePlan", "16 minutes old", "held for 15 minutes");
    clock.advance(Duration.ofMinutes(225));
    assertRefused(apply(longer), "StalePlan", "241 minutes old", "held for 240 minutes");
    KeptPlan again = kept(refs, Duration.ofHours(4));
    clock.advance(Duration.ofMinutes(239));
    assertHeld(apply(again), List.of(), "");
  }

  @Test
  void a_machine_whose_clock_stood_still_is_told_by_the_clouds_clock() throws IOException {
    for (List<InstanceRef> refs : List.of(tencent(3, "test"), clouds.ecs(2), clouds.zec(2))) {
      KeptPlan plan = kept(refs);
      SimulatedCloud home = clouds.home(refs.get(0));
      home.clockSkew(Duration.ofHours(1));
      assertRefused(apply(plan), "StalePlan", "minutes old by the cloud's clock");
      home.clockSkew(Duration.ZERO);
    }
  }

  @Test
  void clocks_that_are_wrong_all_along_do_not_matter() throws IOException {
    clouds.tencent.clockSkew(Duration.ofHours(1));
    assertHeld(apply(kept(tencent(3, "test"))), List.of(), "");
  }

  @Test
  void a_plan_of_the_future_sends_nothing() throws IOException {
    List<InstanceRef> refs = tencent(3, "test");
    KeptPlan plan = kept(refs);
    try (ReleaseClient behind = clientAt(VirtualClock.at("2026-11-20T07:54:00Z"))) {
      assertRefused(
          behind.execute(plan, approved(plan)),
          "StalePlan",
          "made at 2026-11-20T08:00",
          "here it is 2026-11-20T07:54");
    }
  }

  @Test
  void another_key_sends_nothing_where_the_account_is_not_known() throws IOException {
    KeptPlan plan = kept(clouds.fleet(10));
    Credentials other = Credentials.ofKey("AKIDOTHER", "SECRETOTHER");
    ReleaseClientBuilder parts =
        Clouds.client(s -> s, clouds.tencent.credentials(), other, clouds.aliyun.credentials());
    try (ReleaseClient client = client(parts, b -> b)) {
      assertRefused(client.execute(plan, approved(plan)), "OtherAccount", "zenlayer-");
    }
  }

  @Test
  void an_account_of_that_name_on_another_cloud_sends_nothing() throws IOException {
    String name = "main";
    List<InstanceRef> refs =
        clouds.register(clouds.zenlayer, name, clouds.zenlayer.addZec(2, i -> i.postpaid()));
    Path file = folder.resolve("plan");
    ReleaseClientBuilder zec =
        ReleaseClient.builder()
            .provider(
                ZenlayerZec.builder()
                    .name(name)
                    .credentials(clouds.zenlayer.credentials())
                    .build());
    try (ReleaseClient client = client(zec, b -> b)) {
      KeptPlan.of(client.plan(request(refs))).write(file);
    }
    ReleaseClientBuilder bmc =
        ReleaseClient.builder()
            .provider(
                ZenlayerBmc.builder()
                    .name(name)
                    .credentials(clouds.zenlayer.credentials())
                    .build());
    KeptPlan plan = KeptPlan.read(file);
    try (ReleaseClient client = client(bmc, b -> b)) {
      assertRefused(client.execute(plan, approved(plan)), "OtherAccount", "main is an account of");
    }
  }

  @Test
  void an_instance_made_anew_under_its_id_is_held_back_and_the_others_go() throws IOException {
    Instant later = clock.instant().plusSeconds(60);
    List<InstanceRef> refs = tencent(3, "test");
    KeptPlan plan = kept(refs);
    clouds.tencent.add(i -> i.id(refs.get(1).id()).postpaid().tag("env", "test").createdAt(later));
    assertHeldAlone(
        apply(plan), refs.get(1), "ChangedSincePlan", "creation time was '", "is '" + later);

    List<InstanceRef> ecs = clouds.ecs(3);
    KeptPlan second = kept(ecs);
    clouds.aliyun.add(i -> i.id(ecs.get(2).id()).postpaid().createdAt(later));
    assertHeldAlone(apply(second), ecs.get(2), "ChangedSincePlan", "creation time was '");
  }

  @Test
  void an_instance_that_is_paid_for_otherwise_is_held_back() throws IOException {
    Instant made = clock.instant().minus(Duration.ofDays(3));
    List<InstanceRef> refs =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(3, i -> i.postpaid().name("a").createdAt(made)));
    KeptPlan plan = kept(refs);
    clouds.tencent.add(i -> i.id(refs.get(0).id()).prepaid().name("a").createdAt(made));
    assertHeldAlone(
        apply(plan),
        refs.get(0),
        "ChangedSincePlan",
        "charge type was 'POSTPAID_BY_HOUR' and is 'PREPAID'");

    List<InstanceRef> bmc =
        clouds.register(
            clouds.zenlayer,
            ZenlayerBmc.KIND,
            clouds.zenlayer.addBmc(3, i -> i.postpaid().name("a").createdAt(made)));
    KeptPlan second = kept(bmc);
    clouds.zenlayer.addBmc(
        i ->
            i.id(bmc.get(0).id())
                .prepaid(made.plus(Duration.ofDays(30)))
                .name("a")
                .createdAt(made));
    assertHeldAlone(apply(second), bmc.get(0), "ChangedSincePlan", "charge type was '");
  }

  @Test
  void an_instance_that_joined_a_group_meanwhile_is_held_back() throws IOException {
    Instant made = clock.instant().minus(Duration.ofDays(3));
    List<InstanceRef> refs =
        clouds.register(
            clouds.tencent,
            TencentCvm.KIND,
            clouds.tencent.add(3, i -> i.postpaid().name("a").createdAt(made)));
    KeptPlan plan = kept(refs);
    clouds.tencent.add(
        i ->
            i.id(refs.get(2).id())
                .postpaid()
                .name("a")
                .createdAt(made)
                .scalingGroup("asg-12wjuh0s"));
    assertHeldAlone(apply(plan), refs.get(2), "ManagedByGroup", "asg-12wjuh0s");

    List<InstanceRef> ecs =
        clouds.register(
            clouds.aliyun,
            AliyunEcs.KIND,
            clouds.aliyun.add(3, i -> i.postpaid().name("a").createdAt(made)));
    KeptPlan second = kept(ecs);
    clouds.aliyun.add(
        i -> i.id(ecs.get(1).id()).postpaid().name("a").createdAt(made).scalingGroup("asg-bp1"));
    assertHeldAlone(apply(second), ecs.get(1), "ManagedByGroup", "asg-bp1");
  }

  @Test
  void what_came_after_the_plan_is_not_sent_with_it() throws IOException {
    List<InstanceRef> refs = tencent(3, "test");
    clouds.tencent.vanish(refs.get(1).id());
    KeptPlan plan = kept(refs);
    assertThat(plan.plan().excluded()).hasSize(1);
    clouds.tencent.add(i -> i.id(refs.get(1).id()).postpaid());
    assertHeldAlone(apply(plan), refs.get(1), "NotInPlan", "does not send it");
  }

  @Test
  void a_policy_that_has_tightened_holds_back_what_it_says() throws IOException {
    List<InstanceRef> prod = tencent(1, "prod");
    List<InstanceRef> refs = join(prod, tencent(3, "test"));
    KeptPlan plan = kept(refs);
    Policy fewer = Policy.builder().mostPerRequest(3).build();
    assertRefused(apply(plan, b -> b.policy(fewer)), "PolicyMaxInstances", "allows 3");
    Policy tags = Policy.builder().denyTag("env", "prod").build();
    assertHeldAlone(apply(plan, b -> b.policy(tags)), prod.get(0), "DeniedByPolicy", "env=prod");
  }

  @Test
  void where_the_policy_wants_approval_a_plain_yes_is_none() throws IOException {
    List<InstanceRef> refs = tencent(4, "test");
    KeptPlan plan = kept(refs);
    Policy policy = Policy.builder().approvalAbove(3).build();
    try (ReleaseClient client = client(b -> b.policy(policy))) {
      assertRefused(client.execute(plan, Approval.yes()), "NeedsApproval", "above 3");
      assertHeld(client.execute(plan, approved(plan)), List.of(), "");
    }
  }

  @Test
  void without_a_policy_a_yes_is_enough() throws IOException {
    KeptPlan plan = kept(clouds.fleet(10));
    try (ReleaseClient client = client(b -> b)) {
      ReleaseInstancesResult result = client.execute(plan, Approval.yes());
      assertThat(result.allGood()).isTrue();
      assertThat(result.evidence().toJsonLines()).contains(plan.digest() + ", by a plain yes");
    }
  }

  @Test
  void the_powers_of_the_plan_are_those_that_were_approved() throws IOException {
    List<InstanceRef> refs =
        clouds.register(
            clouds.aliyun,
            AliyunEcs.KIND,
            clouds.aliyun.add(2, i -> i.postpaid().state("Running")));
    Path file = folder.resolve("plan");
    try (ReleaseClient client = client(b -> b)) {
      KeptPlan.of(client.plan(request(refs).toBuilder().grant(Power.FORCE).build())).write(file);
    }
    ReleaseInstancesResult result = apply(KeptPlan.read(file));
    assertThat(result.allGood()).isTrue();
    List<RecordedRequest> sent = new ArrayList<>(clouds.aliyun.ledger().destructiveRequests());
    assertThat(sent).hasSize(1);
  }

  @Test
  void a_file_is_for_its_owner_alone_and_whole() throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(file, "what stood there");
    List<InstanceRef> refs = clouds.fleet(20);
    try (ReleaseClient client = client(b -> b)) {
      KeptPlan plan = KeptPlan.of(client.plan(request(refs)));
      plan.write(file);
      assertThat(KeptPlan.read(file).digest()).isEqualTo(plan.digest());
      assertThat(KeptPlan.read(file).plan().toTable()).isEqualTo(plan.plan().toTable());
      assertThat(KeptPlan.read(file).plan().digest()).isEqualTo(plan.plan().digest());
      assertThat(KeptPlan.read(file).plan().request().instances()).isEqualTo(refs);
    }
    assertThat(Files.getPosixFilePermissions(file))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    Path copy = folder.resolve("copy");
    KeptPlan.read(file).write(copy);
    assertThat(copy).hasSameBinaryContentAs(file);
  }

  @Test
  void what_no_look_had_shown_when_the_time_for_planning_was_over_is_not_in_the_plan()
      throws IOException {
    InstanceRef unseen = InstanceRef.of(TencentCvm.KIND, "ap-guangzhou", "ins-0later01");
    List<InstanceRef> refs = join(tencent(2, "test"), List.of(unseen));
    Path file = folder.resolve("plan.json");
    try (ReleaseClient maker = client(b -> b)) {
      KeptPlan.of(maker.plan(request(refs).toBuilder().deadline(Duration.ofSeconds(5)).build()))
          .write(file);
    }
    KeptPlan plan = KeptPlan.read(file);
    assertThat(plan.plan().instances()).doesNotContain(unseen);
    clouds.register(
        clouds.tencent,
        TencentCvm.KIND,
        clouds.tencent.add(1, i -> i.id("ins-0later01").postpaid()));
    apply(plan);
    assertThat(clouds.timesApplied(unseen)).isZero();
  }

  /** Somebody presses the button twice; the looks of the second do not show the first yet. */
  @Test
  void applied_twice_while_looks_are_behind_nothing_is_released_twice() throws IOException {
    List<InstanceRef> refs =
        clouds.register(clouds.tencent, TencentCvm.KIND, clouds.tencent.add(5, i -> i.prepaid()));
    KeptPlan plan = kept(refs, Duration.ofHours(1));
    clouds.tencent.lookLag(Duration.ofMinutes(4));
    apply(plan);
    apply(plan);
    apply(plan);
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
  }

  @Test
  void applied_by_two_processes_with_one_folder_nothing_is_released_twice() throws IOException {
    List<InstanceRef> refs =
        clouds.register(clouds.tencent, TencentCvm.KIND, clouds.tencent.add(5, i -> i.prepaid()));
    KeptPlan plan = kept(refs, Duration.ofHours(1));
    clouds.tencent.lookLag(Duration.ofMinutes(4));
    Path journals = folder.resolve("journals");
    apply(plan, b -> b.journal(FileJournal.inFolder(journals).steadyClock(this::nanos)));
    VirtualClock own = VirtualClock.at(clock.instant().toString());
    try (ReleaseClient other =
        clientAt(own).toBuilder()
            .journal(FileJournal.inFolder(journals).steadyClock(this::nanos))
            .build()) {
      other.execute(plan, approved(plan));
    }
    assertThat(refs).allSatisfy(ref -> assertThat(clouds.timesApplied(ref)).isEqualTo(1));
  }

  private long nanos() {
    return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
  }

  @Test
  void a_plan_that_does_not_say_with_which_account_it_was_made_sends_nothing() throws IOException {
    MadePlan made = (MadePlan) kept(tencent(3, "test")).plan();
    KeptPlan bare =
        KeptPlan.of(
            new MadePlan(
                made.request(),
                made.madeAt(),
                made.batches(),
                made.waiting(),
                made.excluded(),
                made.snapshots(),
                made.collateral(),
                Map.of(),
                made.estimatedTime()));
    assertRefused(apply(bare), "OtherAccount", "tencent-cvm");
  }
}
