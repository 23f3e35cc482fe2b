package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others plug in may break its contract; verdicts stay true all the same. */
@Timeout(30)
class BrokenExtensionsTest extends FakeRuns {

  @ParameterizedTest
  @CsvSource({
    "signer, NOT_SENT", "credentials, NOT_SENT", "acceptsId, NOT_SENT", "recognizesId, NOT_SENT",
    "assess, NOT_SENT", "encodeRelease, NOT_SENT", "readRelease, RELEASED", "encodeLook, NOT_SENT",
    "readLook, NOT_SENT"
  })
  void a_provider_that_throws_gets_a_truthful_verdict(String method, Verdict verdict) {
    cloud.with(2);
    cloud.broken = method;
    ReleaseInstancesResult result = release(request(2));
    allAre(result, verdict);
    assertThat(result.took()).isLessThan(Duration.ofMinutes(2));
  }

  @Test
  void a_provider_that_throws_for_the_unseen_gets_a_truthful_verdict() {
    cloud.with(2);
    cloud.broken = "assessUnseen";
    allAre(release(request(2).lookFirst(false)), Verdict.NOT_SENT);
  }

  @Test
  void a_provider_whose_step_names_no_action_of_its_own_sends_nothing() {
    cloud.with(2);
    cloud.action = "NoSuchAction";
    ReleaseInstancesResult result = release(request(2));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 0).code()).isEqualTo("ExtensionBroken");
    allAre(release(request(2).lookFirst(false)), Verdict.NOT_SENT);
    assertThat(cloud.releases()).isZero();
  }

  @Test
  void a_refresh_that_throws_leaves_the_refusal_as_it_was() {
    cloud.with(1);
    cloud.keys =
        new io.cloudrelease.credentials.CredentialsProvider() {
          @Override
          public io.cloudrelease.credentials.Credentials resolve() {
            return io.cloudrelease.credentials.Credentials.ofKey("id", "c4n4ry");
          }

          @Override
          public boolean refresh() {
            throw new IllegalStateException("c4n4ry");
          }
        };
    cloud.trouble =
        (call, number) -> call.startsWith("release") ? FakeCloud.answer(401, "Expired") : null;
    ReleaseInstancesResult result = release(request(1));
    allAre(result, Verdict.REJECTED);
    assertThat(error(result, 0).code()).isEqualTo("Expired");
  }

  @Test
  void a_transport_that_throws_leaves_it_to_looking() {
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            throw new IllegalStateException("c4n4ry");
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(1).deadline(Duration.ofSeconds(5)));
    allAre(result, Verdict.UNKNOWN);
    assertThat(cloud.releases()).isEqualTo(1);
  }

  @Test
  void a_splitter_that_loses_or_repeats_or_throws_sends_nothing() {
    cloud.with(4);
    List<io.cloudrelease.batch.BatchSplitter> bad =
        List.of(
            (refs, most) -> List.of(refs.subList(1, refs.size())),
            (refs, most) -> List.of(refs, refs),
            (refs, most) -> List.of(refs, List.of()),
            (refs, most) -> List.of(List.of(InstanceRef.of("fake", "i-other"))),
            (refs, most) -> {
              throw new IllegalStateException("c4n4ry");
            });
    for (io.cloudrelease.batch.BatchSplitter splitter : bad) {
      try (ReleaseClient client = builder().batchSplitter(splitter).build()) {
        allAre(client.releaseInstances(request(4).build()), Verdict.NOT_SENT);
        ReleasePlan plan = client.plan(request(4).build());
        assertThat(plan.instances()).isEmpty();
        assertThat(plan.excluded()).hasSize(4);
      }
    }
    assertThat(cloud.releases()).isZero();
  }

  @Test
  void a_listener_and_a_nonce_source_that_throw_stop_nothing_that_matters() {
    cloud.with(2);
    try (ReleaseClient client =
        builder()
            .listener(
                event -> {
                  throw new IllegalStateException("c4n4ry");
                })
            .build()) {
      allAre(client.releaseInstances(request(2).build()), Verdict.RELEASED);
    }
    cloud.with(2);
    try (ReleaseClient client =
        Clockwork.real()
            .nonces(
                () -> {
                  throw new IllegalStateException("c4n4ry");
                })
            .in(builder())
            .build()) {
      allAre(client.releaseInstances(request(2).build()), Verdict.NOT_SENT);
      allAre(client.releaseInstances(request(2).lookFirst(false).build()), Verdict.NOT_SENT);
    }
  }

  /** What is thrown after an attempt that did not leave makes no doubt about what left. */
  @Test
  void an_error_after_a_refused_connection_leaves_it_unsent() {
    cloud.with(2);
    List<String> met = new ArrayList<>();
    cloud.trouble =
        (call, number) -> {
          if (!call.startsWith("release")) {
            return null;
          }
          met.add(call);
          throw new TransportException(SendPhase.NOT_SENT, "connection refused");
        };
    Pace pace =
        (lane, now) -> {
          if (!met.isEmpty()) {
            throw new LinkageError("c4n4ry");
          }
          return Duration.ZERO;
        };
    CredentialsProvider keys =
        () -> {
          if (!met.isEmpty()) {
            throw new LinkageError("c4n4ry");
          }
          return Credentials.ofKey("id", "c4n4ry");
        };
    try (ReleaseClient client = builder().pace(pace).build()) {
      allAre(client.releaseInstances(request(2).build()), Verdict.NOT_SENT);
    }
    assertThat(met).hasSize(1);
    met.clear();
    cloud.keys = keys;
    allAre(release(request(2)), Verdict.NOT_SENT);
    assertThat(met).hasSize(1);
  }
}
