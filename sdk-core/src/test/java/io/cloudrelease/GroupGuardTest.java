package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members of groups, which would start new ones, are let go only by name. */
class GroupGuardTest {
  private final VirtualTime time = new VirtualTime();
  private final ListedCloud cloud = new ListedCloud();

  GroupGuardTest() {
    cloud.with(5);
  }

  private ReleaseClient client(boolean checkGroups) {
    return Clockwork.real()
        .clock(time)
        .sleeper(time)
        .random(() -> new Random(1))
        .singleThreaded(true)
        .in(ReleaseClient.builder())
        .provider(cloud)
        .transport(cloud)
        .checkGroups(checkGroups)
        .build();
  }

  private ReleaseInstancesResult release(
      boolean checkGroups, ReleaseInstancesRequest.Builder request) {
    try (ReleaseClient client = client(checkGroups)) {
      ReleaseInstancesRequest built = request.build();
      ReleaseInstancesResult result = client.releaseInstances(built);
      FakeRuns.assertFull(built, result);
      return result;
    }
  }

  private static void assertHeldBack(ReleaseInstancesResult result, int index, String code) {
    assertThat(result.verdicts().get(index).verdict()).isEqualTo(Verdict.NOT_SENT);
    assertThat(FakeRuns.error(result, index).code()).isEqualTo(code);
    assertThat(FakeRuns.error(result, index).category()).isEqualTo(ErrorCategory.GUARDED);
  }

  @Test
  void a_member_that_the_look_shows_is_held_back_and_its_group_is_named() {
    cloud.names.put("i-1", "asg-web");
    ReleaseInstancesResult result = release(false, FakeRuns.request(3));
    assertHeldBack(result, 1, "ManagedByGroup");
    assertThat(FakeRuns.error(result, 1).message()).contains("scaling group asg-web");
    assertThat(cloud.applied).containsExactlyInAnyOrder("i-0", "i-2");
    assertThat(cloud.asked("members")).isZero();
  }

  @Test
  void the_caller_may_let_members_go() {
    cloud.names.put("i-1", "asg-web");
    release(true, FakeRuns.request(3).grant(Power.ALLOW_GROUP_MEMBERS));
    assertThat(cloud.applied).containsExactlyInAnyOrder("i-0", "i-1", "i-2");
    assertThat(cloud.asked("members")).isZero();
  }

  @Test
  void a_member_without_its_tag_is_known_to_the_cloud_when_it_is_asked() {
    cloud.groups.put("i-4", "scaling group asg-1");
    ReleaseInstancesResult result = release(true, FakeRuns.request(5));
    assertHeldBack(result, 4, "ManagedByGroup");
    assertThat(cloud.applied).hasSize(4).doesNotContain("i-4");
    // Three ids are the most that one of these calls takes.
    assertThat(cloud.asked("members")).isEqualTo(2);
  }

  @Test
  void a_member_is_held_back_unseen_too_when_the_cloud_was_asked() {
    cloud.groups.put("i-0", "scaling group asg-1");
    ReleaseInstancesResult result = release(true, FakeRuns.request(1).lookFirst(false));
    assertHeldBack(result, 0, "ManagedByGroup");
  }

  @Test
  void who_cannot_be_asked_about_is_held_back_with_the_name_of_the_call() {
    cloud.deniesGroups = true;
    ReleaseInstancesResult result = release(true, FakeRuns.request(2));
    assertHeldBack(result, 0, "GroupsUnknown");
    assertThat(FakeRuns.error(result, 0).message())
        .contains("Forbidden")
        .contains("the one to call Members")
        .doesNotContain("to release");
    assertThat(cloud.applied).isEmpty();
  }

  @Test
  void a_plan_says_who_is_held_back() {
    cloud.groups.put("i-1", "scaling group asg-1");
    try (ReleaseClient client = client(true)) {
      ReleasePlan plan = client.plan(FakeRuns.request(2).build());
      assertThat(plan.excluded()).hasSize(1);
      assertThat(plan.excluded().get(0).error().orElseThrow().code()).isEqualTo("ManagedByGroup");
    }
  }

  @Test
  void one_that_joined_a_group_after_the_plan_is_held_back() {
    try (ReleaseClient client = client(false)) {
      ReleasePlan plan = client.plan(FakeRuns.request(2).build());
      cloud.groups.put("i-1", "scaling group asg-1");
      try (ReleaseClient later = client(true)) {
        assertHeldBack(later.execute(plan), 1, "ManagedByGroup");
      }
      assertThat(cloud.applied).containsExactly("i-0");
    }
  }
}
