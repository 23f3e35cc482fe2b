package io.cloudrelease.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Results and plans as CSV and Markdown, with names that want to be more than names. */
class ReportsTest {
  private static final Instant AT = Instant.parse("2026-11-20T08:00:00.123456789Z");
  private static final InstanceRef GONE = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1");
  private static final InstanceRef HELD = InstanceRef.parse("aliyun-ecs:cn-hangzhou:i-2");

  private static final InstanceVerdict REFUSED =
      GivenVerdict.builder(HELD, Verdict.REJECTED)
          .error(
              Optional.of(
                  ReleaseError.of(ErrorCategory.PROTECTED, "Denied", "no | <b>way</b>\n=1")
                      .hint("switch it off")))
          .last(Optional.of(seen(HELD, "@everyone")))
          .build();

  private static final FinishedResult RESULT =
      new FinishedResult(
          new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false),
          List.of(
              GivenVerdict.builder(GONE, Verdict.RELEASED)
                  .sends(1)
                  .requestIds(List.of("r-1", "r-2"))
                  .before(Optional.of(seen(GONE, "=cmd()")))
                  .build(),
              REFUSED),
          AT,
          Duration.ofSeconds(7),
          RunEvidence.none(),
          List.of(
              left("d-1", Leftover.Existence.YES, Optional.empty()),
              left(
                  "",
                  Leftover.Existence.NOT_KNOWN,
                  Optional.of(ReleaseError.of(ErrorCategory.FORBIDDEN, "Denied", "no | right")))));

  private static final MadePlan PLAN =
      new MadePlan(
          ReleaseInstancesRequest.builder().instances(List.of(GONE, HELD)).build(),
          AT,
          List.of(
              new PlannedBatch(
                  "tencent-cvm", "ap-guangzhou", "TerminateInstances", "", List.of(GONE), false)),
          List.of(),
          List.of(REFUSED),
          Map.of(GONE, seen(GONE, "=cmd()")),
          Map.of(GONE, List.of(CollateralItem.of("disk", "d-1", CollateralItem.Fate.GOES))),
          Map.of(),
          Duration.ofSeconds(1));

  private static Leftover left(String id, Leftover.Existence exists, Optional<ReleaseError> why) {
    return new FoundLeftover(Leftover.Kind.DISK, id, GONE, exists, "IDLE", "TerminateDisks", why);
  }

  private static Snapshot seen(InstanceRef ref, String name) {
    return Snapshot.builder(ref, AT, LifecyclePhase.STABLE).name(name).state("RUNNING").build();
  }

  @Test
  void a_result_is_a_line_an_instance_for_a_spreadsheet() {
    assertThat(RESULT.toCsv().lines())
        .containsExactly(
            "\"instance\",\"account\",\"region\",\"id\",\"name\",\"verdict\",\"category\",\"code\","
                + "\"message\",\"hint\",\"sends\",\"request_ids\",\"state_before\",\"state_last\","
                + "\"restorable_until\",\"left_behind\"",
            "\"tencent-cvm:ap-guangzhou:ins-1\",\"tencent-cvm\",\"ap-guangzhou\",\"ins-1\",\"'=cmd()\",\"RELEASED\",\"\",\"\",\"\",\"\",\"1\",\"r-1"
                + " r-2\",\"RUNNING\",\"\",\"\",\"disk d-1, still there (IDLE), freed by"
                + " TerminateDisks; disk not looked up: Denied: no | right\"",
            "\"aliyun-ecs:cn-hangzhou:i-2\",\"aliyun-ecs\",\"cn-hangzhou\",\"i-2\","
                + "\"'@everyone\",\"REJECTED\",\"PROTECTED\",\"Denied\",\"no | <b>way</b>\\n=1\","
                + "\"switch it off\",\"0\",\"\",\"\",\"RUNNING\",\"\",\"\"");
  }

  @Test
  void a_result_is_a_table_for_a_ticket() {
    assertThat(RESULT.toMarkdown())
        .startsWith(
            "# Release of 2 instances: not all good\n\nGoal RELEASE, started 2026-11-20T08:00:00Z, took 7 s.\n")
        .contains("\n| RELEASED | 1 |\n| REJECTED | 1 |\n")
        .contains(
            "\n| `tencent-cvm:ap-guangzhou:ins-1` | `=cmd()` | RELEASED | 1 | |\n",
            "\n| `aliyun-ecs:cn-hangzhou:i-2` | `@everyone` | REJECTED | 0 |"
                + " `Denied: no \\u007c <b>way</b>\\n=1 (switch it off)` |\n")
        .endsWith(
            "\n\n| left by | what |\n|---|---|\n"
                + "| `tencent-cvm:ap-guangzhou:ins-1` | `disk d-1, still there (IDLE), freed by"
                + " TerminateDisks` |\n"
                + "| `1 instance` | `disk not looked up: Denied: no \\u007c right` |\n");
  }

  @Test
  void a_plan_is_what_would_be_sent_and_then_what_would_not() {
    assertThat(PLAN.toCsv().lines().skip(1))
        .containsExactly(
            "\"tencent-cvm:ap-guangzhou:ins-1\",\"tencent-cvm\",\"ap-guangzhou\",\"ins-1\","
                + "\"'=cmd()\",\"SEND\",\"\",\"\",\"\",\"disk d-1 GOES\"",
            "\"aliyun-ecs:cn-hangzhou:i-2\",\"aliyun-ecs\",\"cn-hangzhou\",\"i-2\",\"'@everyone\",\"REJECTED\",\"PROTECTED\",\"Denied\",\"no"
                + " | <b>way</b>\\n"
                + "=1\",\"\"");
    assertThat(PLAN.toMarkdown())
        .startsWith("# Plan: 1 instance in 1 call\n\nGoal RELEASE, made 2026-11-20T08:00:00Z; ")
        .contains("\n- what goes, or may go, with them cannot be kept by this call; the rest stays")
        .contains(
            "\n| `tencent-cvm:ap-guangzhou:ins-1` | `=cmd()` | SEND | `disk d-1 GOES` |\n",
            "\n| `aliyun-ecs:cn-hangzhou:i-2` | `@everyone` | REJECTED | `Denied:");
  }

  @Test
  void numbers_are_said_as_people_say_them() {
    assertThat(PLAN.toTable())
        .contains(
            "     1 in   1 call   tencent-cvm:ap-guangzhou  TerminateInstances",
            "1 instance, goal RELEASE; the calls take a moment");
    MadePlan larger =
        new MadePlan(
            ReleaseInstancesRequest.builder().instances(List.of(GONE, HELD)).build(),
            AT,
            List.of(
                new PlannedBatch(
                    "tencent-cvm", "ap-guangzhou", "TerminateInstances", "", List.of(GONE), true),
                new PlannedBatch(
                    "tencent-cvm", "ap-guangzhou", "TerminateInstances", "", List.of(HELD), true)),
            List.of(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Duration.ofSeconds(40));
    assertThat(larger.toTable())
        .contains(
            "     2 in   2 calls  tencent-cvm:ap-guangzhou  TerminateInstances",
            "2 instances may end in a recycle bin: the same call a second time would destroy them",
            "2 instances, goal RELEASE; the calls take about 40 s");
    assertThat(larger.toMarkdown())
        .startsWith("# Plan: 2 instances in 2 calls\n\n")
        .contains("; the calls take about 40 s.\n")
        .doesNotContain(larger.digest());
    assertThat(PLAN.toTable() + larger.toTable() + PLAN.toMarkdown() + RESULT.toMarkdown())
        .doesNotContain("(s)");
  }
}
