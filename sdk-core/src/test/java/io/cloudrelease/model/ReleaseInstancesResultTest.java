package io.cloudrelease.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleaseInstancesResultTest {
  private static final Intent INTENT = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false);

  private static GivenVerdict.Builder verdict(String ref, Verdict verdict) {
    return GivenVerdict.builder(InstanceRef.parse(ref), verdict);
  }

  private static ReleaseInstancesResult result(InstanceVerdict... verdicts) {
    return new FinishedResult(INTENT, List.of(verdicts), Instant.EPOCH, Duration.ZERO);
  }

  private static final InstanceVerdict GONE =
      verdict("tencent-cvm:ap-guangzhou:ins-1", Verdict.RELEASED)
          .requestIds(List.of("r-1", "r-2"))
          .sends(1)
          .build();

  private static InstanceVerdict refused(String message) {
    return verdict("fake:i-2", Verdict.REJECTED)
        .error(
            Optional.of(
                ReleaseError.of(ErrorCategory.PROTECTED, "Protected", message).hint("unlock it")))
        .build();
  }

  @Test
  void the_json_is_exactly_what_scripts_rely_on() {
    assertThat(result(GONE, refused("said \"no\"")).toJson())
        .isEqualTo(
            "{\"schema\":1,\"verdicts\":["
                + "{\"instance\":\"tencent-cvm:ap-guangzhou:ins-1\",\"verdict\":\"RELEASED\","
                + "\"category\":null,\"code\":null,\"message\":null,"
                + "\"requestIds\":[\"r-1\",\"r-2\"],\"sends\":1,\"hint\":null,"
                + "\"restorableUntil\":null,\"billing\":\"UNKNOWN\",\"collateral\":[]},"
                + "{\"instance\":\"fake:i-2\",\"verdict\":\"REJECTED\","
                + "\"category\":\"PROTECTED\",\"code\":\"Protected\",\"message\":\"said"
                + " \\\"no\\\"\",\"requestIds\":[],\"sends\":0,\"hint\":\"unlock"
                + " it\",\"restorableUntil\":null,\"billing\":\"UNKNOWN\",\"collateral\":[]}],"
                + "\"counts\":{\"RELEASED\":1,\"RECYCLED\":0,\"ACCEPTED\":0,\"ALREADY_DONE\":0,"
                + "\"NOT_FOUND\":0,\"REJECTED\":1,\"NOT_SENT\":0,\"DRY_RUN_PASSED\":0,"
                + "\"UNKNOWN\":0},\"leftovers\":[],"
                + "\"run\":{\"runId\":null,\"goal\":\"RELEASE\",\"collateral\":\"KEEP\",\"dryRun\":false,"
                + "\"startedAt\":\"1970-01-01T00:00:00Z\",\"tookMillis\":0}}");
  }

  @Test
  void the_json_is_the_same_in_any_locale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      String json = result(GONE).toJson();
      assertThat(json).contains("\"sends\":1");
      assertThat(result(GONE).toTable()).contains("    1").contains("1 instance: 1 RELEASED");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatever_a_cloud_says_the_json_can_be_read_back() {
    String odd = "\u0000\u001b[31m\n\"\\\u2028 \uD83D 实例";
    String json = result(refused(odd)).toJson();
    assertThat(JsonValue.parse(json.getBytes(StandardCharsets.UTF_8))).isPresent();
  }

  @Test
  void counts_list_every_verdict_and_add_up() {
    ReleaseInstancesResult result = result(GONE, refused("no"));
    assertThat(result.counts()).containsOnlyKeys(Verdict.values());
    assertThat(result.counts().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
    assertThatThrownBy(() -> result.counts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void verdicts_are_found_by_reference_and_stand_in_order() {
    InstanceVerdict no = refused("no");
    ReleaseInstancesResult result = result(no, GONE);
    assertThat(result.verdicts()).containsExactly(no, GONE);
    assertThat(result.verdict(GONE.ref())).contains(GONE);
    assertThat(result.verdict(InstanceRef.of("fake", "other"))).isEmpty();
    assertThat(result.intent()).isEqualTo(INTENT);
  }

  @Test
  void two_verdicts_for_one_instance_are_a_mistake() {
    assertThatThrownBy(() -> result(GONE, GONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tencent-cvm:ap-guangzhou:ins-1");
  }

  @Test
  void the_table_has_a_line_per_instance_what_is_not_good_first_and_the_counts() {
    assertThat(result(GONE, refused("no")).toTable())
        .isEqualTo(
            """
            INSTANCE                        VERDICT   SENDS  WHY
            fake:i-2                        REJECTED      0  Protected: no (unlock it)
            tencent-cvm:ap-guangzhou:ins-1  RELEASED      1

            2 instances: 1 RELEASED, 1 REJECTED
            """);
  }

  @Test
  void a_message_of_a_cloud_can_neither_break_the_table_nor_reach_the_terminal() {
    String table = result(refused("one\r\ntwo\u001b[2J\u009b3m\u202e")).toTable();
    assertThat(table.lines()).hasSize(4);
    assertThat(table).contains("one\\r\\ntwo\\u001b[2J\\u009b3m\\u202e");
    assertThat(table.chars().filter(c -> c != '\n' && Character.isISOControl(c)).count()).isZero();
  }

  @Test
  void good_verdicts_are_those_at_or_on_the_way_to_the_goal() {
    assertThat(Arrays.stream(Verdict.values()).filter(v -> GivenVerdict.mayBeGood(v, Goal.RELEASE)))
        .containsExactly(
            Verdict.RELEASED,
            Verdict.RECYCLED,
            Verdict.ACCEPTED,
            Verdict.ALREADY_DONE,
            Verdict.DRY_RUN_PASSED);
    assertThat(Arrays.stream(Verdict.values()).filter(v -> GivenVerdict.mayBeGood(v, Goal.DESTROY)))
        .containsExactly(
            Verdict.RELEASED, Verdict.ACCEPTED, Verdict.ALREADY_DONE, Verdict.DRY_RUN_PASSED);
    assertThat(result(GONE).allGood()).isTrue();
    assertThat(result(GONE, refused("no")).allGood()).isFalse();
  }

  @Test
  void a_verdict_shows_its_evidence() {
    Snapshot before =
        Snapshot.builder(GONE.ref(), Instant.EPOCH, LifecyclePhase.STABLE)
            .state("RUNNING")
            .attribute("autoRenew", "")
            .attribute("kind", "x")
            .tag("env", "test")
            .build();
    InstanceVerdict verdict =
        verdict(GONE.ref().toString(), Verdict.RECYCLED)
            .before(Optional.of(before))
            .restorableUntil(Optional.of(Instant.EPOCH))
            .hint("look")
            .build();
    assertThat(verdict.before()).contains(before);
    assertThat(verdict.last()).isEmpty();
    assertThat(verdict.billing()).isEqualTo(Billing.UNKNOWN);
    assertThat(before.attributes()).containsOnlyKeys("kind");
    assertThat(before.attribute("autoRenew")).isEmpty();
    assertThat(before).hasToString(GONE.ref() + " STABLE (RUNNING) at 1970-01-01T00:00:00Z");
    assertThat(result(verdict).toTable()).contains("look; restorable until 1970-01-01T00:00:00Z");
  }
}
