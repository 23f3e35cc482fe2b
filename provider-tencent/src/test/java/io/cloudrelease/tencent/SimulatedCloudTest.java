package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Scope;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.Assessment.Kind;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The provider, call by call, against the simulated cloud, which checks every signature. */
class SimulatedCloudTest {
  private final VirtualClock clock = VirtualClock.at("2024-12-30T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private final InProcessTransport wire = InProcessTransport.to(clock, cloud);
  private final CloudProvider provider = Fixtures.provider();

  private HttpResponse send(CloudProvider by, ApiRequest call) throws Exception {
    SigningContext now = new SigningContext(clock.instant(), "unused");
    return wire.send(by.signer().sign(call, by.credentials().resolve(), now));
  }

  private LookAnswer look(String... ids) throws Exception {
    LookQuery query = new LookQuery(Fixtures.REGION, Fixtures.refs(ids), clock.instant());
    return provider.readLook(query, send(provider, provider.encodeLook(query)));
  }

  private Assessment assess(Goal goal, String id) throws Exception {
    Snapshot snapshot = look(id).snapshots().get(0);
    return provider.assess(snapshot, Fixtures.intent(goal, Collateral.KEEP));
  }

  private ReleaseAnswer release(CloudProvider by, Assessment.Step step, String... ids)
      throws Exception {
    Intent intent = Fixtures.intent(Goal.RELEASE, Collateral.KEEP);
    List<InstanceRef> refs = Fixtures.refs(ids);
    ReleaseBatch batch = new ReleaseBatch(Fixtures.REGION, step, refs, intent, "token");
    return by.readRelease(batch, send(by, by.encodeRelease(batch)));
  }

  @Test
  void a_subscription_goes_to_the_bin_with_one_call_and_is_gone_with_a_second() throws Exception {
    String id = cloud.add(spec -> spec.prepaid()).id();
    Assessment first = assess(Goal.DESTROY, id);
    assertThat(first.step().stage()).isEqualTo(1);
    assertThat(release(provider, first.step(), id).failure()).isEmpty();
    assertThat(assess(Goal.RELEASE, id).kind()).isEqualTo(Kind.LEAVING);
    clock.advance(Duration.ofMinutes(1));
    assertThat(assess(Goal.RELEASE, id).kind()).isEqualTo(Kind.AT_GOAL);
    Assessment second = assess(Goal.DESTROY, id);
    assertThat(second.step().stage()).isEqualTo(2);
    assertThat(release(provider, second.step(), id).failure()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(look(id).snapshots()).isEmpty();
    assertThat(look(id).complete()).isTrue();
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(2);
  }

  @Test
  void pay_as_you_go_leaves_and_is_gone_with_one_call() throws Exception {
    String id = cloud.add(spec -> spec.postpaid()).id();
    assertThat(release(provider, assess(Goal.RELEASE, id).step(), id).failure()).isEmpty();
    assertThat(assess(Goal.RELEASE, id).kind()).isEqualTo(Kind.LEAVING);
    clock.advance(Duration.ofMinutes(1));
    assertThat(look(id).snapshots()).isEmpty();
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void a_hundred_instances_fit_one_look() throws Exception {
    String[] ids =
        cloud.add(100, spec -> spec.postpaid()).stream().map(i -> i.id()).toArray(String[]::new);
    LookAnswer answer = look(ids);
    assertThat(answer.snapshots()).hasSize(100);
    assertThat(answer.complete()).isTrue();
    assertThat(ids).allMatch(provider::recognizesId);
  }

  @Test
  void refusals_are_read_with_the_codes_that_the_table_knows() throws Exception {
    String prepaid = cloud.add(spec -> spec.prepaid()).id();
    String postpaid = cloud.add(spec -> spec.postpaid()).id();
    String guarded = cloud.add(spec -> spec.postpaid().protectedFromRelease()).id();
    Assessment.Step step = assess(Goal.RELEASE, postpaid).step();
    assertThat(assess(Goal.RELEASE, guarded).kind()).isEqualTo(Kind.REFUSED);
    assertThat(release(provider, step, prepaid, postpaid).failure())
        .map(CloudFailure::code)
        .hasValue("UnsupportedOperation.InstanceMixedPricingModel");
    assertThat(release(provider, step, guarded).failure())
        .map(CloudFailure::code)
        .hasValue("UnsupportedOperation.InstancesProtected");
    assertThat(release(provider, step, "ins-notthere").failure())
        .map(CloudFailure::code)
        .hasValue("InvalidInstanceId.NotFound");
  }

  @Test
  void a_denial_for_one_instance_blames_it_and_a_denial_of_all_the_account() throws Exception {
    String mine = cloud.add(spec -> spec.postpaid()).id();
    String other = cloud.add(spec -> spec.postpaid()).id();
    AccessKey key = AccessKey.of("AKIDEXAMPLE", "SECRETEXAMPLE");
    cloud.addKey(cloud.account(), key.withMayReleaseOnly(i -> i.id().equals(mine)));
    Assessment.Step step = assess(Goal.RELEASE, mine).step();
    CloudFailure one = release(provider, step, mine, other).failure().orElseThrow();
    assertThat(one.culprits()).containsExactly(other);
    assertThat(one.meaning().orElseThrow().scope()).isEqualTo(Scope.INSTANCE);
    cloud.addKey(cloud.account(), key.withMayRelease(false));
    CloudFailure all = release(provider, step, mine, other).failure().orElseThrow();
    assertThat(all.culprits()).isEmpty();
    assertThat(all.meaning()).isEmpty();
    assertThat(CvmErrors.TABLE.match(all.status(), all.code()).scope()).isEqualTo(Scope.ACCOUNT);
  }

  @Test
  void a_region_that_does_not_exist_is_said_of_the_request() throws Exception {
    String id = cloud.add(spec -> spec.postpaid()).id();
    Assessment.Step step = assess(Goal.RELEASE, id).step();
    cloud.unknownRegions(Fixtures.REGION);
    for (CloudFailure failure :
        List.of(
            look(id).failure().orElseThrow(),
            release(provider, step, id).failure().orElseThrow())) {
      assertThat(failure.code()).isEqualTo("InvalidParameterValue");
      assertThat(failure.meaning().orElseThrow().scope()).isEqualTo(Scope.REQUEST);
      assertThat(failure.meaning().orElseThrow().hint()).contains("no such region");
    }
  }

  @Test
  void a_page_that_lost_a_row_is_incomplete_and_an_empty_one_is_only_one_look() throws Exception {
    String a = cloud.add(spec -> spec.postpaid()).id();
    String b = cloud.add(spec -> spec.postpaid()).id();
    cloud.faults(new FaultScript().first(any -> true, Fault.repeatedRow()));
    assertThat(look(a, b).complete()).isFalse();
    assertThat(look(a, b).complete()).isTrue();
  }

  @Test
  void on_its_way_into_the_bin_an_instance_is_leaving_whatever_the_operation_is_called()
      throws Exception {
    cloud.isolatingOperation("SomethingInstances");
    cloud.refusesWhileIsolating(true);
    String id = cloud.add(spec -> spec.prepaid()).id();
    Assessment.Step step = assess(Goal.RELEASE, id).step();
    release(provider, step, id);
    assertThat(assess(Goal.RELEASE, id).kind()).isEqualTo(Kind.LEAVING);
    CloudFailure refused = release(provider, step, id).failure().orElseThrow();
    assertThat(CvmErrors.TABLE.match(refused.status(), refused.code()).proves())
        .isEqualTo(Proof.UNDER_WAY);
    clock.advance(Duration.ofMinutes(1));
    assertThat(assess(Goal.RELEASE, id).kind()).isEqualTo(Kind.AT_GOAL);
  }

  @Test
  void what_is_shut_down_for_arrears_is_sent_and_pay_as_you_go_in_the_bin_is_not()
      throws Exception {
    String arrears =
        cloud.add(spec -> spec.postpaid().state("SHUTDOWN").isolatedSource("ARREAR")).id();
    String binned = cloud.add(spec -> spec.postpaid().state("SHUTDOWN")).id();
    assertThat(assess(Goal.RELEASE, arrears).kind()).isEqualTo(Kind.SEND);
    assertThat(assess(Goal.RELEASE, binned).kind()).isEqualTo(Kind.AT_GOAL);
    assertThat(provider.recycleBinRetention(look(binned).snapshots().get(0)))
        .hasValue(Duration.ofHours(2));
  }

  @Test
  void an_expired_subscription_lies_in_the_bin_also_where_it_is_shown_as_stopped()
      throws Exception {
    String over = cloud.add(spec -> spec.prepaid().state("STOPPED").isolatedSource("EXPIRE")).id();
    assertThat(assess(Goal.RELEASE, over).kind()).isEqualTo(Kind.AT_GOAL);
    Assessment second = assess(Goal.DESTROY, over);
    assertThat(second.step().stage()).isEqualTo(2);
    assertThat(release(provider, second.step(), over).failure()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(cloud.ledger().isGone(over)).isTrue();
    assertThat(cloud.ledger().timesApplied(over)).isEqualTo(1);
  }

  @Test
  void a_wrong_key_is_refused_by_its_signature() throws Exception {
    String id = cloud.add(spec -> spec.postpaid()).id();
    CloudProvider wrong =
        TencentCvm.create(
            Fixtures.SETTINGS.credentials(
                CredentialsProvider.of(Credentials.ofKey("AKIDEXAMPLE", "WRONG"))));
    Assessment.Step step = assess(Goal.RELEASE, id).step();
    assertThat(release(wrong, step, id).failure())
        .map(CloudFailure::code)
        .hasValue("AuthFailure.SignatureFailure");
    assertThat(cloud.ledger().timesApplied(id)).isZero();
  }
}
