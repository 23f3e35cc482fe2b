package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.SimulatedTencentSts;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Temporary keys that do not say when they end, as of a {@code token} in a file, end in mid-run;
 * what stands in the file by then may be keys of another account, in which nothing of the run is.
 */
class KeysThatEndedTest {
  private static final String OURS = "100000000001";
  private static final String ANOTHERS = "200000000002";

  private final VirtualClock clock = VirtualClock.at("2026-11-29T10:00:00Z");
  private final Instant end = clock.instant().plusSeconds(15);
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private final SimulatedTencentSts sts =
      new SimulatedTencentSts(InProcessTransport.to(clock, cloud), clock);
  private final AccessKey first = AccessKey.session("AKIDAAAAAAAA", "secretA", "tokenA", end);
  private final AccessKey second =
      AccessKey.session("AKIDBBBBBBBB", "secretB", "tokenB", end.plusSeconds(7200));

  private static Credentials of(AccessKey key) {
    return Credentials.ofSession(key.id(), key.secret(), key.token());
  }

  /** Read anew when the cloud refused what was read before. */
  private final class KeysOfAFile implements CredentialsProvider {
    private volatile Credentials read = of(first);

    @Override
    public Credentials resolve() {
      return read;
    }

    @Override
    public boolean refresh() {
      read = of(second);
      return true;
    }
  }

  private ReleaseInstancesResult run(SimulatedAccount of, String id, String expected) {
    cloud.addKey(cloud.account(), first);
    cloud.addKey(of, second);
    sts.key(first, OURS);
    sts.key(second, id);
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder().maxInstances(300);
    cloud
        .add(300, vm -> vm.postpaid().region("ap-guangzhou"))
        .forEach(instance -> request.instance(instance.ref("tencent-cvm")));
    ReleaseClientBuilder client =
        clock
            .drive(ReleaseClient.builder())
            .provider(TencentCvm.builder().credentials(new KeysOfAFile()).build())
            .transport(sts)
            .rate("tencent-cvm", "TerminateInstances", 0.05);
    if (!expected.isEmpty()) {
      client.expectAccount("tencent-cvm", expected);
    }
    return client.build().releaseInstances(request.deadline(Duration.ofMinutes(30)).build());
  }

  private Set<String> codes(ReleaseInstancesResult result) {
    Set<String> codes = new TreeSet<>();
    for (InstanceVerdict verdict : result.verdicts()) {
      boolean gone = cloud.ledger().isGone(verdict.ref().id());
      assertThat(verdict.verdict()).as("%s", verdict).isNotEqualTo(Verdict.ALREADY_DONE);
      assertThat(verdict.verdict() == Verdict.RELEASED && !gone).as("%s", verdict).isFalse();
      if (verdict.verdict() == Verdict.NOT_SENT) {
        codes.add(verdict.error().orElseThrow().code());
      }
    }
    return codes;
  }

  @Test
  void the_instances_do_not_count_as_gone_since_another_account_has_none_of_them() {
    ReleaseInstancesResult result = run(SimulatedAccount.named("other"), ANOTHERS, "");
    assertThat(codes(result)).containsExactly(OwnCodes.ACCOUNT_NOT_CONFIRMED);
  }

  @Test
  void an_account_that_is_expected_is_told_from_the_other_by_both_ids() {
    ReleaseInstancesResult result = run(SimulatedAccount.named("other"), ANOTHERS, OURS);
    assertThat(codes(result)).containsExactly(OwnCodes.OTHER_ACCOUNT);
  }

  @Test
  void with_an_account_that_is_expected_the_run_goes_on_with_keys_of_that_account() {
    ReleaseInstancesResult result = run(cloud.account(), OURS, OURS);
    assertThat(codes(result)).isEmpty();
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 300);
  }
}
