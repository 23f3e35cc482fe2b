package io.cloudrelease.aliyun;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs.Signature;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.Assessment.Kind;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider against the simulated cloud, which checks every signature and every nonce. */
class SimulatedEcsTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedAliyun cloud = new SimulatedAliyun(clock);
  private final InProcessTransport wire = InProcessTransport.to(clock, cloud);
  private CloudProvider ecs = ecs(Signature.V3, cloud.credentials());
  private boolean asXml;
  private int attempts;

  @Test
  void a_dry_run_that_the_endpoint_carries_out_is_the_last_one_and_not_said_to_be_good() {
    List<SimulatedInstance> fleet = cloud.add(450, i -> {});
    List<String> destroyed = new ArrayList<>();
    HttpTransport careless =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            if (!request.query().contains("DryRun=true")) {
              return wire.send(request);
            }
            for (String part : request.query().split("&")) {
              if (part.startsWith("InstanceId.")) {
                destroyed.add(part.substring(part.indexOf('=') + 1));
              }
            }
            destroyed.forEach(cloud::vanish);
            clock.advance(Duration.ofSeconds(1));
            return HttpResponse.of(200, List.of(), HttpBody.utf8("{\"RequestId\":\"r-1\"}"));
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    ReleaseInstancesRequest.Builder dryRun =
        ReleaseInstancesRequest.builder().dryRun(true).maxInstances(450);
    fleet.forEach(instance -> dryRun.instance(instance.ref(AliyunEcs.KIND)));
    ReleaseInstancesResult result;
    try (ReleaseClient client =
        clock.drive(ReleaseClient.builder()).provider(ecs).transport(careless).build()) {
      result = client.releaseInstances(dryRun.build());
    }
    assertThat(destroyed).as("what was under way, and no more").hasSizeLessThan(450);
    assertThat(result.counts().get(Verdict.UNKNOWN)).isEqualTo(destroyed.size());
    assertThat(result.counts().get(Verdict.NOT_SENT)).isEqualTo(450 - destroyed.size());
    assertThat(result.allGood()).isFalse();
    assertThat(result.verdicts().get(0).error().orElseThrow().code()).isEqualTo("AcceptedDryRun");
  }

  private static CloudProvider ecs(Signature signature, Credentials credentials) {
    return AliyunEcs.create(
        Ecs.settings().credentials(CredentialsProvider.of(credentials)),
        AliyunOptions.defaults().withSignature(signature));
  }

  @ParameterizedTest
  @EnumSource(Signature.class)
  void a_stopped_instance_is_released_by_one_call_under_either_signature(Signature signature)
      throws Exception {
    ecs = ecs(signature, cloud.credentials());
    String id = cloud.add(spec -> spec.tag("a b", "c*d~e+\u00e9")).id();
    assertThat(look(id).snapshots().get(0).tags()).containsEntry("a b", "c*d~e+\u00e9");
    assertThat(release(Ecs.intent(false), "token-1", id).failure()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(look(id).snapshots()).isEmpty();
    assertThat(look(id).complete()).isTrue();
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
  }

  @Test
  void xml_answers_say_the_same_as_json() throws Exception {
    String id = cloud.add(spec -> spec.running().locked("security").tag("k", "v")).id();
    Snapshot json = look(id).snapshots().get(0);
    asXml = true;
    LookAnswer xml = look(id);
    assertThat(xml.complete()).isTrue();
    assertThat(xml.snapshots().get(0).attributes()).isEqualTo(json.attributes());
    assertThat(xml.snapshots().get(0).tags()).isEqualTo(json.tags()).containsEntry("k", "v");
    assertThat(xml.snapshots().get(0).state()).isEqualTo(json.state());
    assertThat(code(release(Ecs.intent(false), "t", id))).isEqualTo("IncorrectInstanceStatus");
    assertThat(release(Ecs.intent(false, Power.FORCE), "t2", id).failure()).isEmpty();
  }

  @Test
  void a_hundred_instances_fit_one_look_and_one_call() throws Exception {
    String[] ids =
        cloud.add(100, spec -> spec.postpaid()).stream().map(i -> i.id()).toArray(String[]::new);
    assertThat(look(ids).snapshots()).hasSize(100);
    assertThat(look(ids).complete()).isTrue();
    assertThat(ids).allMatch(ecs::recognizesId);
    assertThat(release(Ecs.intent(false), "t", ids).failure()).isEmpty();
    assertThat(ids).allMatch(id -> cloud.ledger().timesApplied(id) == 1);
  }

  @Test
  void the_same_token_signed_again_acts_once() throws Exception {
    String id = cloud.add(spec -> spec.postpaid()).id();
    ReleaseAnswer first = release(Ecs.intent(false), "same", id);
    assertThat(release(Ecs.intent(false), "same", id).requestId()).isEqualTo(first.requestId());
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DRYRUN.SUCCESS", "DryRunOperation"})
  void a_dry_run_passes_and_touches_nothing(String said) throws Exception {
    cloud.dryRunCode(said);
    String id = cloud.add(spec -> spec.postpaid()).id();
    CloudFailure passed = release(Ecs.intent(true), "t", id).failure().orElseThrow();
    assertThat(ecs.facts().errors().match(passed.status(), passed.code()).category())
        .isEqualTo(ErrorCategory.DRY_RUN_PASSED);
    assertThat(cloud.ledger().timesApplied(id)).isZero();
  }

  @Test
  void what_we_refuse_the_cloud_refuses_and_what_we_send_it_takes() throws Exception {
    var past = clock.instant().minusSeconds(3600);
    var future = clock.instant().plusSeconds(3600);
    List<String> ids = new ArrayList<>();
    ids.add(cloud.add(spec -> spec.postpaid()).id());
    ids.add(cloud.add(spec -> spec.running()).id());
    ids.add(cloud.add(spec -> spec.protectedFromRelease()).id());
    ids.add(cloud.add(spec -> spec.prepaid(past)).id());
    ids.add(cloud.add(spec -> spec.prepaid(future)).id());
    for (Power[] powers :
        new Power[][] {{}, {Power.FORCE}, {Power.FORCE, Power.TERMINATE_SUBSCRIPTION}}) {
      Intent intent = Ecs.intent(false, powers);
      for (String id : ids) {
        List<Snapshot> shown = look(id).snapshots();
        if (shown.isEmpty() || cloud.ledger().timesApplied(id) > 0) {
          continue;
        }
        Assessment assessment = ecs.assess(shown.get(0), intent);
        ReleaseAnswer answer = release(intent, id + powers.length, id);
        if (assessment.kind() == Kind.SEND) {
          assertThat(answer.failure()).as(shown.toString()).isEmpty();
        } else {
          CloudFailure failure = answer.failure().orElseThrow();
          assertThat(ecs.facts().errors().match(failure.status(), failure.code()).category())
              .as(shown + " " + failure.code())
              .isEqualTo(assessment.error().category());
        }
      }
    }
    assertThat(ids).filteredOn(id -> cloud.ledger().timesApplied(id) == 1).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Signature.class)
  void a_wrong_secret_is_refused_and_the_refusal_holds_no_secret(Signature signature)
      throws Exception {
    String id = cloud.add(spec -> spec.postpaid()).id();
    Credentials right = cloud.credentials();
    ecs = ecs(signature, Credentials.ofKey(right.accessKeyId(), "WRONG-CANARY"));
    ReleaseAnswer answer = release(Ecs.intent(false), "t", id);
    assertThat(code(answer)).isEqualTo("SignatureDoesNotMatch");
    assertThat(answer.failure().orElseThrow().toString()).doesNotContain("CANARY");
    assertThat(cloud.ledger().timesApplied(id)).isZero();
  }

  @Test
  void one_unknown_id_is_found_by_its_code() throws Exception {
    ReleaseAnswer answer = release(Ecs.intent(false), "t", "i-bp1notthere000000000");
    CloudFailure failure = answer.failure().orElseThrow();
    assertThat(ecs.facts().errors().match(failure.status(), failure.code()).category())
        .isEqualTo(ErrorCategory.NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource(Signature.class)
  void a_mixed_fleet_goes_through_the_whole_line(Signature signature) {
    List<InstanceRef> go = new ArrayList<>();
    cloud.add(120, spec -> spec.running()).forEach(i -> go.add(Ecs.refs(i.id()).get(0)));
    cloud.add(30, spec -> spec.postpaid()).forEach(i -> go.add(Ecs.refs(i.id()).get(0)));
    InstanceRef guarded = Ecs.refs(cloud.add(spec -> spec.protectedFromRelease()).id()).get(0);
    InstanceRef unknown = Ecs.refs("i-bp1notthere000000000").get(0);
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instances(go)
            .instance(guarded)
            .instance(unknown)
            .grant(Power.FORCE)
            .maxInstances(200)
            .build();
    ReleaseInstancesResult result;
    try (ReleaseClient client = client(signature)) {
      result = client.releaseInstances(request);
    }
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 150)
        .containsEntry(Verdict.REJECTED, 1)
        .containsEntry(Verdict.NOT_FOUND, 1);
    assertThat(result.verdict(guarded).orElseThrow().error().orElseThrow().category())
        .isEqualTo(ErrorCategory.PROTECTED);
    assertThat(go).allMatch(ref -> cloud.ledger().timesApplied(ref.id()) == 1);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(2);
  }

  @Test
  void one_instance_that_the_key_may_not_release_does_not_stop_the_others() {
    List<InstanceRef> mine = refs(cloud.add(40, spec -> spec.tag("team", "a")));
    InstanceRef theirs = refs(cloud.add(1, spec -> spec.tag("team", "b"))).get(0);
    cloud.deniesReleases(
        cloud.credentials().accessKeyId(), i -> !i.tags().getOrDefault("team", "").equals("a"));
    ReleaseInstancesResult result = release(mine, theirs);
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 40)
        .containsEntry(Verdict.REJECTED, 1);
    ReleaseError error = result.verdict(theirs).orElseThrow().error().orElseThrow();
    assertThat(error.code()).isEqualTo("Forbidden.RAM");
    assertThat(error.message())
        .contains("AuthAction ecs:DeleteInstances", "ImplicitDeny", "AccountLevel");
    assertThat(mine).allMatch(ref -> cloud.ledger().timesApplied(ref.id()) == 1);
  }

  @Test
  void a_key_that_may_not_look_sends_nothing_and_says_what_is_missing() {
    InstanceRef ref = refs(cloud.add(1, spec -> spec.postpaid())).get(0);
    cloud.looksNeedTag(cloud.credentials().accessKeyId(), "team", "a");
    ReleaseInstancesResult result = release(List.of(), ref);
    assertThat(result.verdict(ref).orElseThrow().verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(result.verdict(ref).orElseThrow().error().orElseThrow().message())
        .contains("AuthAction ecs:DescribeInstances");
    assertThat(cloud.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void a_state_refused_under_force_although_it_was_carried_out_ends_released() {
    InstanceRef ref = refs(cloud.add(1, spec -> spec.running().refusedUnderForce(true))).get(0);
    ReleaseInstancesResult result = release(List.of(), ref);
    assertThat(result.verdict(ref).orElseThrow().verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(cloud.ledger().timesApplied(ref.id())).isEqualTo(1);
  }

  @Test
  void a_state_refused_under_force_and_not_carried_out_is_sent_again_under_a_new_token() {
    InstanceRef ref = refs(cloud.add(1, spec -> spec.running().refusedUnderForce(false))).get(0);
    cloud.remembersRefusals(true);
    ReleaseInstancesResult result = release(List.of(), ref);
    assertThat(result.verdict(ref).orElseThrow().verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(cloud.ledger().timesApplied(ref.id())).isEqualTo(1);
  }

  @Test
  void a_refusal_that_the_cloud_remembers_under_its_token_is_not_asked_for_again() {
    InstanceRef ref = refs(cloud.add(1, spec -> spec.postpaid())).get(0);
    cloud.faults(
        new FaultScript()
            .first(
                SimulatedCall::destructive,
                Fault.code(409, "OperationConflict", "another operation")));
    release(List.of(), ref);
    assertThat(cloud.ledger().destructiveRequests())
        .extracting(r -> Ecs.decoded(r.call().request().target().substring(2)).get("ClientToken"))
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void names_that_are_no_text_keep_nobody_from_being_released() {
    List<InstanceRef> all = new ArrayList<>(refs(cloud.add(30, spec -> spec.postpaid())));
    all.addAll(refs(cloud.add(1, spec -> spec.rawName((byte) 'a', (byte) '\n'))));
    all.addAll(refs(cloud.add(1, spec -> spec.rawName((byte) 0xe4, (byte) 0xb8))));
    InstanceRef worst =
        refs(cloud.add(1, spec -> spec.rawName((byte) 'a', (byte) '"', (byte) 'b'))).get(0);
    ReleaseInstancesResult result = release(all, worst);
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 32);
    assertThat(result.verdict(worst).orElseThrow().verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(cloud.ledger().timesApplied(worst.id())).isZero();
  }

  @Test
  void a_list_that_repeats_a_row_is_read_again() {
    List<InstanceRef> all = refs(cloud.add(3, spec -> spec.postpaid()));
    cloud.repeatingLooks(1);
    ReleaseInstancesResult result = release(all.subList(1, 3), all.get(0));
    assertThat(result.counts()).containsEntry(Verdict.RELEASED, 3);
    assertThat(all).allMatch(ref -> cloud.ledger().timesApplied(ref.id()) == 1);
  }

  @Test
  void a_region_that_does_not_exist_is_said_and_nothing_is_sent() {
    InstanceRef ref = refs(cloud.add(1, spec -> spec.postpaid())).get(0);
    cloud.regions("cn-beijing");
    ReleaseInstancesResult result = release(List.of(), ref);
    assertThat(result.verdict(ref).orElseThrow().verdict()).isEqualTo(Verdict.NOT_SENT);
    ReleaseError error = result.verdict(ref).orElseThrow().error().orElseThrow();
    assertThat(error.code()).isEqualTo("InvalidRegionId.NotFound");
    assertThat(cloud.ledger().destructiveRequests()).isEmpty();
  }

  private static List<InstanceRef> refs(List<SimulatedInstance> instances) {
    return instances.stream().map(i -> i.ref(AliyunEcs.KIND)).toList();
  }

  private ReleaseInstancesResult release(List<InstanceRef> some, InstanceRef another) {
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instances(some)
            .instance(another)
            .grant(Power.FORCE)
            .maxInstances(200)
            .build();
    try (ReleaseClient client = client(Signature.V3)) {
      return client.releaseInstances(request);
    }
  }

  private ReleaseClient client(Signature signature) {
    Random random = new Random(1);
    return Clockwork.real()
        .clock(clock)
        .sleeper((duration, wake) -> clock.advance(duration))
        .random(() -> random)
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .provider(ecs(signature, cloud.credentials()))
        .transport(wire)
        .build();
  }

  private LookAnswer look(String... ids) throws Exception {
    LookQuery query = new LookQuery(Ecs.REGION, Ecs.refs(ids), clock.instant());
    return ecs.readLook(query, send(ecs.encodeLook(query)));
  }

  private ReleaseAnswer release(Intent intent, String token, String... ids) throws Exception {
    ReleaseBatch batch =
        new ReleaseBatch(Ecs.REGION, ecs.assessUnseen(intent).step(), Ecs.refs(ids), intent, token);
    return ecs.readRelease(batch, send(ecs.encodeRelease(batch)));
  }

  private HttpResponse send(ApiRequest call) throws Exception {
    String nonce = String.format(Locale.ROOT, "%032x", ++attempts);
    HttpRequest signed =
        ecs.signer()
            .sign(call, ecs.credentials().resolve(), new SigningContext(clock.instant(), nonce));
    List<Header> headers = new ArrayList<>(signed.headers());
    // It is not signed, and without it the cloud answers XML.
    headers.removeIf(header -> asXml && header.name().equals("Accept"));
    return wire.send(
        HttpRequest.of(signed.method(), signed.endpoint(), signed.target())
            .headers(headers)
            .body(signed.body())
            .with(signed.timeout(), true));
  }

  private static String code(ReleaseAnswer answer) {
    return answer.failure().map(CloudFailure::code).orElse("");
  }
}
