package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.Faults;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.fake.Canary;
import io.cloudrelease.testkit.fake.LogCapture;
import io.cloudrelease.testkit.fake.RecordingListener;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a release through a provider has to keep, against a simulated cloud with a ledger. Extend it
 * in a test and name the cloud and the provider.
 */
public abstract class ReleaseContract {
  private static final Canary SECRET = new Canary("CANARY7secret7key");
  private static final Canary TOKEN = new Canary("CANARY7session7token");

  /** After that nothing is under way any more. */
  private static final Duration REST = Duration.ofMinutes(20);

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final RecordingListener listener = new RecordingListener();

  /** A new cloud on that clock. */
  protected abstract SimulatedCloud cloud(VirtualClock virtualClock);

  /** The provider, signing with these credentials. */
  protected abstract CloudProvider provider(Credentials credentials);

  /**
   * Adds that many instances that can be released just so, and names them. The more they differ
   * (regions, charge types, names, tags, disks), the more is held.
   */
  protected abstract List<InstanceRef> add(SimulatedCloud cloud, int howMany);

  /**
   * Adds an instance that the cloud marks as protected against release; none where it knows no such
   * mark.
   */
  protected abstract Optional<InstanceRef> addProtected(SimulatedCloud cloud);

  /** Powers that a plain release needs on this cloud; none by default. */
  protected Power[] powers() {
    return new Power[0];
  }

  /** Whether keys may carry a session token on this cloud. */
  protected boolean hasSessionTokens() {
    return true;
  }

  /**
   * How far looks of this cloud may be behind; 4 minutes by default. The provider's facts have to
   * allow for it.
   */
  protected Duration longestLag() {
    return Duration.ofMinutes(4);
  }

  /**
   * How late this cloud may carry out a call that got no answer; 4 minutes by default. The
   * provider's facts have to allow for it.
   */
  protected Duration longestDelay() {
    return Duration.ofMinutes(4);
  }

  /** Whether looks say how many there are, so that one cut short can be told from a whole one. */
  protected boolean looksHaveATotal() {
    return true;
  }

  /** Whether looks say when an instance was made; its age is unknown otherwise. */
  protected boolean looksSayWhenMade() {
    return true;
  }

  private ReleaseClient client(SimulatedCloud cloud, Credentials credentials) {
    Random random = new Random(7);
    return Clockwork.real()
        .random(() -> random)
        .in(clock.drive(ReleaseClient.builder()))
        .provider(provider(credentials))
        .transport(InProcessTransport.to(clock, cloud))
        .listener(listener)
        .build();
  }

  private ReleaseInstancesResult release(
      SimulatedCloud cloud, Credentials credentials, List<InstanceRef> refs) {
    return release(cloud, credentials, refs, request -> request);
  }

  private ReleaseInstancesResult release(
      SimulatedCloud cloud,
      Credentials credentials,
      List<InstanceRef> refs,
      UnaryOperator<ReleaseInstancesRequest.Builder> with) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder().instances(refs).grant(powers()).maxInstances(1_000);
    try (ReleaseClient client = client(cloud, credentials)) {
      return client.releaseInstances(with.apply(request).build());
    }
  }

  /** Some are released; what was said of them is true when all has come to rest. */
  private void assertTrue(String when, SimulatedCloud cloud, int howMany) {
    List<InstanceRef> refs = add(cloud, howMany);
    ReleaseInstancesResult result = release(cloud, cloud.credentials(), refs);
    assertThat(namesOf(result)).as(when).isEqualTo(refs);
    clock.advance(REST);
    new Truth(cloud.ledger(), Goal.RELEASE).of(result, when);
  }

  private static List<InstanceRef> namesOf(ReleaseInstancesResult result) {
    return result.verdicts().stream().map(InstanceVerdict::ref).toList();
  }

  @Test
  void one_a_hundred_and_more_are_released_and_nobody_else_is_touched() {
    for (int size : List.of(1, 100, 101, 250)) {
      SimulatedCloud cloud = cloud(clock);
      List<InstanceRef> bystanders = add(cloud, 2);
      List<InstanceRef> refs = new ArrayList<>(add(cloud, size));
      Collections.shuffle(refs, new Random(size));

      ReleaseInstancesResult result = release(cloud, cloud.credentials(), refs);

      assertThat(namesOf(result)).isEqualTo(refs);
      assertThat(result.verdicts())
          .allMatch(v -> v.verdict() == Verdict.RELEASED || v.verdict() == Verdict.RECYCLED)
          .allMatch(v -> v.sends() == 1);
      assertThat(refs).allMatch(ref -> cloud.ledger().timesApplied(ref.id()) == 1);
      assertThat(bystanders).allMatch(ref -> cloud.ledger().timesApplied(ref.id()) == 0);
      new Truth(cloud.ledger(), Goal.RELEASE).of(result, size + " instances");
      result.verdicts().stream()
          .filter(verdict -> verdict.restorableUntil().isPresent())
          .forEach(verdict -> assertRestorable(verdict, cloud));
    }
  }

  private static void assertRestorable(InstanceVerdict verdict, SimulatedCloud cloud) {
    String id = verdict.ref().id();
    Instant shortlyBefore = verdict.restorableUntil().orElseThrow().minusSeconds(1);
    assertThat(cloud.ledger().instance(id).orElseThrow().at(shortlyBefore).standing())
        .as("where it is a second before it can no longer be taken back, %s", verdict)
        .isEqualTo(Standing.IN_BIN);
  }

  @Test
  void destroyed_is_gone_whatever_bins_there_are() {
    SimulatedCloud cloud = cloud(clock);
    List<InstanceRef> refs = add(cloud, 3);
    ReleaseInstancesResult result =
        release(cloud, cloud.credentials(), refs, request -> request.goal(Goal.DESTROY));
    assertThat(result.verdicts()).allMatch(v -> v.verdict() == Verdict.RELEASED);
    new Truth(cloud.ledger(), Goal.DESTROY).of(result, "goal DESTROY");
  }

  @Test
  void a_dry_run_changes_nothing() {
    SimulatedCloud cloud = cloud(clock);
    List<InstanceRef> refs = add(cloud, 3);
    ReleaseInstancesResult result =
        release(cloud, cloud.credentials(), refs, request -> request.dryRun(true));
    assertThat(result.verdicts()).allMatch(v -> v.verdict() == Verdict.DRY_RUN_PASSED);
    assertThat(cloud.ledger().effects()).isEmpty();
  }

  @Test
  void whatever_spoils_the_first_answer_no_instance_goes_a_step_too_far() {
    Fault late = Fault.dropped().lateEffect(longestDelay());
    for (Fault fault : Stream.concat(Faults.destructive().stream(), Stream.of(late)).toList()) {
      SimulatedCloud cloud = cloud(clock);
      cloud.faults(new FaultScript().first(call -> call.destructive(), fault));
      assertTrue(fault.toString(), cloud, 3);
    }
  }

  @Test
  void whatever_spoils_the_looks_nothing_is_said_that_is_not_so() {
    for (Fault fault : Faults.looks()) {
      SimulatedCloud cloud = cloud(clock);
      cloud.faults(new FaultScript().times(3, call -> !call.destructive(), fault));
      assertTrue("looks: " + fault, cloud, 3);
    }
    if (looksHaveATotal()) {
      SimulatedCloud cloud = cloud(clock);
      cloud.faults(new FaultScript().always(call -> !call.destructive(), Fault.shortPage()));
      assertTrue("all looks cut short", cloud, 8);
    }
  }

  @Test
  void looks_that_are_behind_prove_nothing_of_a_call_without_an_answer() {
    for (Fault lost : List.of(Fault.dropped(), Fault.dropped().afterEffect())) {
      SimulatedCloud cloud = cloud(clock);
      cloud.lookLag(longestLag());
      cloud.faults(new FaultScript().first(call -> call.destructive(), lost));
      assertTrue("looks behind by " + longestLag() + ", " + lost, cloud, 3);
    }
  }

  @Test
  void a_second_request_goes_no_step_further_while_looks_are_behind() {
    SimulatedCloud cloud = cloud(clock);
    cloud.lookLag(longestLag());
    List<InstanceRef> refs = add(cloud, 3);
    clock.advance(REST);
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder().instances(refs).grant(powers()).noWait().build();
    try (ReleaseClient client = client(cloud, cloud.credentials())) {
      client.releaseInstances(request);
      clock.advance(Duration.ofMinutes(1));
      client.releaseInstances(request);
    }
    clock.advance(REST);
    assertThat(refs).allMatch(ref -> cloud.ledger().stepsBeyond(ref.id(), Goal.RELEASE) == 0);
  }

  @Test
  void an_id_that_the_cloud_refused_is_not_said_to_be_accepted() {
    SimulatedCloud cloud = cloud(clock);
    List<InstanceRef> refs = add(cloud, 3);
    String refused = refs.get(1).id();
    cloud.faults(
        call -> {
          if (call.destructive() && call.ids().contains(refused)) {
            // Gone by other hands between the look and the call.
            cloud.vanish(refused);
          }
          return Optional.empty();
        });
    ReleaseInstancesResult result =
        release(cloud, cloud.credentials(), refs, request -> request.noWait());
    clock.advance(REST);
    new Truth(cloud.ledger(), Goal.RELEASE).of(result, "one gone by other hands");
  }

  @Test
  void an_id_that_the_cloud_does_not_show_is_not_sent() {
    SimulatedCloud cloud = cloud(clock);
    SimulatedCloud elsewhere = cloud(clock);
    add(elsewhere, 5);
    InstanceRef stranger = add(elsewhere, 1).get(0);

    ReleaseInstancesResult result = release(cloud, cloud.credentials(), List.of(stranger));

    assertThat(result.verdicts().get(0).verdict()).isEqualTo(Verdict.NOT_FOUND);
    assertThat(cloud.ledger().destructiveRequests()).isEmpty();
  }

  @Test
  void what_is_protected_is_not_sent() {
    SimulatedCloud cloud = cloud(clock);
    List<InstanceRef> refs = new ArrayList<>(add(cloud, 2));
    Optional<InstanceRef> shielded = addProtected(cloud);
    shielded.ifPresent(ref -> refs.add(1, ref));
    ReleaseInstancesResult result = release(cloud, cloud.credentials(), refs);
    shielded.ifPresent(ref -> assertThat(cloud.ledger().requestsFor(ref.id())).isEmpty());
    new Truth(cloud.ledger(), Goal.RELEASE).of(result, "one is protected");
  }

  @Test
  void its_age_is_that_of_the_cloud() {
    SimulatedCloud cloud = cloud(clock);
    List<InstanceRef> refs = add(cloud, 3);
    clock.advance(Duration.ofHours(1));
    ReleaseInstancesResult result = release(cloud, cloud.credentials(), refs);
    new Truth(cloud.ledger(), Goal.RELEASE).of(result, "an hour old");
    assertThat(result.verdicts())
        .allSatisfy(
            verdict ->
                assertThat(verdict.before().orElseThrow().createdAt().isPresent())
                    .as("whether it is known when it was made; looksSayWhenMade() says so or not")
                    .isEqualTo(looksSayWhenMade()));
  }

  @Test
  void reading_survives_answers_that_are_bent() {
    SimulatedCloud cloud = cloud(clock);
    CloudProvider provider = provider(cloud.credentials());
    List<InstanceRef> refs = add(cloud, 3);
    cloud.faults(
        new FaultScript()
            .first(call -> !call.destructive(), Fault.throttled())
            .first(call -> call.destructive(), Fault.internalError()));
    release(cloud, cloud.credentials(), refs);
    String look = provider.facts().lookAction().name();
    for (RecordedRequest request :
        cloud.ledger().requests(r -> r.call().destructive() || r.action().equals(look))) {
      List<InstanceRef> named =
          refs.stream().filter(ref -> request.ids().contains(ref.id())).toList();
      Bent.assertSurvives(
          request.outcome().response(), bent -> read(provider, request, named, bent));
    }
  }

  private static void read(
      CloudProvider provider,
      RecordedRequest request,
      List<InstanceRef> named,
      HttpResponse response) {
    String region = named.get(0).region();
    if (request.call().destructive()) {
      Assessment.Step step = new Assessment.Step(request.action(), 1, "", false);
      Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);
      provider.readRelease(new ReleaseBatch(region, step, named, intent, "token-1"), response);
    } else {
      provider.readLook(new LookQuery(region, named, request.call().at()), response);
    }
  }

  @Test
  void a_wrong_key_ends_the_account_at_once() {
    SimulatedCloud cloud = cloud(clock);
    List<InstanceRef> refs = add(cloud, 150);

    ReleaseInstancesResult result =
        release(cloud, Credentials.ofKey("AKIDEXAMPLE", "a-wrong-secret-key"), refs);

    assertThat(result.verdicts()).allMatch(v -> v.verdict() == Verdict.NOT_SENT);
    assertThat(cloud.ledger().destructiveRequests()).isEmpty();
    assertThat(refs).allMatch(ref -> cloud.ledger().timesApplied(ref.id()) == 0);
  }

  @Test
  void no_secret_turns_up_in_logs_events_or_the_result() {
    boolean logged = false;
    for (Fault fault : Faults.destructive()) {
      SimulatedCloud cloud = cloud(clock);
      AccessKey key =
          hasSessionTokens()
              ? AccessKey.session(
                  "AKIDCANARY",
                  SECRET.secret(),
                  TOKEN.secret(),
                  clock.instant().plusSeconds(86_400))
              : AccessKey.of("AKIDCANARY", SECRET.secret());
      cloud.addKey(cloud.account(), key);
      List<InstanceRef> refs = add(cloud, 2);
      cloud.faults(new FaultScript().first(call -> call.destructive(), fault));
      try (LogCapture log = LogCapture.start()) {
        ReleaseInstancesResult result = release(cloud, key.credentials(), refs);
        String all =
            result.toTable() + result.toJson() + result + result.verdicts() + listener.events();
        assertThat(result.verdicts()).hasSize(2);
        for (Canary canary : List.of(SECRET, TOKEN)) {
          canary.assertNotIn("the log, after " + fault, log.text());
          canary.assertNotIn("the result or the events, after " + fault, all);
        }
        logged |= log.text().contains("io.cloudrelease");
      }
    }
    assertThat(logged)
        .as("whether anything was logged; a search proves nothing below the finest level")
        .isTrue();
  }
}
