package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.retry.RetryDecision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent again, and what never is. */
@Timeout(30)
class SendingTwiceTest extends FakeRuns {
  @TempDir Path folder;

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
      Duration beforeAnyProof = Duration.ofMinutes(9);
      allAre(client.releaseInstances(request(1).deadline(beforeAnyProof).build()), Verdict.UNKNOWN);
      assertThat(cloud.releases()).isEqualTo(1);
    }
    try (ReleaseClient client = stubborn()) {
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
      // Looks prove at last that the one that was lost did nothing.
      allAre(result, Verdict.REJECTED);
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
  void what_looks_settled_as_unchanged_and_the_cloud_then_refuses_is_rejected() {
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
    allAre(result, Verdict.REJECTED);
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

  @Test
  void a_resumed_run_sends_nothing_once_more_by_a_leave_that_was_used() throws Exception {
    cloud.recycles = true;
    cloud.with(1);
    Path file = folder.resolve("run.jsonl");
    Path left = Files.createDirectory(folder.resolve("left")).resolve("run.jsonl");
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release")) {
            // Its process dies with the second one, the granted one, under way.
            if (cloud.releases() == 2) {
              copy(file, left);
            }
            throw FakeCloud.lost();
          }
          return null;
        };
    ReleaseInstancesRequest request =
        request(1).grant(Power.RESEND_WHEN_UNCHANGED).deadline(Duration.ofMinutes(9)).build();
    try (ReleaseClient client = builder().journal(journal(file)).build()) {
      allAre(client.releaseInstances(request), Verdict.UNKNOWN);
    }
    assertThat(cloud.releases()).isEqualTo(2);
    // As another process, which remembers nothing.
    try (ReleaseClient client = Clockwork.real().steadyClock(time::instant).in(builder()).build()) {
      allAre(client.resume(journal(left), ResumeOptions.defaults()), Verdict.UNKNOWN);
    }
    assertThat(cloud.releases()).isEqualTo(2);
  }

  private FileJournal journal(Path file) {
    return FileJournal.at(file)
        .steadyClock(() -> Duration.between(Instant.EPOCH, time.instant()).toNanos());
  }

  private static void copy(Path file, Path left) {
    try {
      Files.copy(file, left);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
