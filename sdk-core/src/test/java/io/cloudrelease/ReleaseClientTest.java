package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.credentials.Environment;
import io.cloudrelease.credentials.EnvironmentCredentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.retry.RetryDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ReleaseClientTest {
  private final VirtualTime time = new VirtualTime();
  private final FakeCloud cloud = new FakeCloud();

  private ReleaseClient.Builder builder() {
    return ReleaseClient.builder()
        .provider(cloud)
        .transport(cloud)
        .clock(time)
        .sleeper(time)
        .random(() -> new Random(1))
        .singleThreaded(true);
  }

  private static ReleaseInstancesRequest.Builder request(int count) {
    ReleaseInstancesRequest.Builder request = ReleaseInstancesRequest.builder();
    IntStream.range(0, count).forEach(i -> request.instance("fake:i-" + i));
    return request;
  }

  private ReleaseInstancesResult release(ReleaseInstancesRequest.Builder request) {
    try (ReleaseClient client = builder().build()) {
      ReleaseInstancesRequest built = request.build();
      ReleaseInstancesResult result = client.releaseInstances(built);
      assertFull(built, result);
      return result;
    }
  }

  private static void assertFull(ReleaseInstancesRequest request, ReleaseInstancesResult result) {
    assertThat(result.verdicts())
        .extracting(InstanceVerdict::ref)
        .containsExactlyElementsOf(request.instances());
    assertThat(result.toJson()).doesNotContain("c4n4ry");
    assertThat(result.toTable()).doesNotContain("c4n4ry");
  }

  private static void allAre(ReleaseInstancesResult result, Verdict verdict) {
    assertThat(result.verdicts())
        .extracting(v -> v.ref() + " " + v.verdict())
        .allSatisfy(text -> assertThat(text).endsWith(" " + verdict));
  }

  private static ReleaseError error(ReleaseInstancesResult result, int index) {
    return result.verdicts().get(index).error().orElseThrow();
  }

  @Test
  void a_fleet_is_released_in_full_batches_and_proven_gone() {
    cloud.with(25);
    ReleaseInstancesResult result = release(request(25));
    allAre(result, Verdict.RELEASED);
    assertThat(cloud.releases()).isEqualTo(3);
    assertThat(cloud.applied).doesNotHaveDuplicates().hasSize(25);
    assertThat(result.verdicts()).allSatisfy(v -> assertThat(v.sends()).isEqualTo(1));
  }

  @Test
  void an_id_that_is_not_shown_is_not_found_and_spoils_nothing() {
    cloud.with(3);
    ReleaseInstancesResult result = release(request(3).instance("fake:i-none"));
    assertThat(result.counts())
        .containsEntry(Verdict.RELEASED, 3)
        .containsEntry(Verdict.NOT_FOUND, 1);
  }

  @Test
  void goal_destroy_goes_through_the_recycle_bin() {
    cloud.recycles = true;
    cloud.with(2);
    allAre(release(request(2)), Verdict.RECYCLED);
    cloud.with(2);
    allAre(release(request(2).goal(Goal.DESTROY)), Verdict.RELEASED);
  }

  // What is wrong is said, and nothing is sent.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody:i-9 | UnknownProvider | registered: fake",
        "fake:x-9 | WrongId | look like i-1",
        "fake:r1:i-9 | NoRegions | write fake:i-9"
      })
  void one_wrong_reference_holds_back_the_whole_request(String ref, String code, String hint) {
    cloud.with(2);
    ReleaseInstancesResult result = release(request(2).instance(ref));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 2).code()).isEqualTo(code);
    assertThat(error(result, 2).message()).contains("'" + ref + "'");
    assertThat(error(result, 2).hint()).contains(hint);
    assertThat(error(result, 0).code()).isEqualTo("RequestHeldBack");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void a_missing_region_is_said_with_how_to_write_it() {
    cloud.regional = true;
    cloud.with(1);
    ReleaseInstancesResult result = release(request(1));
    assertThat(error(result, 0).code()).isEqualTo("MissingRegion");
    assertThat(error(result, 0).hint()).isEqualTo("write fake:<region>:i-0");
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void an_id_of_another_cloud_is_said_so() {
    FakeCloud other = new FakeCloud();
    other.name = "other";
    other.idPrefix = "ins-";
    try (ReleaseClient client = builder().provider(other).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(ReleaseInstancesRequest.builder().instance("fake:ins-1").build());
      assertThat(error(result, 0).message()).contains("looks like one of other");
      assertThat(cloud.calls).isEmpty();
    }
  }

  @Test
  void missing_credentials_name_the_variables_to_set() {
    cloud.with(2);
    cloud.keys =
        new EnvironmentCredentials(
            Environment.of(Map.of(), Path.of("home")), "FAKE_ID", "FAKE_KEY", List.of());
    ReleaseInstancesResult result = release(request(2));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 0).message()).contains("FAKE_ID", "FAKE_KEY");
    assertThat(error(result, 0).category()).isEqualTo(ErrorCategory.UNAUTHENTICATED);
    assertThat(cloud.calls).isEmpty();
  }

  @Test
  void more_than_max_instances_is_nothing_and_zero_means_none() {
    cloud.with(3);
    ReleaseInstancesResult result = release(request(3).maxInstances(2));
    allAre(result, Verdict.NOT_SENT);
    assertThat(error(result, 0).message()).contains("3 instances").contains("is 2");
    allAre(release(request(1).maxInstances(0)), Verdict.NOT_SENT);
    assertThat(cloud.calls).isEmpty();
    allAre(release(request(3).maxInstances(3)), Verdict.RELEASED);
  }

  @Test
  void two_accounts_of_one_name_and_no_account_at_all_are_refused() {
    assertThatThrownBy(() -> builder().provider(cloud)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> ReleaseClient.builder().build())
        .isInstanceOf(ConfigurationException.class);
  }

  // Plan and execute.

  @Test
  void a_plan_sends_nothing_and_is_carried_out_as_it_is() {
    cloud.with(25);
    try (ReleaseClient client = builder().build()) {
      ReleasePlan plan = client.plan(request(26).build());
      assertThat(cloud.releases()).isZero();
      assertThat(plan.instances()).isEqualTo(25);
      assertThat(plan.batches()).extracting(b -> b.instances().size()).containsExactly(10, 10, 5);
      assertThat(plan.excluded())
          .extracting(InstanceVerdict::verdict)
          .containsExactly(Verdict.NOT_FOUND);
      assertThat(plan.toTable()).contains("25 instance(s), goal RELEASE");
      cloud.instances.put("i-25", LifecyclePhase.STABLE);
      ReleaseInstancesResult result = client.execute(plan);
      assertThat(result.counts()).containsEntry(Verdict.RELEASED, 25);
      assertThat(error(result, 25).code()).isEqualTo("NotInPlan");
      assertThat(cloud.applied).doesNotContain("i-25");
    }
  }

  @Test
  void a_stale_plan_is_refused() {
    cloud.with(1);
    try (ReleaseClient client = builder().build()) {
      ReleasePlan plan = client.plan(request(1).build());
      time.pass(Duration.ofMinutes(15).plusSeconds(1));
      ReleaseInstancesResult result = client.execute(plan);
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).code()).isEqualTo("StalePlan");
      assertThat(cloud.applied).isEmpty();
    }
  }

  @Test
  void an_instance_that_is_another_one_by_now_is_left_alone() {
    cloud.with(2);
    try (ReleaseClient client = builder().build()) {
      ReleasePlan plan = client.plan(request(2).build());
      cloud.names.put("i-1", "db-master");
      ReleaseInstancesResult result = client.execute(plan);
      assertThat(error(result, 1).code()).isEqualTo("ChangedSincePlan");
      assertThat(cloud.applied).containsExactly("i-0");
    }
  }

  @Test
  void a_plan_names_every_instance_even_when_the_deadline_passed_while_looking() {
    cloud.with(60);
    cloud.trouble =
        (call, number) -> {
          if (number == 2) {
            time.pass(Duration.ofHours(1));
          }
          return null;
        };
    try (ReleaseClient client = builder().build()) {
      ReleasePlan plan = client.plan(request(60).build());
      assertThat(plan.instances() + plan.excluded().size()).isEqualTo(60);
      assertThat(plan.excluded())
          .allSatisfy(v -> assertThat(v.verdict()).isEqualTo(Verdict.NOT_SENT));
    }
  }

  // Deadline, stop, kill switch.

  @ParameterizedTest
  @ValueSource(strings = {"look", "release"})
  void a_deadline_that_passes_in_a_call_gives_the_full_result(String kind) {
    cloud.with(25);
    cloud.afterwards =
        (call, number) -> {
          if (call.startsWith(kind)) {
            time.pass(Duration.ofHours(1));
            throw FakeCloud.lost();
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(25));
    assertThat(cloud.releases()).isLessThanOrEqualTo(1);
    Verdict expected = kind.equals("look") ? Verdict.NOT_SENT : Verdict.UNKNOWN;
    assertThat(result.verdicts())
        .filteredOn(v -> cloud.applied.contains(v.ref().id()))
        .allSatisfy(v -> assertThat(v.verdict()).isEqualTo(expected));
    assertThat(result.verdicts())
        .filteredOn(v -> !cloud.applied.contains(v.ref().id()))
        .allSatisfy(v -> assertThat(v.verdict()).isEqualTo(Verdict.NOT_SENT));
  }

  @Test
  void a_deadline_that_passes_while_waiting_leaves_it_accepted() {
    cloud.with(1);
    cloud.afterwards =
        (call, number) -> {
          cloud.instances.put("i-0", LifecyclePhase.LEAVING);
          return null;
        };
    cloud.trouble =
        (call, number) ->
            call.startsWith("look") && number > 1 ? FakeCloud.answer(200, "i-0=LEAVING") : null;
    ReleaseInstancesResult result = release(request(1));
    allAre(result, Verdict.ACCEPTED);
    assertThat(result.took()).isEqualTo(ReleaseInstancesRequest.DEFAULT_DEADLINE);
  }

  @Test
  void the_longest_deadline_does_not_overflow() {
    cloud.with(1);
    allAre(release(request(1).deadline(Duration.ofSeconds(Long.MAX_VALUE))), Verdict.RELEASED);
  }

  @Test
  void waiting_ends_in_time_also_when_looks_fail() {
    cloud.with(1);
    cloud.trouble =
        (call, number) ->
            call.startsWith("look") && cloud.releases() > 0
                ? FakeCloud.answer(500, "Whatever")
                : null;
    ReleaseInstancesResult result = release(request(1).waitAtMost(Duration.ofSeconds(30)));
    allAre(result, Verdict.ACCEPTED);
    assertThat(result.took()).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  void no_wait_ends_at_accepted() {
    cloud.with(2);
    allAre(release(request(2).noWait()), Verdict.ACCEPTED);
    assertThat(cloud.calls).hasSize(2);
  }

  @Test
  void a_kill_switch_ends_the_sending_at_once() {
    cloud.with(25);
    try (ReleaseClient client = builder().killSwitch(() -> cloud.releases() >= 1).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(25).build());
      assertThat(cloud.releases()).isEqualTo(1);
      assertThat(result.counts()).containsEntry(Verdict.NOT_SENT, 15);
      assertThat(result.verdicts())
          .filteredOn(v -> v.verdict() == Verdict.NOT_SENT)
          .allSatisfy(v -> assertThat(v.error().orElseThrow().message()).contains("kill switch"));
    }
  }

  @Test
  void a_kill_switch_that_throws_counts_as_thrown() {
    cloud.with(2);
    try (ReleaseClient client =
        builder()
            .killSwitch(
                () -> {
                  throw new IllegalStateException("c4n4ry");
                })
            .build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(2).build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(result.toJson()).doesNotContain("c4n4ry");
      assertThat(cloud.releases()).isZero();
    }
  }

  @Test
  void an_interrupt_stops_gives_the_full_result_and_stays_set() {
    cloud.with(25);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            Thread.currentThread().interrupt();
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(25));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cloud.releases()).isLessThan(3);
    assertThat(result.counts().get(Verdict.NOT_SENT)).isPositive();
  }

  @Test
  void an_interrupted_plan_keeps_the_interrupt_set_too() {
    cloud.with(1);
    cloud.instances.put("i-0", LifecyclePhase.CHANGING);
    Thread.currentThread().interrupt();
    try (ReleaseClient client = builder().build()) {
      client.plan(request(1).build());
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  // Extensions that break their contract.

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
    allAre(release(request(2)), Verdict.NOT_SENT);
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
        assertThat(plan.instances()).isZero();
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
        builder()
            .nonces(
                () -> {
                  throw new IllegalStateException("c4n4ry");
                })
            .build()) {
      allAre(client.releaseInstances(request(2).build()), Verdict.NOT_SENT);
      allAre(client.releaseInstances(request(2).lookFirst(false).build()), Verdict.NOT_SENT);
    }
  }

  // Sending twice.

  private ReleaseClient stubborn() {
    return builder()
        .retryPolicy(context -> RetryDecision.sendAgain(Duration.ZERO, "always"))
        .build();
  }

  @Test
  void no_policy_can_send_again_what_may_have_been_applied_and_could_escalate() {
    cloud.recycles = true;
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            throw FakeCloud.lost();
          }
          return null;
        };
    try (ReleaseClient client = stubborn()) {
      allAre(client.releaseInstances(request(1).build()), Verdict.UNKNOWN);
      assertThat(cloud.releases()).isEqualTo(1);
      ReleaseInstancesResult granted =
          client.releaseInstances(request(1).grant(Power.RESEND_WHEN_UNCHANGED).build());
      allAre(granted, Verdict.UNKNOWN);
      assertThat(cloud.releases()).isGreaterThan(2);
    }
  }

  @Test
  void a_policy_that_answers_nothing_or_throws_sends_nothing_again() {
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            throw FakeCloud.lost();
          }
          return null;
        };
    try (ReleaseClient client =
        builder()
            .retryPolicy(
                context -> {
                  throw new IllegalStateException("c4n4ry");
                })
            .build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(1).build());
      allAre(result, Verdict.UNKNOWN);
      assertThat(cloud.releases()).isEqualTo(1);
    }
  }

  @Test
  void a_lost_answer_that_was_applied_is_found_by_looking_and_not_sent_again() {
    cloud.recycles = true;
    cloud.with(1);
    cloud.afterwards =
        (call, number) -> {
          if (call.startsWith("release")) {
            throw FakeCloud.lost();
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(1));
    allAre(result, Verdict.RECYCLED);
    assertThat(cloud.releases()).isEqualTo(1);
  }

  @Test
  void what_may_have_been_applied_once_is_never_called_unchanged_later() {
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            if (number == 1) {
              throw FakeCloud.lost();
            }
            return FakeCloud.answer(403, "Forbidden");
          }
          return null;
        };
    ReleaseInstancesResult result = release(request(1));
    assertThat(cloud.releases()).isEqualTo(2);
    allAre(result, Verdict.UNKNOWN);
    assertThat(result.verdicts().get(0).sends()).isEqualTo(2);
  }

  @Test
  void a_kill_switch_before_a_second_send_leaves_the_first_one_unknown() {
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            throw FakeCloud.lost();
          }
          return null;
        };
    try (ReleaseClient client = builder().killSwitch(() -> cloud.releases() >= 1).build()) {
      allAre(client.releaseInstances(request(1).build()), Verdict.UNKNOWN);
    }
  }

  @Test
  void a_fatal_error_of_the_account_stops_its_other_batches() {
    cloud.with(95);
    cloud.trouble =
        (call, number) -> call.startsWith("release") ? FakeCloud.answer(403, "Forbidden") : null;
    ReleaseInstancesResult result = release(request(95));
    assertThat(cloud.releases()).isLessThanOrEqualTo(4);
    assertThat(result.counts().get(Verdict.NOT_SENT)).isGreaterThanOrEqualTo(55);
    assertThat(result.counts().get(Verdict.NOT_SENT) + result.counts().get(Verdict.REJECTED))
        .isEqualTo(95);
  }

  @Test
  void throttling_is_waited_out_and_never_splits_a_batch() {
    cloud.with(10);
    cloud.trouble =
        (call, number) ->
            call.startsWith("release") && number <= 8 ? FakeCloud.answer(429, "Slow") : null;
    allAre(release(request(10)), Verdict.RELEASED);
    assertThat(cloud.calls.stream().filter(c -> c.startsWith("release")).distinct()).hasSize(1);
  }

  @Test
  void without_looks_the_best_is_accepted_and_a_lost_answer_unknown() {
    cloud.with(1);
    allAre(release(request(1).lookFirst(false)), Verdict.ACCEPTED);
    cloud.afterwards =
        (call, number) -> {
          throw FakeCloud.lost();
        };
    allAre(release(request(1).lookFirst(false)), Verdict.UNKNOWN);
  }

  @Test
  void a_dry_run_changes_nothing() {
    cloud.with(2);
    allAre(release(request(2).dryRun(true)), Verdict.DRY_RUN_PASSED);
    assertThat(cloud.releases()).isZero();
  }
}
