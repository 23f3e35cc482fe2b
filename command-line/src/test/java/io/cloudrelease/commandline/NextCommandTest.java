package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever copies a command that was printed releases nothing by it that was held back. */
class NextCommandTest {
  private static final InstanceRef REF = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-00000001");
  private static final String[] GUARDS = {
    "--waves",
    "--deny-tag",
    "env=prod",
    "--deny-tag",
    "keep",
    "--deny-name",
    "db-*",
    "--check-groups",
    "--most-per-hour",
    "5",
    "--kill-switch",
    "stop"
  };
  private static final String TYPED =
      "--waves --deny-tag env=prod --deny-tag keep --deny-name 'db-*' --check-groups"
          + " --most-per-hour 5 --kill-switch stop";

  private final Bench bench = new Bench();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;

  @AfterEach
  void close() {
    bench.close();
  }

  private Session session() {
    Surroundings surroundings =
        new Surroundings(
            InputStream.nullInputStream(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Environment.of(Map.of(), folder),
            InstantSource.system(),
            Interrupts.none(),
            ReleaseClient::builder);
    return Session.plain(surroundings);
  }

  private static FinishedResult result(ErrorCategory category, String code, Power... powers) {
    InstanceVerdict verdict =
        GivenVerdict.builder(REF, Verdict.NOT_SENT)
            .error(Optional.of(ReleaseError.of(category, code, "why")))
            .build();
    return new FinishedResult(
        new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(powers), false),
        List.of(verdict),
        Instant.parse("2026-11-20T08:00:00Z"),
        Duration.ZERO);
  }

  private String after(NextStep step, FinishedResult result) {
    step.say(result, session());
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void what_is_not_found_may_have_been_released_before() {
    InstanceVerdict gone =
        GivenVerdict.builder(REF, Verdict.NOT_FOUND)
            .error(
                Optional.of(
                    ReleaseError.of(ErrorCategory.NOT_FOUND, OwnCodes.NOT_SHOWN, "not shown")))
            .build();
    FinishedResult result =
        new FinishedResult(
            new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false),
            List.of(gone),
            Instant.parse("2026-11-20T08:00:00Z"),
            Duration.ZERO);
    assertThat(after(NextStep.afterResume(List.of(), Recording.usual()), result))
        .startsWith("cloudrelease: 1 NOT_FOUND: ")
        .endsWith("cloudrelease runs\n");
    List<String> again = List.of("--config", "my file.yml", "--waves", "--proxy", "none");
    assertThat(after(NextStep.afterResume(again, Recording.at(Path.of("runs"))), result))
        .endsWith("cloudrelease runs --config 'my file.yml' --journal runs\n");
  }

  @Test
  void where_others_were_is_the_folder_of_the_journal() throws IOException {
    Path journal = unfinished();
    assertThat(bench.resume("--journal", journal.toString())).as(bench.out()).isEqualTo(3);
    assertThat(bench.out()).contains("NOT_FOUND");
    assertThat(bench.err()).contains("what was done: cloudrelease runs --journal " + folder + "\n");
  }

  @Test
  void a_run_that_was_left_unfinished_is_followed_by_its_resume() throws IOException {
    Path journal = unfinished();
    String run = Files.readString(journal).replaceAll("(?s).*\"runId\":\"([^\"]*)\".*", "$1");
    Recording recording = Recording.at(journal);
    FinishedResult result = result(ErrorCategory.GUARDED, OwnCodes.JOURNAL);
    List<String> again = List.of("--waves", "--max-instances", "3");
    assertThat(after(NextStep.afterRelease(again, recording), result.ofRun(run)))
        .contains("cloudrelease resume --waves --journal " + journal)
        .doesNotContain("cloudrelease release");
    err.reset();
    assertThat(after(NextStep.afterRelease(again, recording), result.ofRun("another")))
        .contains("cloudrelease release --waves --max-instances 3 --journal " + journal)
        .doesNotContain("cloudrelease resume");
  }

  @Test
  void a_release_that_is_tried_again_has_every_guard_that_was_typed() throws Exception {
    List<String> args = new ArrayList<>(List.of("release", "--yes", "--max-instances", "3"));
    args.addAll(List.of("--config", "my file.yml", "--journal", "run.jsonl", "--force"));
    args.addAll(List.of("--endpoint", "tencent-cvm=http://127.0.0.1:1", "--proxy", "none"));
    args.addAll(List.of(GUARDS));
    args.add(REF.toString());
    Release release = (Release) Arguments.parse(args);
    List<String> again = new ArrayList<>(release.clouds().again());
    again.addAll(release.wish().again());
    again.addAll(release.safeguards().again());
    String said =
        after(
            NextStep.afterRelease(again, release.recording()),
            result(ErrorCategory.STOPPED, OwnCodes.STOPPED, Power.FORCE));
    assertThat(said)
        .isEqualTo(
            "cloudrelease: 1 NOT_SENT: once the reason is gone: cloudrelease release"
                + " --config 'my file.yml' --endpoint tencent-cvm=http://127.0.0.1:1 --proxy none"
                + " --max-instances 3 "
                + TYPED
                + " --journal run.jsonl --force "
                + REF
                + System.lineSeparator());
  }

  @Test
  void guards_are_read_back_as_they_were_typed() throws Exception {
    List<String> args = new ArrayList<>(List.of("resume"));
    args.addAll(List.of(GUARDS));
    args.addAll(List.of("--deny-tag", "empty=", "--deny-name=-x"));
    Safeguards typed = ((Resume) Arguments.parse(args)).safeguards();
    List<String> again = new ArrayList<>(List.of("resume"));
    again.addAll(typed.again());
    assertThat(((Resume) Arguments.parse(again)).safeguards()).isEqualTo(typed);
  }

  @ParameterizedTest
  @CsvSource({
    "GUARDED,DenyTag,''",
    "GUARDED,DeniedByPolicy,''",
    "GUARDED,ManagedByGroup,''",
    "GUARDED,GroupsUnknown,''",
    "GUARDED,NotInPlan,''",
    "GUARDED,OtherAccount,''",
    "GUARDED,AccountNotConfirmed,''",
    "GUARDED,PolicyMaxInstances,''",
    "GUARDED,BlastBudget,''",
    "GUARDED,Waves,''",
    "GUARDED,KillSwitch,''",
    "GUARDED,GuardOfMyOwn,''",
    "INVALID_REQUEST,WrongId,''",
    "GUARDED,ChangedSincePlan,plan",
    "GUARDED,StalePlan,plan",
    "GUARDED,NotApproved,plan",
    "GUARDED,NeedsApproval,plan --out PLAN",
    "GUARDED,ClaimedByOtherRun,release",
    "GUARDED,Journal,release",
    "UNAVAILABLE,NotSent,release",
    "DEADLINE,DeadlinePassed,release"
  })
  void what_somebody_decided_is_in_no_command_that_sends(
      ErrorCategory category, String code, String advised) {
    String said =
        after(NextStep.afterRelease(List.of(), Recording.usual()), result(category, code));
    if (advised.isEmpty()) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said).contains("cloudrelease " + advised + " " + REF);
    }
  }

  @Test
  void what_guards_held_back_is_not_followed_by_a_release_of_it() throws IOException {
    List<String> refs =
        Bench.refs("tencent-cvm", bench.tencent.add(3, i -> i.postpaid().tag("env", "prod")));
    List<String> args = new ArrayList<>(List.of("--yes", "--deny-tag", "env=prod", "--force"));
    args.addAll(List.of("--check-groups", "--kill-switch", folder.resolve("stop").toString()));
    args.addAll(refs);
    assertThat(bench.release(args)).isEqualTo(3);
    assertThat(bench.out()).contains("3 NOT_SENT");
    assertThat(bench.err()).doesNotContain("cloudrelease release");
    assertThat(bench.tencent.ledger().destructiveRequests()).isEmpty();
  }

  private Path plan(String... more) {
    Path file = folder.resolve("plan.json");
    List<String> refs = new ArrayList<>(List.of("--out", file.toString()));
    refs.addAll(List.of(more));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.tag("env", "prod"))));
    refs.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.tag("env", "ci"))));
    bench.atClouds("plan", refs);
    return file;
  }

  @Test
  void the_apply_of_a_plan_has_every_guard_and_says_nothing_of_what_the_plan_excluded() {
    Path file = plan(GUARDS);
    assertThat(bench.err())
        .containsPattern(
            "to carry it out: cloudrelease apply .*" + TYPED.replace("*", "\\*") + " " + file);
    assertThat(bench.atClouds("apply", List.of(file.toString(), "--yes"))).isEqualTo(3);
    assertThat(bench.out()).contains("NotInPlan", "1 RELEASED, 1 NOT_SENT");
    assertThat(bench.err()).doesNotContain("cloudrelease release", "cloudrelease plan");
  }

  @Test
  void a_plan_that_was_refused_is_followed_by_another_of_what_it_would_have_sent() {
    Path file = plan("--deny-tag", "env=prod");
    bench.clock.advance(Duration.ofMinutes(16));
    assertThat(bench.atClouds("apply", List.of(file.toString(), "--yes", "--waves"))).isEqualTo(3);
    assertThat(bench.out()).contains("StalePlan");
    assertThat(bench.err())
        .contains("1 NOT_SENT: make a new plan", "cloudrelease plan ", " --waves ")
        .contains("guards that were typed before (--deny-tag,")
        .doesNotContain("cloudrelease release");
  }

  @Test
  void a_digest_of_another_plan_is_answered_by_a_look_at_this_one() throws IOException {
    Path file = plan("--deny-tag", "env=prod");
    List<String> other = List.of(file.toString(), "--approve", "0".repeat(64), "--waves");
    assertThat(bench.atClouds("apply", other)).isEqualTo(3);
    assertThat(bench.out()).contains("NotApproved");
    assertThat(bench.err())
        .contains("1 NOT_SENT: that is the digest of another plan", "cloudrelease show " + file)
        .doesNotContain("--approve", "cloudrelease plan", "cloudrelease release");
  }

  @Test
  void a_plan_that_wants_its_digest_is_followed_by_its_approval() throws IOException {
    Path file = plan("--deny-tag", "env=prod");
    Path policy = Files.writeString(folder.resolve("p.yml"), "policy: {approval-above: 0}\n");
    List<String> yes = List.of(file.toString(), "--yes", "--waves", "--config", policy.toString());
    assertThat(bench.atClouds("apply", yes)).as(bench.err()).isEqualTo(3);
    assertThat(bench.out())
        .contains("NeedsApproval: this is 1 instance; the policy wants approval");
    assertThat(bench.err())
        .contains("1 NOT_SENT: look at the plan (cloudrelease show " + file + ")")
        .containsPattern(
            "cloudrelease apply --config .* --waves " + file + " --approve [0-9a-f]{64}")
        .doesNotContain("cloudrelease plan", "cloudrelease release");
  }

  @Test
  void what_shows_a_plan_or_a_run_says_that_guards_are_to_be_given_again() throws IOException {
    Path config = Files.writeString(folder.resolve("my.yml"), "policy:\n  most-per-hour: 20\n");
    Path file = plan("--deny-tag", "env=prod");
    assertThat(bench.run("show", file.toString(), "--config", config.toString())).isZero();
    assertThat(bench.out())
        .contains("cloudrelease apply --config " + config + " " + file)
        .contains(
            "guards that were typed before (--deny-tag,", "give again what the command lacks");

    Path journal = unfinished();
    String resume = "cloudrelease resume --config " + config + " --journal " + journal;
    for (String command : List.of("show", "runs")) {
      List<String> args = new ArrayList<>(List.of(command));
      args.addAll(command.equals("runs") ? List.of("--journal") : List.of());
      args.addAll(List.of(journal.toString(), "--config", config.toString()));
      assertThat(bench.run(args.toArray(String[]::new))).as(bench.err()).isZero();
      assertThat(bench.out()).contains(resume, "give again what the command lacks");
    }
    assertThat(bench.run("runs", "--journal", journal.toString(), "--json")).isZero();
    assertThat(bench.err()).contains("give again what the command lacks");
  }

  @Test
  void of_several_runs_each_is_completed_with_the_guards_that_were_typed() throws IOException {
    unfinished();
    Files.copy(unfinished(), folder.resolve("other.jsonl"));
    assertThat(bench.resume("--journal", folder.toString(), "--deny-tag", "env=prod")).isEqualTo(2);
    assertThat(bench.err())
        .contains("2 runs are unfinished", "give again what the command lacks")
        .containsPattern("cloudrelease resume .*--deny-tag env=prod --journal " + folder);
  }

  private Path unfinished() throws IOException {
    Path journal = folder.resolve("run.jsonl");
    Files.deleteIfExists(journal);
    List<String> args = new ArrayList<>(List.of("--yes", "--journal", journal.toString()));
    args.addAll(Bench.refs("tencent-cvm", bench.tencent.add(1, i -> i.postpaid())));
    assertThat(bench.release(args)).isZero();
    Files.writeString(journal, Files.readAllLines(journal).get(0) + "\n");
    return journal;
  }

  @Test
  void a_release_that_needs_approval_is_followed_by_a_plan_to_be_approved() throws IOException {
    Path policy = Files.writeString(folder.resolve("p.yml"), "policy: {approval-above: 0}\n");
    for (int howMany : new int[] {1, 11}) {
      List<String> args = new ArrayList<>(List.of("--yes", "--waves", "--config", policy + ""));
      args.addAll(List.of("--max-instances", "20"));
      args.addAll(Bench.refs("tencent-cvm", bench.tencent.add(howMany, i -> i.postpaid())));
      assertThat(bench.release(args)).as(bench.err()).isEqualTo(3);
      assertThat(bench.out()).contains("NeedsApproval");
      assertThat(bench.err())
          .contains(howMany + " NOT_SENT: ", "a plan to be approved")
          .containsPattern(
              "cloudrelease plan .*--waves .*--out PLAN "
                  + (howMany == 1 ? "tencent" : "--file FILE"))
          .doesNotContain("once the reason is gone", "cloudrelease release");
    }
  }
}
