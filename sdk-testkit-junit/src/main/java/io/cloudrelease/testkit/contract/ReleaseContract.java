package io.cloudrelease.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.Faults;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.fake.Canary;
import io.cloudrelease.testkit.fake.LogCapture;
import io.cloudrelease.testkit.fake.RecordingListener;
import io.cloudrelease.testkit.fake.VirtualClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a release through a provider has to keep, against a simulated cloud with a ledger. Extend it
 * in a test and name the cloud and the provider.
 */
public abstract class ReleaseContract {
  private static final Canary SECRET = new Canary("CANARY7secret7key");
  private static final Canary TOKEN = new Canary("CANARY7session7token");

  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final RecordingListener listener = new RecordingListener();

  /** A new cloud on that clock. */
  protected abstract SimulatedCloud cloud(VirtualClock virtualClock);

  /** The provider, signing with these credentials. */
  protected abstract CloudProvider provider(Credentials credentials);

  /** Adds that many instances that can be released just so, and names them. */
  protected abstract List<InstanceRef> add(SimulatedCloud cloud, int howMany);

  /** Powers that a plain release needs on this cloud; none by default. */
  protected Power[] powers() {
    return new Power[0];
  }

  /** Whether keys may carry a session token on this cloud. */
  protected boolean hasSessionTokens() {
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
    try (ReleaseClient client = client(cloud, credentials)) {
      return client.releaseInstances(
          ReleaseInstancesRequest.builder()
              .instances(refs)
              .grant(powers())
              .maxInstances(1_000)
              .build());
    }
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
      assertThat(cloud.ledger().identicalRequests()).isEmpty();
    }
  }

  @Test
  void whatever_spoils_the_first_answer_no_instance_goes_a_step_too_far() {
    for (Fault fault : Faults.destructive()) {
      SimulatedCloud cloud = cloud(clock);
      List<InstanceRef> refs = add(cloud, 3);
      cloud.faults(new FaultScript().first(call -> call.destructive(), fault));

      ReleaseInstancesResult result = release(cloud, cloud.credentials(), refs);

      assertThat(namesOf(result)).as(fault.toString()).isEqualTo(refs);
      for (InstanceVerdict verdict : result.verdicts()) {
        String id = verdict.ref().id();
        assertThat(cloud.ledger().timesApplied(id)).as(fault + " on " + id).isLessThanOrEqualTo(1);
        boolean done = cloud.ledger().isGone(id) || cloud.ledger().isInRecycleBin(id);
        if (verdict.verdict() == Verdict.RELEASED || verdict.verdict() == Verdict.RECYCLED) {
          assertThat(done).as(fault + ": " + verdict).isTrue();
        }
        if (verdict.verdict() == Verdict.REJECTED || verdict.verdict() == Verdict.NOT_SENT) {
          assertThat(cloud.ledger().timesApplied(id)).as(fault + ": " + verdict).isZero();
        }
      }
      assertThat(cloud.ledger().identicalRequests()).as(fault.toString()).isEmpty();
    }
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
