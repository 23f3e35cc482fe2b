package io.cloudrelease;

import static io.cloudrelease.FakeCloud.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseEvent.Kind;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.event.ReleaseProgress;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ListenersTest extends FakeRuns {
  private final List<ReleaseEvent> all = new ArrayList<>();
  private final List<ReleaseEvent> own = new ArrayList<>();

  @Test
  void the_client_hears_every_request_and_a_request_its_own() {
    cloud.with(3);
    try (ReleaseClient client = builder().listener(all::add).build()) {
      client.releaseInstances(request(2).build(), own::add);
      int afterFirst = own.size();
      client.releaseInstances(ReleaseInstancesRequest.builder().instance("fake:i-2").build());
      assertThat(own).hasSize(afterFirst);
    }
    assertThat(own).isNotEmpty();
    assertThat(all).hasSizeGreaterThan(own.size()).containsAll(own);
  }

  @Test
  void an_event_says_in_which_run_of_what_and_what_came_back() {
    cloud.with(2);
    try (ReleaseClient client = builder().build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(2).build(), own::add);
      assertThat(runs(own)).containsExactly(result.runId());
      assertThat(result.toJson()).contains("\"run\":{\"runId\":\"" + result.runId() + "\"");
      client.releaseInstances(request(2).build(), all::add);
    }
    assertThat(runs(own)).hasSize(1).doesNotContain("").doesNotContainAnyElementsOf(runs(all));
    ReleaseEvent answered = first(Kind.ANSWERED);
    assertThat(answered.account()).isEqualTo("fake");
    assertThat(answered.lane()).isEqualTo("fake Release");
    assertThat(answered.instances())
        .containsExactly(InstanceRef.of("fake", "i-0"), InstanceRef.of("fake", "i-1"));
    assertThat(answered.attempt()).isEqualTo(1);
    assertThat(answered.took()).isPresent();
    assertThat(answered.error()).isEmpty();
    ReleaseEvent verdict = first(Kind.VERDICT);
    assertThat(verdict.verdict().orElseThrow().verdict()).isEqualTo(Verdict.RELEASED);
    assertThat(verdict.requestIds()).isEqualTo(verdict.verdict().orElseThrow().requestIds());
    assertThat(verdict.progress().done()).isEqualTo(1);
    assertThat(verdict.progress().total()).isEqualTo(2);
    assertThat(first(Kind.FINISHED).instances()).hasSize(2);
    assertThat(first(Kind.FINISHED).progress().counts()).containsEntry(Verdict.RELEASED, 2);
  }

  @Test
  void a_broken_listener_of_a_request_breaks_nothing() {
    cloud.with(1);
    try (ReleaseClient client = builder().listener(all::add).build()) {
      ReleaseInstancesResult result =
          client.releaseInstances(
              request(1).build(),
              event -> {
                throw new IllegalStateException("c4n4ry");
              });
      allAre(result, Verdict.RELEASED);
    }
    assertThat(all).extracting(ReleaseEvent::kind).contains(Kind.VERDICT, Kind.FINISHED);
  }

  @Test
  void a_handle_tells_how_far_it_is() {
    cloud.with(2);
    try (ReleaseClient client = builder().build()) {
      ReleaseHandle handle = client.releaseInstancesAsync(request(3).build());
      // Before it begins, too: who divides by it divides by what was asked for.
      assertThat(handle.progress().total()).isEqualTo(3);
      handle.result().join();
      ReleaseProgress progress = handle.progress();
      assertThat(progress.done()).isEqualTo(3);
      assertThat(progress.total()).isEqualTo(3);
      assertThat(progress.counts())
          .containsEntry(Verdict.RELEASED, 2)
          .containsEntry(Verdict.NOT_FOUND, 1)
          .containsEntry(Verdict.UNKNOWN, 0);
      assertThat(progress.timeLeft()).contains(Duration.ZERO);
    }
  }

  @Test
  void a_plan_is_told_of_while_it_is_carried_out() {
    cloud.with(1);
    try (ReleaseClient client = builder().build()) {
      ReleasePlan plan = client.plan(request(1).build());
      allAre(client.execute(plan, own::add), Verdict.RELEASED);
      assertThat(own).extracting(ReleaseEvent::kind).contains(Kind.SENDING);
      assertThat(client.executeAsync(plan, all::add).result().join().counts())
          .containsEntry(Verdict.ALREADY_DONE, 1);
    }
  }

  @Test
  void a_second_client_with_one_thing_changed_is_otherwise_the_same() {
    cloud.with(2);
    try (ReleaseClient first = builder().listener(all::add).build();
        ReleaseClient second = first.toBuilder().killSwitch(() -> true).build()) {
      allAre(second.releaseInstances(request(2).build()), Verdict.NOT_SENT);
      assertThat(all).isNotEmpty();
      allAre(first.releaseInstances(request(2).build()), Verdict.RELEASED);
    }
  }

  @Test
  void a_request_is_changed_by_its_builder_and_stays_the_same_otherwise() {
    ReleaseInstancesRequest request =
        request(2).goal(Goal.DESTROY).maxInstances(7).sendsOnce(true).lookFirst(false).build();
    ReleaseInstancesRequest other = request.toBuilder().deadline(Duration.ofMinutes(2)).build();
    assertThat(other.deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(other.instances()).isEqualTo(request.instances());
    assertThat(other.intent()).isEqualTo(request.intent());
    assertThat(other.maxInstances()).isEqualTo(7);
    assertThat(other.sendsOnce()).isTrue();
    assertThat(other.lookFirst()).isFalse();
    assertThat(other.waitAtMost()).isEqualTo(request.waitAtMost());
  }

  private ReleaseEvent first(Kind kind) {
    return own.stream().filter(event -> event.kind() == kind).findFirst().orElseThrow();
  }

  private static TreeSet<String> runs(List<ReleaseEvent> events) {
    TreeSet<String> runs = new TreeSet<>();
    events.forEach(event -> runs.add(event.runId()));
    return runs;
  }

  @Test
  void programs_branch_on_action_and_error_and_read_no_text() {
    cloud.with(1);
    cloud.trouble = (call, number) -> call.startsWith("release") ? answer(403, "Forbidden") : null;
    try (ReleaseClient client = builder().build()) {
      client.releaseInstances(request(1).build(), own::add);
    }
    assertThat(first(Kind.SENDING).action()).isEqualTo("Release");
    assertThat(first(Kind.SENDING).error()).isEmpty();
    ReleaseEvent answered = first(Kind.ANSWERED);
    assertThat(answered.action()).isEqualTo("Release");
    assertThat(answered.attempt()).isEqualTo(1);
    assertThat(answered.error().orElseThrow().category()).isEqualTo(ErrorCategory.FORBIDDEN);
    assertThat(first(Kind.LOOKED).action()).isEqualTo("Look");
    assertThat(first(Kind.LOOKED).error()).isEmpty();
    ReleaseEvent verdict = first(Kind.VERDICT);
    assertThat(verdict.action()).isEmpty();
    assertThat(verdict.error()).isEqualTo(verdict.verdict().orElseThrow().error()).isPresent();
  }

  @Test
  void a_run_that_ended_is_told_again_with_its_times_and_that_it_is_over(@TempDir Path folder) {
    cloud.with(2);
    FileJournal journal = FileJournal.at(folder.resolve("run.jsonl"));
    try (ReleaseClient client = builder().journal(journal).listener(all::add).build()) {
      ReleaseInstancesResult then = client.releaseInstances(request(2).build());
      all.clear();
      time.pass(Duration.ofHours(3));
      ReleaseHandle handle = client.resumeAsync(journal, ResumeOptions.defaults(), own::add);
      ReleaseInstancesResult again = handle.result().join();
      assertThat(again.counts()).isEqualTo(then.counts());
      assertThat(again.runId()).isEqualTo(then.runId());
      assertThat(again.startedAt()).isEqualTo(then.startedAt());
      assertThat(again.took()).isEqualTo(then.took()).isPositive();
      assertThat(own).extracting(ReleaseEvent::kind).containsExactly(Kind.FINISHED);
      assertThat(own).isEqualTo(all);
      assertThat(handle.progress().done()).isEqualTo(2);
      assertThat(handle.progress().total()).isEqualTo(2);
    }
  }

  @Test
  void a_handle_ends_exceptionally_where_the_plain_method_throws(@TempDir Path folder) {
    try (ReleaseClient client = builder().build()) {
      ReleaseHandle handle =
          client.resumeAsync(FileJournal.inFolder(folder), ResumeOptions.defaults());
      assertThat(handle.result())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void several_listen_to_one_run_and_one_that_throws_keeps_no_other_from_hearing() {
    cloud.with(1);
    List<ReleaseEvent> last = new ArrayList<>();
    try (ReleaseClient client = builder().build()) {
      client.releaseInstances(
          request(1).build(),
          own::add,
          event -> {
            throw new AssertionError("not today");
          },
          last::add);
    }
    assertThat(last).isNotEmpty().isEqualTo(own);
  }

  @Test
  void a_listener_that_is_none_is_refused_at_the_call() {
    cloud.with(1);
    try (ReleaseClient client = builder().build()) {
      assertThatThrownBy(() -> client.releaseInstances(request(1).build(), (ReleaseListener) null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(
              () -> client.releaseInstancesAsync(request(1).build(), (ReleaseListener) null))
          .isInstanceOf(NullPointerException.class);
    }
    assertThat(cloud.calls).isEmpty();
  }
}
