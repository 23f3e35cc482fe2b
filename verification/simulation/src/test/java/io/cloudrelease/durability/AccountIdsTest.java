package io.cloudrelease.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.role.AssumedRole;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.aliyun.SimulatedAliyunSts;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.SimulatedTencentSts;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayerBilling;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account is what the cloud calls it: not a name, and not a key. */
class AccountIdsTest {
  private static final String OURS = "100000000001";
  private static final String THEIRS = "100000000002";

  @TempDir Path folder;
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent tencent = new SimulatedTencent(clock);
  private final SimulatedAliyun aliyun = new SimulatedAliyun(clock);
  private final SimulatedZenlayer zenlayer = new SimulatedZenlayer(clock);
  private final HttpTransport clouds = InProcessTransport.to(clock, tencent, aliyun, zenlayer);
  private final SimulatedZenlayerBilling billing = new SimulatedZenlayerBilling(clouds, clock);
  private final SimulatedAliyunSts aliyunSts = new SimulatedAliyunSts(billing, clock);
  private final SimulatedTencentSts sts = new SimulatedTencentSts(aliyunSts, clock);
  private final AccessKey first = AccessKey.of("AKIDFIRST", "SECRETFIRST");
  private final AccessKey second = AccessKey.of("AKIDSECOND", "SECRETSECOND");
  private final AccessKey theirs = AccessKey.of("AKIDTHEIRS", "SECRETTHEIRS");
  private final AtomicInteger nonces = new AtomicInteger();
  private Path file;

  @BeforeEach
  void keys() {
    SimulatedAccount others = SimulatedAccount.named("others");
    for (AccessKey key : List.of(first, second)) {
      tencent.addKey(tencent.account(), key);
      sts.key(key, OURS);
    }
    tencent.addKey(others, theirs);
    sts.key(theirs, THEIRS);
    sts.whenIssued(key -> tencent.addKey(tencent.account(), key));
    file = folder.resolve("first").resolve("run.jsonl");
    assertThat(file.getParent().toFile().mkdirs()).isTrue();
  }

  private static CloudProvider tencent(Credentials credentials) {
    return TencentCvm.builder().credentials(credentials).build();
  }

  /** Clients come and go; the clouds stay. */
  private static HttpTransport kept(HttpTransport transport) {
    return new HttpTransport() {
      @Override
      public HttpResponse send(HttpRequest request) throws TransportException {
        return transport.send(request);
      }

      @Override
      public void close() {}
    };
  }

  private ReleaseClientBuilder parts(HttpTransport transport) {
    return parts(transport, clock);
  }

  private ReleaseClientBuilder parts(HttpTransport transport, VirtualClock time) {
    Random random = new Random(1);
    return Clockwork.real()
        .clock(time)
        .steadyClock(time)
        .sleeper((duration, wake) -> time.advance(duration))
        .random(() -> random)
        .nonces(() -> "nonce-" + nonces.incrementAndGet())
        .singleThreaded(true)
        .in(ReleaseClient.builder().transport(kept(transport)));
  }

  private ReleaseClient client(AccessKey key, UnaryOperator<ReleaseClientBuilder> more) {
    return more.apply(parts(sts).provider(tencent(key.credentials()))).build();
  }

  private static ReleaseClientBuilder expecting(ReleaseClientBuilder parts) {
    return parts.expectAccount("tencent-cvm", OURS);
  }

  private InstanceRef instance() {
    return tencent.add(i -> i.postpaid()).ref("tencent-cvm");
  }

  private static ReleaseInstancesRequest request(InstanceRef... refs) {
    return ReleaseInstancesRequest.builder().instances(List.of(refs)).build();
  }

  private void nothingWasCalled() {
    assertThat(tencent.ledger().requests()).isEmpty();
  }

  private static void namesBoth(ReleaseInstancesResult result, InstanceRef ref) {
    InstanceVerdict verdict = result.verdict(ref).orElseThrow();
    assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(verdict.error().orElseThrow().code()).isEqualTo("OtherAccount");
    assertThat(verdict.toString()).contains(OURS, THEIRS);
  }

  @Test
  void whose_keys_they_are_is_asked_of_each_cloud() {
    aliyunSts.key(AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE"), "1234567890123456");
    billing.key(AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE"), "acc-1");
    try (ReleaseClient client =
        client(
            first,
            parts ->
                parts
                    .provider(AliyunEcs.builder().credentials(aliyun.credentials()).build())
                    .provider(ZenlayerZec.builder().credentials(zenlayer.credentials()).build()))) {
      assertThat(client.whoAmI("tencent-cvm").accountId()).isEqualTo(OURS);
      assertThat(client.whoAmI("aliyun-ecs"))
          .isEqualTo(
              new Caller("1234567890123456", "RAMUser", "acs:ram::1234567890123456:user/release"));
      assertThat(client.whoAmI("zenlayer-zec")).isEqualTo(new Caller("acc-1", "", ""));
      assertThatThrownBy(() -> client.whoAmI("other"))
          .hasMessageContaining("registered: aliyun-ecs, tencent-cvm, zenlayer-zec");
      sts.refuse(200, "AuthFailure.UnauthorizedOperation", "no");
      assertThat(client.whoAmI("tencent-cvm").accountId()).as("known already").isEqualTo(OURS);
    }
  }

  @Test
  void the_expected_account_is_asked_for_once_and_stands_in_journal_and_evidence()
      throws IOException {
    InstanceRef one = instance();
    InstanceRef two = instance();
    try (ReleaseClient client =
        client(first, parts -> expecting(parts).journal(FileJournal.at(file)))) {
      ReleaseInstancesResult result = client.releaseInstances(request(one));
      client.releaseInstances(request(two));
      assertThat(result.verdict(one).orElseThrow().verdict()).isEqualTo(Verdict.RELEASED);
      assertThat(result.evidence().toJsonLines()).contains(OURS);
    }
    assertThat(sts.requests()).hasSize(1);
    assertThat(Files.readString(file)).contains("\"accountIds\":{\"tencent-cvm\":\"" + OURS);
  }

  @Test
  void with_keys_of_another_account_nothing_is_looked_at_planned_or_released() {
    InstanceRef ref = instance();
    try (ReleaseClient client = client(theirs, AccountIdsTest::expecting)) {
      namesBoth(client.releaseInstances(request(ref)), ref);
      ReleasePlan plan = client.plan(request(ref));
      assertThat(plan.instances()).isEmpty();
      assertThat(plan.excluded().toString()).contains(OURS, THEIRS);
    }
    nothingWasCalled();
  }

  @Test
  void the_instances_of_the_other_accounts_of_the_request_stay_too() {
    InstanceRef ref = instance();
    InstanceRef other = aliyun.add(i -> i.postpaid()).ref("aliyun-ecs");
    try (ReleaseClient client =
        client(
            theirs,
            parts ->
                expecting(parts)
                    .provider(AliyunEcs.builder().credentials(aliyun.credentials()).build()))) {
      ReleaseInstancesResult result = client.releaseInstances(request(other, ref));
      namesBoth(result, ref);
      InstanceVerdict verdict = result.verdict(other).orElseThrow();
      assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
      assertThat(verdict.error().orElseThrow().code()).isEqualTo("RequestHeldBack");
      assertThat(verdict.error().orElseThrow().message())
          .contains("(tencent-cvm)", "not confirmed");
    }
    assertThat(aliyun.ledger().requests()).isEmpty();
    nothingWasCalled();
  }

  @Test
  void whose_keys_they_are_not_being_known_holds_back_too() {
    InstanceRef ref = instance();
    sts.refuse(200, "UnauthorizedOperation", "not allowed to ask");
    try (ReleaseClient client = client(first, AccountIdsTest::expecting)) {
      InstanceVerdict verdict = client.releaseInstances(request(ref)).verdict(ref).orElseThrow();
      assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
      assertThat(verdict.error().orElseThrow().code()).isEqualTo("AccountNotConfirmed");
      assertThat(verdict.toString()).contains("not allowed to ask");
    }
    nothingWasCalled();
  }

  @Test
  void a_plan_is_carried_out_with_another_key_of_the_account_and_with_no_other_accounts() {
    InstanceRef ref = instance();
    ReleasePlan plan;
    try (ReleaseClient client = client(first, AccountIdsTest::expecting)) {
      plan = client.plan(request(ref));
    }
    assertThat(((MadePlan) plan).accounts()).containsEntry("tencent-cvm", "account " + OURS);
    int looks = tencent.ledger().requests().size();
    try (ReleaseClient client = client(theirs, parts -> parts)) {
      namesBoth(client.execute(plan), ref);
    }
    assertThat(tencent.ledger().requests()).hasSize(looks);
    try (ReleaseClient client = client(second, parts -> parts)) {
      assertThat(client.execute(plan).verdict(ref).orElseThrow().verdict())
          .isEqualTo(Verdict.RELEASED);
    }
  }

  @Test
  void a_kept_plan_is_carried_out_with_renewed_keys_of_the_account_and_with_no_other_accounts()
      throws IOException {
    InstanceRef ref = instance();
    Path kept = folder.resolve("plan");
    try (ReleaseClient client = client(first, parts -> parts)) {
      client.whoAmI("tencent-cvm");
      KeptPlan.of(client.plan(request(ref))).write(kept);
    }
    KeptPlan plan = KeptPlan.read(kept);
    assertThat(plan.accounts()).containsEntry("tencent-cvm", "account " + OURS);
    assertThat(Files.readString(kept)).contains("\"madeBy\":\"").doesNotContain("AKIDFIRST");
    int looks = tencent.ledger().requests().size();
    try (ReleaseClient client = client(theirs, parts -> parts)) {
      namesBoth(client.execute(plan, Approval.of(plan.digest())), ref);
    }
    assertThat(tencent.ledger().requests()).hasSize(looks);
    try (ReleaseClient client = client(second, parts -> parts)) {
      assertThat(
              client.execute(plan, Approval.of(plan.digest())).verdict(ref).orElseThrow().verdict())
          .isEqualTo(Verdict.RELEASED);
    }
  }

  @Test
  void a_kept_plan_is_not_carried_out_where_nobody_says_whose_keys_these_are() throws IOException {
    InstanceRef ref = instance();
    Path kept = folder.resolve("plan");
    try (ReleaseClient client = client(first, AccountIdsTest::expecting)) {
      KeptPlan.of(client.plan(request(ref))).write(kept);
    }
    KeptPlan plan = KeptPlan.read(kept);
    sts.refuse(200, "UnauthorizedOperation", "not allowed to ask");
    try (ReleaseClient client = client(second, parts -> parts)) {
      InstanceVerdict unsure =
          client.execute(plan, Approval.of(plan.digest())).verdict(ref).orElseThrow();
      assertThat(unsure.error().orElseThrow().code()).isEqualTo("AccountNotConfirmed");
    }
    assertThat(tencent.ledger().destructiveRequests()).isEmpty();
  }

  /** A run whose process dies at its first destructive call, after the cloud got it. */
  private Path died(UnaryOperator<ReleaseClientBuilder> more, InstanceRef ref) {
    Path left = folder.resolve("left");
    Death[] death = new Death[1];
    // Who am I, the look, the call.
    HttpTransport mortal = death[0] = new Death(sts, 2, true, file.getParent(), left);
    try (ReleaseClient client =
        more.apply(
                parts(mortal)
                    .provider(tencent(first.credentials()))
                    .journal(FileJournal.at(file))
                    .killSwitch(death[0]::came))
            .build()) {
      client.releaseInstances(request(ref));
    }
    assertThat(death[0].came()).isTrue();
    assertThat(tencent.ledger().destructiveRequests()).hasSize(1);
    return left.resolve("run.jsonl");
  }

  @Test
  void a_run_goes_on_with_renewed_keys_of_the_account_without_a_vow() {
    InstanceRef ref = instance();
    Path left = died(AccountIdsTest::expecting, ref);
    try (ReleaseClient client = client(second, parts -> parts)) {
      assertThat(
              client
                  .resume(FileJournal.at(left), ResumeOptions.defaults())
                  .verdict(ref)
                  .orElseThrow()
                  .verdict())
          .isEqualTo(Verdict.RELEASED);
    }
    assertThat(tencent.ledger().destructiveRequests()).hasSize(1);
  }

  @Test
  void a_run_does_not_go_on_with_keys_of_another_account_and_both_are_named() {
    InstanceRef ref = instance();
    Path left = died(AccountIdsTest::expecting, ref);
    int before = tencent.ledger().requests().size();
    for (UnaryOperator<ReleaseClientBuilder> way :
        List.<UnaryOperator<ReleaseClientBuilder>>of(parts -> parts, AccountIdsTest::expecting)) {
      try (ReleaseClient client = client(theirs, way)) {
        for (ResumeOptions options :
            List.of(ResumeOptions.defaults(), ResumeOptions.defaults().renewedKeys())) {
          assertThatThrownBy(() -> client.resume(FileJournal.at(left), options))
              .isInstanceOf(ConfigurationException.class)
              .hasMessageContaining(OURS)
              .hasMessageContaining(THEIRS);
        }
      }
    }
    assertThat(tencent.ledger().requests()).hasSize(before);
  }

  @Test
  void a_vow_stands_for_what_the_cloud_does_not_tell() {
    InstanceRef ref = instance();
    Path left = died(AccountIdsTest::expecting, ref);
    sts.refuse(200, "UnauthorizedOperation", "not allowed to ask");
    try (ReleaseClient client = client(second, parts -> parts)) {
      assertThatThrownBy(() -> client.resume(FileJournal.at(left), ResumeOptions.defaults()))
          .hasMessageContaining("not allowed to ask");
      assertThat(
              client
                  .resume(FileJournal.at(left), ResumeOptions.defaults().renewedKeys())
                  .verdict(ref)
                  .orElseThrow()
                  .verdict())
          .isEqualTo(Verdict.RELEASED);
    }
  }

  @Test
  void keys_that_become_another_accounts_in_mid_run_are_not_used() {
    InstanceRef ref = instance();
    CredentialsProvider switching =
        () ->
            tencent.ledger().requests().isEmpty()
                ? Credentials.ofSession("AKIDTEMP", "SECRETTEMP", "TOKENTEMP")
                : Credentials.ofSession("AKIDTEMP2", "SECRETTEMP2", "TOKENTEMP2");
    AccessKey ours =
        AccessKey.session("AKIDTEMP", "SECRETTEMP", "TOKENTEMP", clock.instant().plusSeconds(9000));
    AccessKey other =
        AccessKey.session(
            "AKIDTEMP2", "SECRETTEMP2", "TOKENTEMP2", clock.instant().plusSeconds(9000));
    tencent.addKey(tencent.account(), ours);
    tencent.addKey(SimulatedAccount.named("others"), other);
    sts.key(ours, OURS);
    sts.key(other, THEIRS);
    CloudProvider provider = TencentCvm.builder().credentials(switching).build();
    try (ReleaseClient client = expecting(parts(sts).provider(provider)).build()) {
      namesBoth(client.releaseInstances(request(ref)), ref);
    }
    assertThat(tencent.ledger().destructiveRequests()).isEmpty();
  }

  /** Two sessions, of which the second takes the first one's place once so much was sent. */
  private CloudProvider switching(SimulatedAccount after, String id, int destructive) {
    AccessKey one =
        AccessKey.session("AKIDTEMP", "SECRETTEMP", "TOKENTEMP", clock.instant().plusSeconds(9000));
    AccessKey two =
        AccessKey.session(
            "AKIDTEMP2", "SECRETTEMP2", "TOKENTEMP2", clock.instant().plusSeconds(9000));
    tencent.addKey(tencent.account(), one);
    tencent.addKey(after, two);
    sts.key(one, OURS);
    sts.key(two, id);
    CredentialsProvider source =
        () ->
            (tencent.ledger().destructiveRequests().size() < destructive
                        || tencent.ledger().requests().isEmpty()
                    ? one
                    : two)
                .credentials();
    return TencentCvm.builder().credentials(source).build();
  }

  @Test
  void sessions_of_another_account_in_mid_run_make_no_instance_seem_to_be_gone() {
    InstanceRef ref = tencent.add(i -> i.postpaid()).ref("tencent-cvm");
    SimulatedAccount others = SimulatedAccount.named("others");
    for (int sent : List.of(0, 1)) {
      try (ReleaseClient client = parts(sts).provider(switching(others, THEIRS, sent)).build()) {
        InstanceVerdict verdict = client.releaseInstances(request(ref)).verdict(ref).orElseThrow();
        assertThat(verdict.verdict())
            .as("after %s destructive calls", sent)
            .isEqualTo(sent == 0 ? Verdict.NOT_SENT : Verdict.ACCEPTED);
        assertThat(verdict.toString()).contains("OtherAccount", OURS, THEIRS);
      }
      assertThat(tencent.ledger().destructiveRequests()).hasSize(sent);
    }
  }

  @Test
  void sessions_of_which_a_stop_cut_the_question_off_are_not_used() {
    InstanceRef ref = tencent.add(i -> i.postpaid()).ref("tencent-cvm");
    CloudProvider provider = switching(SimulatedAccount.named("others"), THEIRS, 1);
    ReleaseClient[] client = new ReleaseClient[1];
    HttpTransport stopping =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            if (request.endpoint().host().startsWith("sts.")) {
              client[0].stop();
            }
            return sts.send(request);
          }

          @Override
          public void close() {}
        };
    client[0] = parts(stopping).provider(provider).build();
    try (ReleaseClient stopped = client[0]) {
      assertThat(stopped.releaseInstances(request(ref)).verdict(ref).orElseThrow().verdict())
          .isEqualTo(Verdict.ACCEPTED);
    }
    assertThat(tencent.ledger().requests())
        .noneMatch(asked -> asked.call().accessKeyId().equals("AKIDTEMP2"));
  }

  @Test
  void sessions_of_the_same_account_go_on_and_each_is_asked_about_once() {
    InstanceRef ref = instance();
    try (ReleaseClient client =
        parts(sts).provider(switching(tencent.account(), OURS, 1)).build()) {
      assertThat(client.releaseInstances(request(ref)).verdict(ref).orElseThrow().verdict())
          .isEqualTo(Verdict.RELEASED);
    }
  }

  @Test
  void sessions_of_which_the_cloud_does_not_say_whose_they_are_go_on() {
    InstanceRef ref = instance();
    sts.refuse(200, "UnauthorizedOperation", "not allowed to ask");
    try (ReleaseClient client =
        parts(sts).provider(switching(tencent.account(), OURS, 1)).build()) {
      assertThat(client.releaseInstances(request(ref)).verdict(ref).orElseThrow().verdict())
          .isEqualTo(Verdict.RELEASED);
    }
  }

  @Test
  void an_assumed_role_calls_with_its_own_keys_and_is_the_same_account() {
    CloudProvider provider =
        TencentCvm.builder()
            .credentials(first.credentials())
            .assumeRole(AssumedRole.of("qcs::cam::uin/" + OURS + ":roleName/release").releaseOnly())
            .build();
    // Its keys live by the machine's clock, which here is not the simulated one.
    VirtualClock now = VirtualClock.at(Instant.now().toString());
    SimulatedTencent cloud = new SimulatedTencent(now);
    SimulatedTencentSts service = new SimulatedTencentSts(InProcessTransport.to(now, cloud), now);
    service.key(first, OURS);
    service.whenIssued(key -> cloud.addKey(cloud.account(), key));
    InstanceRef there = cloud.add(i -> i.postpaid()).ref("tencent-cvm");
    try (ReleaseClient client = expecting(parts(service, now).provider(provider)).build()) {
      assertThat(client.releaseInstances(request(there)).verdict(there).orElseThrow().verdict())
          .isEqualTo(Verdict.RELEASED);
      assertThat(client.whoAmI("tencent-cvm").kind()).isEqualTo("CAMRole");
    }
    assertThat(cloud.ledger().requests()).allMatch(r -> r.call().accessKeyId().equals("ROLE1"));
  }

  @Test
  void an_expectation_nobody_can_meet_is_refused_when_the_client_is_made() {
    assertThatThrownBy(() -> client(first, parts -> parts.expectAccount("other", OURS)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'other', which is not registered");
    assertThatThrownBy(() -> client(first, parts -> parts.expectAccount("tencent-cvm", " ")))
        .hasMessageContaining("is blank");
  }

  @Test
  void a_cloud_that_says_whose_keys_they_are_only_the_second_time_lets_no_other_plan_through()
      throws IOException {
    InstanceRef ref = instance();
    AccessKey moved = AccessKey.of("AKIDMOVED", "SECRETMOVED");
    tencent.addKey(tencent.account(), moved);
    sts.key(moved, THEIRS);
    Path kept = folder.resolve("plan");
    try (ReleaseClient client =
        client(moved, parts -> parts.expectAccount("tencent-cvm", THEIRS))) {
      KeptPlan.of(client.plan(request(ref))).write(kept);
    }
    KeptPlan plan = KeptPlan.read(kept);
    SimulatedTencentSts refusing = new SimulatedTencentSts(sts, clock);
    refusing.refuse(200, "UnauthorizedOperation", "not allowed to ask");
    HttpTransport unsure =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            return (refusing.requests().isEmpty() ? refusing : sts).send(request);
          }

          @Override
          public void close() {}
        };
    try (ReleaseClient client =
        expecting(parts(unsure).provider(tencent(first.credentials()))).build()) {
      InstanceVerdict verdict =
          client.execute(plan, Approval.of(plan.digest())).verdict(ref).orElseThrow();
      assertThat(verdict.verdict()).isEqualTo(Verdict.NOT_SENT);
    }
    assertThat(tencent.ledger().destructiveRequests()).isEmpty();
  }
}
