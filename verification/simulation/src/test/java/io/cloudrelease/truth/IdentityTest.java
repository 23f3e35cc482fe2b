package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.error;
import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In another account an instance that runs seems to be gone. */
class IdentityTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();
  private final SimulatedAccount another = SimulatedAccount.named("another");
  private final AccessKey theirs = AccessKey.of("AKIDANOTHER", "SECRETANOTHER");

  /** Keys that become those of another account once that holds. */
  private static CredentialsProvider switching(
      Credentials first, Credentials then, BooleanSupplier when) {
    return new CredentialsProvider() {
      @Override
      public Credentials resolve() {
        return when.getAsBoolean() ? then : first;
      }

      @Override
      public boolean refresh() {
        return when.getAsBoolean();
      }
    };
  }

  private ReleaseInstancesResult release(CredentialsProvider keys, List<InstanceRef> refs) {
    sky.tencent.addKey(another, theirs);
    return sky.release(
        sky.bare().provider(new TencentCvmFactory().create(Sky.settings("tencent-cvm", keys))),
        r -> r.instances(refs));
  }

  @Test
  void what_was_sent_as_one_account_is_not_looked_for_in_another() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.tencent.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    ReleaseInstancesResult result =
        release(
            switching(
                sky.tencent.credentials(),
                theirs.credentials(),
                () -> !sky.tencent.ledger().destructiveRequests().isEmpty()),
            List.of(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.UNKNOWN);
    Matcher both =
        Pattern.compile("it began with key ([0-9a-f]{16}), now they are key ([0-9a-f]{16})")
            .matcher(result.verdict(ref).orElseThrow().toString());
    assertThat(both.find()).isTrue();
    assertThat(both.group(1)).isNotEqualTo(both.group(2));
    assertThat(sky.tencent.ledger().requests(r -> r.account().equals("another"))).isEmpty();
  }

  @Test
  void what_was_only_looked_at_is_not_sent_as_another_account() {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
    ReleaseInstancesResult result =
        release(
            switching(
                sky.tencent.credentials(),
                theirs.credentials(),
                () -> !sky.tencent.ledger().requests().isEmpty()),
            refs);
    assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 3);
    assertThat(error(result, refs.get(0)).code()).isEqualTo("OtherAccount");
    assertThat(sky.tencent.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void a_token_that_ran_out_is_not_replaced_by_the_keys_of_another_account() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    AccessKey ours =
        AccessKey.session(
            "AKIDTEMP", "SECRETTEMP", "TOKENTEMP", sky.clock.instant().plusSeconds(1));
    sky.tencent.addKey(sky.tencent.account(), ours);
    sky.tencent.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    ReleaseInstancesResult result =
        release(
            switching(
                ours.credentials(),
                theirs.credentials(),
                () -> sky.tencent.ledger().requests(r -> r.account().isEmpty()).size() > 0),
            List.of(ref));
    sky.isTrue(result, Goal.RELEASE);
    assertThat(verdict(result, ref)).isEqualTo(Verdict.UNKNOWN);
    assertThat(sky.tencent.ledger().requests(r -> r.account().equals("another"))).isEmpty();
  }

  @Test
  void a_key_that_was_exchanged_where_it_is_kept_is_found_by_the_next_run() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    AtomicReference<Credentials> disk =
        new AtomicReference<>(Credentials.ofKey("AKIDDELETED", "SECRETDELETED"));
    CredentialsProvider keys = CredentialsProvider.cached(disk::get);
    keys.resolve();
    disk.set(sky.tencent.credentials());
    ReleaseInstancesResult refused = release(keys, List.of(ref));
    assertThat(verdict(refused, ref)).isEqualTo(Verdict.NOT_SENT);
    assertThat(error(refused, ref).code()).isEqualTo("AuthFailure.SecretIdNotFound");
    assertThat(verdict(release(keys, List.of(ref)), ref)).isEqualTo(Verdict.RELEASED);
  }

  @Test
  void temporary_keys_of_the_same_account_may_be_renewed() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    AccessKey first =
        AccessKey.session("AKIDONE", "SECRETONE", "TOKENONE", sky.clock.instant().plusSeconds(1));
    AccessKey second =
        AccessKey.session(
            "AKIDTWO", "SECRETTWO", "TOKENTWO", sky.clock.instant().plusSeconds(9000));
    sky.tencent.addKey(sky.tencent.account(), first);
    sky.tencent.addKey(sky.tencent.account(), second);
    ReleaseInstancesResult result =
        release(
            switching(
                first.credentials(),
                second.credentials(),
                () -> sky.clock.instant().isAfter(java.time.Instant.parse("2026-11-20T08:00:01Z"))),
            List.of(ref));
    assertThat(verdict(result, ref)).isEqualTo(Verdict.RELEASED);
  }

  private ReleaseClientBuilder bearing(AccessKey token) {
    return Clockwork.real()
        .steadyClock(sky.clock::instant)
        .in(sky.bare())
        .provider(
            new ZenlayerBmc.Factory().create(Sky.settings("zenlayer-bmc", token.credentials())));
  }

  @Test
  void a_plan_made_with_one_bearer_token_is_not_carried_out_with_that_of_another_account() {
    AccessKey ours = AccessKey.bearer("pat-ours");
    AccessKey foreign = AccessKey.bearer("pat-foreign");
    sky.zenlayer.addKey(sky.zenlayer.account(), ours);
    sky.zenlayer.addKey(another, foreign);
    InstanceRef ref = ref(sky.zenlayer.addBmc(i -> {}));
    ReleasePlan plan;
    try (ReleaseClient client = bearing(ours).build()) {
      plan = client.plan(ReleaseInstancesRequest.builder().instance(ref).build());
    }
    try (ReleaseClient client = bearing(foreign).build()) {
      ReleaseInstancesResult result = client.execute(plan);
      assertThat(verdict(result, ref)).isEqualTo(Verdict.NOT_SENT);
      assertThat(error(result, ref).code()).isEqualTo("OtherAccount");
    }
    assertThat(sky.zenlayer.ledger().requests(r -> r.account().equals("another"))).isEmpty();
  }

  @Test
  void a_run_of_one_bearer_token_is_not_resumed_with_that_of_another_account() {
    AccessKey ours = AccessKey.bearer("pat-ours");
    AccessKey foreign = AccessKey.bearer("pat-foreign");
    sky.zenlayer.addKey(sky.zenlayer.account(), ours);
    sky.zenlayer.addKey(another, foreign);
    InstanceRef ref = ref(sky.zenlayer.addBmc(i -> {}));
    sky.zenlayer.faults(new FaultScript().first(SimulatedCall::destructive, Fault.dropped()));
    Death death = new Death(folder, sky.clock);
    death.comes(
        bearing(ours),
        sky.wire(),
        ReleaseInstancesRequest.builder().instance(ref).build(),
        request -> true);
    try (ReleaseClient client = bearing(foreign).build()) {
      assertThatThrownBy(() -> client.resume(death.journal(), ResumeOptions.defaults()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("another");
    }
    assertThat(sky.zenlayer.ledger().requests(r -> r.account().equals("another"))).isEmpty();
    try (ReleaseClient client = bearing(ours).build()) {
      assertThat(verdict(client.resume(death.journal(), ResumeOptions.defaults()), ref))
          .isEqualTo(Verdict.RECYCLED);
    }
  }

  @Test
  @Timeout(25)
  void who_asks_whose_keys_they_are_does_not_outlast_the_client() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    ReleaseClientBuilder parts = Clockwork.real().in(ReleaseClient.builder());
    sky.accounts().values().forEach(parts::provider);
    ReleaseClient client =
        parts
            .transport(sky.wire())
            .pace(
                (lane, now) -> {
                  waits.countDown();
                  return Duration.ofHours(1);
                })
            .build();
    CompletableFuture<Caller> asked =
        CompletableFuture.supplyAsync(() -> client.whoAmI("tencent-cvm"));
    waits.await();
    client.close();

    assertThatThrownBy(asked::join).hasCauseInstanceOf(ConfigurationException.class);
  }
}
