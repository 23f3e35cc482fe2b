package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.MadePlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PlanAndExecuteTest extends FakeRuns {

  @Test
  void a_plan_sends_nothing_and_is_carried_out_as_it_is() {
    cloud.with(25);
    try (ReleaseClient client = builder().build()) {
      ReleasePlan plan = client.plan(request(26).build());
      assertThat(cloud.releases()).isZero();
      assertThat(plan.instances()).hasSize(25);
      assertThat(((MadePlan) plan).batches())
          .extracting(b -> b.instances().size())
          .containsExactly(10, 10, 5);
      assertThat(plan.excluded())
          .extracting(InstanceVerdict::verdict)
          .containsExactly(Verdict.NOT_FOUND);
      assertThat(plan.toTable()).contains("25 instances, goal RELEASE");
      cloud.instances.put("i-25", LifecyclePhase.STABLE);
      ReleaseInstancesResult result = client.execute(plan);
      assertThat(result.counts()).containsEntry(Verdict.RELEASED, 25);
      assertThat(error(result, 25).code()).isEqualTo("NotInPlan");
      assertThat(cloud.applied).doesNotContain("i-25");
    }
  }

  @Test
  void the_time_of_a_plan_heeds_a_rate_that_was_set() {
    cloud.with(25);
    try (ReleaseClient client = builder().rate("fake", "Release", 0.5).build()) {
      assertThat(client.plan(request(25).build()).estimatedTime()).hasSeconds(6);
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
      assertThat(plan.instances().size() + plan.excluded().size()).isEqualTo(60);
      assertThat(plan.excluded())
          .allSatisfy(v -> assertThat(v.verdict()).isEqualTo(Verdict.NOT_SENT));
    }
  }
}
