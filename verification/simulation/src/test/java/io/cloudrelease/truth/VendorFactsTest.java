package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single sentences of the vendors' pages ask for, each shown by a whole run. */
class VendorFactsTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");

  private ReleaseInstancesResult release(
      CloudProvider provider,
      HttpTransport transport,
      List<SimulatedInstance> fleet,
      boolean dryRun) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder()
            .deadline(Duration.ofHours(2))
            .maxInstances(fleet.size())
            .dryRun(dryRun);
    fleet.forEach(instance -> request.instance(instance.ref(provider.facts().name())));
    try (ReleaseClient client =
        clock.drive(ReleaseClient.builder()).provider(provider).transport(transport).build()) {
      return client.releaseInstances(request.build());
    }
  }

  /** The first destructive call gets no answer and reaches the cloud that much later, unchanged. */
  private final class Held implements HttpTransport {
    private final SimulatedCloud cloud;
    private final Duration late;
    private final InProcessTransport wire;
    private @Nullable HttpRequest held;
    private Instant due = Instant.MAX;
    private boolean arrived;

    Held(SimulatedCloud cloud, Duration late) {
      this.cloud = cloud;
      this.late = late;
      this.wire = InProcessTransport.to(clock, cloud);
    }

    @Override
    public HttpResponse send(HttpRequest request) throws TransportException {
      if (held != null && !clock.instant().isBefore(due)) {
        arrive();
      }
      if (request.destructive() && held == null) {
        held = request;
        due = clock.instant().plus(late);
        clock.advance(Duration.ofSeconds(30));
        throw new TransportException(SendPhase.NO_ANSWER, "lost");
      }
      return wire.send(request);
    }

    void arrive() {
      if (!arrived) {
        arrived = true;
        cloud.handle(held);
      }
    }

    @Override
    public void close() {
      wire.close();
    }
  }

  /** A bearer token is neither signed nor dated: no time proves that a lost call is over. */
  @ParameterizedTest
  @CsvSource({"true, 1", "true, 3", "false, 1"})
  void a_lost_call_with_a_bearer_token_is_never_repeated_where_that_could_go_too_far(
      boolean bearer, int count) {
    SimulatedZenlayer cloud = new SimulatedZenlayer(clock);
    SimulatedAccount account = SimulatedAccount.named("with a bin").recycleBin(true);
    AccessKey key = bearer ? AccessKey.bearer("tok-123456789") : AccessKey.of("AKID", "SECRET");
    cloud.addKey(account, key);
    List<SimulatedInstance> fleet = cloud.addZec(count, i -> i.account(account));
    Held transport = new Held(cloud, Duration.ofMinutes(50));
    ReleaseInstancesResult result =
        release(
            ZenlayerZec.builder().credentials(key.credentials()).build(), transport, fleet, false);
    clock.advance(Duration.ofHours(1));
    transport.arrive();
    clock.advance(Duration.ofHours(1));
    assertThat(result.counts())
        .containsEntry(bearer ? Verdict.UNKNOWN : Verdict.RECYCLED, fleet.size());
    assertThat(fleet)
        .allSatisfy(i -> assertThat(cloud.ledger().effects(i.id())).hasSize(1))
        .noneSatisfy(i -> assertThat(cloud.ledger().isGone(i.id())).isTrue());
  }

  /** The window of a signature has two sides: one made ahead of the cloud's time lasts longer. */
  @ParameterizedTest
  @ValueSource(ints = {0, 6, 100, 290})
  void a_clock_that_is_ahead_makes_no_signature_last_longer(int ahead) {
    SimulatedTencent cloud = new SimulatedTencent(clock);
    List<SimulatedInstance> fleet =
        cloud.add(2, i -> i.chargeType("PREPAID").expiresAt(Instant.parse("2027-11-20T08:00:00Z")));
    cloud.clockSkew(Duration.ofSeconds(-ahead));
    cloud.lookLag(Duration.ofMinutes(4));
    Held transport = new Held(cloud, Duration.ofSeconds(570));
    ReleaseInstancesResult result =
        release(
            TencentCvm.builder().credentials(cloud.credentials()).build(), transport, fleet, false);
    assertThat(result.counts()).containsEntry(Verdict.RECYCLED, 2);
    assertThat(fleet)
        .allSatisfy(i -> assertThat(cloud.ledger().effects(i.id())).hasSize(1))
        .noneSatisfy(i -> assertThat(cloud.ledger().isGone(i.id())).isTrue());
  }

  /** It gave up waiting for the cloud, which goes on: its page is no answer of the cloud's. */
  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void a_page_of_a_gateway_is_no_answer_that_a_late_call_could_not_follow(int status) {
    SimulatedTencent cloud = new SimulatedTencent(clock);
    SimulatedInstance instance =
        cloud.add(i -> i.chargeType("PREPAID").expiresAt(Instant.parse("2027-11-20T08:00:00Z")));
    cloud.lookLag(Duration.ofMinutes(4));
    AtomicInteger sends = new AtomicInteger();
    cloud.faults(
        call ->
            call.destructive() && sends.incrementAndGet() == 1
                ? Optional.of(Fault.gateway(status).lateEffect(Duration.ofMinutes(4)))
                : Optional.empty());
    ReleaseInstancesResult result =
        release(
            TencentCvm.builder().credentials(cloud.credentials()).build(),
            InProcessTransport.to(clock, cloud),
            List.of(instance),
            false);
    assertThat(result.counts()).containsEntry(Verdict.RECYCLED, 1);
    assertThat(cloud.ledger().effects(instance.id())).hasSize(1);
    assertThat(cloud.ledger().isGone(instance.id())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"10, 3", "100, 6", "100, 12", "100, 30", "100, 99"})
  void instances_that_the_cloud_names_as_denied_keep_no_other_one(int count, int denied) {
    SimulatedTencent cloud = new SimulatedTencent(clock);
    List<SimulatedInstance> fleet = cloud.add(count, i -> i.chargeType("POSTPAID_BY_HOUR"));
    Set<String> forbidden =
        fleet.stream()
            .limit(denied)
            .map(SimulatedInstance::id)
            .collect(Collectors.toCollection(TreeSet::new));
    AccessKey key =
        AccessKey.of("AKIDX", "SECRETX").withMayReleaseOnly(i -> !forbidden.contains(i.id()));
    cloud.addKey(cloud.account(), key);
    ReleaseInstancesResult result =
        release(
            TencentCvm.builder().credentials(key.credentials()).build(),
            InProcessTransport.to(clock, cloud),
            fleet,
            false);
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, count - denied)
        .containsEntry(Verdict.REJECTED, denied);
  }

  @Test
  void an_account_that_may_release_nothing_is_not_asked_about_each_of_many() {
    SimulatedTencent cloud = new SimulatedTencent(clock);
    List<SimulatedInstance> fleet = cloud.add(400, i -> i.chargeType("POSTPAID_BY_HOUR"));
    AccessKey key = AccessKey.of("AKIDX", "SECRETX").withMayReleaseOnly(i -> false);
    cloud.addKey(cloud.account(), key);
    ReleaseInstancesResult result =
        release(
            TencentCvm.builder().credentials(key.credentials()).build(),
            InProcessTransport.to(clock, cloud),
            fleet,
            false);
    assertThat(result.counts().get(Verdict.RELEASED)).isZero();
    assertThat(cloud.ledger().destructiveRequests().size()).isLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_look_that_is_refused_as_not_found_tells_of_no_instance_that_it_is_gone(boolean hangs) {
    SimulatedTencent cloud = new SimulatedTencent(clock);
    SimulatedInstance instance = cloud.add(i -> i.chargeType("POSTPAID_BY_HOUR"));
    AtomicInteger sends = new AtomicInteger();
    cloud.faults(
        call -> {
          if (call.destructive()) {
            sends.incrementAndGet();
            return Optional.of(hangs ? Fault.hang() : Fault.code(500, "InternalError", "x"));
          }
          return sends.get() > 0
              ? Optional.of(Fault.code(200, "ResourceNotFound", "x"))
              : Optional.empty();
        });
    ReleaseInstancesResult result =
        release(
            TencentCvm.builder().credentials(cloud.credentials()).build(),
            InProcessTransport.to(clock, cloud),
            List.of(instance),
            false);
    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  /** A dry run is answered with an error, always; whatever else comes may have been carried out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "200|{\"RequestId\":\"r-1\"}",
        "200|{}",
        "200|none",
        "202|{\"RequestId\":\"r-1\"}",
        "204|none",
        "200|{\"RequestId\":\"r\",\"Code\":\"200\",\"Message\":\"success\"}",
      })
  void a_dry_run_that_is_taken_for_more_is_the_last_one(int status, String body) {
    SimulatedAliyun cloud = new SimulatedAliyun(clock);
    List<SimulatedInstance> fleet = cloud.add(450, i -> {});
    InProcessTransport wire = InProcessTransport.to(clock, cloud);
    AtomicInteger dryRuns = new AtomicInteger();
    HttpTransport careless =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            if (!request.query().contains("DryRun=true")) {
              return wire.send(request);
            }
            dryRuns.incrementAndGet();
            fleet.stream()
                .filter(i -> request.query().contains(i.id()))
                .forEach(i -> cloud.vanish(i.id()));
            return HttpResponse.of(status, List.of(), HttpBody.utf8(body == null ? "" : body));
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    ReleaseInstancesResult result =
        release(
            AliyunEcs.builder().credentials(cloud.credentials()).build(), careless, fleet, true);
    assertThat(result.allGood()).isFalse();
    assertThat(result.counts().get(Verdict.ALREADY_DONE)).isZero();
    assertThat(result.counts().get(Verdict.NOT_SENT)).isPositive();
    assertThat(dryRuns).hasValueLessThan(5);
  }
}
