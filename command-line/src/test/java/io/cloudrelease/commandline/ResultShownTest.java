package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.FoundLeftover;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunEvidence;
import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A result at a terminal, in both languages. */
class ResultShownTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private static InstanceRef ref(int i) {
    return InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-0000000" + i);
  }

  private static Leftover left(int of, Leftover.Kind kind, String id, Leftover.Existence exists) {
    Optional<ReleaseError> why =
        exists == Leftover.Existence.NOT_KNOWN
            ? Optional.of(ReleaseError.of(ErrorCategory.FORBIDDEN, "Denied", "no right"))
            : Optional.empty();
    String state = exists == Leftover.Existence.YES ? "UNATTACHED" : "";
    return new FoundLeftover(kind, id, ref(of), exists, state, "TerminateDisks", why);
  }

  private static final ReleaseInstancesResult RESULT =
      new FinishedResult(
          new Intent(Goal.DESTROY, Collateral.KEEP, Set.of(), false),
          List.of(
              GivenVerdict.builder(ref(1), Verdict.RELEASED).sends(1).build(),
              GivenVerdict.builder(ref(2), Verdict.RECYCLED)
                  .sends(2)
                  .restorableUntil(Optional.of(Instant.parse("2026-11-27T08:00:00.123Z")))
                  .build(),
              GivenVerdict.builder(ref(3), Verdict.UNKNOWN)
                  .error(
                      Optional.of(
                          ReleaseError.of(ErrorCategory.UNAVAILABLE, "Lost", "no answer\nat all")
                              .hint("look")))
                  .hint("it was sent")
                  .build()),
          Instant.parse("2026-11-20T08:00:00Z"),
          Duration.ofSeconds(7),
          RunEvidence.none(),
          List.of(
              left(1, Leftover.Kind.DISK, "disk-1", Leftover.Existence.YES),
              left(1, Leftover.Kind.ADDRESS, "eip-1", Leftover.Existence.NO),
              left(1, Leftover.Kind.SNAPSHOT, "snap-1", Leftover.Existence.NOT_KNOWN),
              left(1, Leftover.Kind.INTERFACE, "", Leftover.Existence.NOT_KNOWN),
              left(2, Leftover.Kind.INTERFACE, "", Leftover.Existence.NOT_KNOWN),
              left(2, Leftover.Kind.DISK, "", Leftover.Existence.NOT_KNOWN)));

  private static Session session(String language) {
    return session(language, false);
  }

  private static Session session(String language, boolean color) {
    return new Session(
        Surroundings.ofProcess(),
        new Manner(language, color, false, false, false),
        Words.in(language));
  }

  @Test
  void in_english_it_is_what_the_library_prints() {
    assertThat(ResultShown.of(RESULT, session("en"))).isEqualTo(RESULT.toTable());
    FinishedResult one =
        new FinishedResult(
            RESULT.intent(), RESULT.verdicts().subList(0, 1), RESULT.startedAt(), RESULT.took());
    assertThat(ResultShown.of(one, session("en"))).isEqualTo(one.toTable());
  }

  /** The exit code counts it as not good: it is not to be looked for among the good. */
  @Test
  void what_may_stay_in_the_bin_leads_the_good_and_has_another_colour() {
    ReleaseInstancesResult half =
        new FinishedResult(
            RESULT.intent(),
            List.of(
                GivenVerdict.builder(ref(1), Verdict.RELEASED).build(),
                GivenVerdict.builder(ref(2), Verdict.ACCEPTED).build(),
                GivenVerdict.builder(ref(3), Verdict.ACCEPTED).mayStayInBin(true).build(),
                GivenVerdict.builder(ref(4), Verdict.UNKNOWN).build()),
            RESULT.startedAt(),
            RESULT.took());
    assertThat(ResultShown.of(half, session("en")))
        .isEqualTo(half.toTable())
        .isEqualTo(ResultShown.of(half, session("en", true)).replaceAll("\u001b\\[[0-9]+m", ""));
    assertThat(ResultShown.of(half, session("en", true)).lines().skip(1).limit(4))
        .containsExactly(
            "tencent-cvm:ap-guangzhou:ins-00000004  \u001b[31mUNKNOWN\u001b[0m       0",
            "tencent-cvm:ap-guangzhou:ins-00000003  \u001b[33mACCEPTED\u001b[0m      0",
            "tencent-cvm:ap-guangzhou:ins-00000001  \u001b[32mRELEASED\u001b[0m      0",
            "tencent-cvm:ap-guangzhou:ins-00000002  \u001b[32mACCEPTED\u001b[0m      0");
  }

  @Test
  void in_chinese_verdicts_codes_messages_and_hints_are_in_english_and_the_rest_is_not() {
    assertThat(ResultShown.of(RESULT, session("zh")).lines())
        .containsExactly(
            "实例                                   结论      发送  原因",
            "tencent-cvm:ap-guangzhou:ins-00000003  UNKNOWN      0  Lost: no answer\\nat all (look); it"
                + " was sent",
            "tencent-cvm:ap-guangzhou:ins-00000002  RECYCLED     2  可恢复至 2026-11-27T08:00:00Z",
            "tencent-cvm:ap-guangzhou:ins-00000001  RELEASED     1",
            "",
            "3 个实例：1 RELEASED, 1 RECYCLED, 1 UNKNOWN",
            "tencent-cvm:ap-guangzhou:ins-00000001 留下：云盘 disk-1，还在 (UNATTACHED)，用 TerminateDisks 释放",
            "tencent-cvm:ap-guangzhou:ins-00000001 留下：地址 eip-1，已经没有了",
            "tencent-cvm:ap-guangzhou:ins-00000001 留下：快照 snap-1，可能还在，用 TerminateDisks 释放 (Denied: no"
                + " right)",
            "2 个实例留下的网卡未查到：Denied: no right",
            "1 个实例留下的云盘未查到：Denied: no right");
  }

  @Test
  void what_a_code_of_ours_means_is_said_in_chinese_before_it() {
    ReleaseError ours = ReleaseError.of(ErrorCategory.GUARDED, "DenyTag", "it has the tag a");
    ReleaseInstancesResult held =
        new FinishedResult(
            RESULT.intent(),
            List.of(
                GivenVerdict.builder(ref(1), Verdict.NOT_SENT).error(Optional.of(ours)).build()),
            RESULT.startedAt(),
            RESULT.took());
    assertThat(ResultShown.of(held, session("zh")))
        .contains(" 0  它带有被禁止的标签，或没有查询过（DenyTag: it has the tag a）\n");
    assertThat(ResultShown.of(held, session("en"))).isEqualTo(held.toTable());
    List<String> refs = new ArrayList<>(List.of("--plan", "--lang", "zh"));
    refs.add("tencent-cvm:ap-guangzhou:ins-zzzzzzzz");
    assertThat(bench.release(refs)).isEqualTo(3);
    assertThat(bench.out()).contains("NOT_FOUND 云查不到这样的实例（NotShown: ");
  }

  @Test
  void the_tool_speaks_chinese_down_to_its_tables() {
    List<String> refs = Bench.refs("tencent-cvm", bench.tencent.add(2, i -> i.postpaid()));
    List<String> args = new ArrayList<>(List.of("--yes", "--lang", "zh"));
    args.addAll(refs);
    assertThat(bench.release(args)).isZero();
    assertThat(bench.out()).startsWith("实例 ").endsWith("2 个实例：2 RELEASED\n");
    assertThat(bench.run("runs", "--lang", "zh")).isZero();
    assertThat(bench.out()).startsWith("状态 ").doesNotContain("BEGAN");
  }

  /** As somebody who only filtered a result's JSON would have it. */
  @Test
  void a_result_read_back_from_its_json_is_shown_as_it_was() {
    InstanceVerdict known = RESULT.verdicts().get(1);
    ReleaseInstancesResult back =
        ToldResult.of(
                io.cloudrelease.json.JsonValue.parse(
                        RESULT.toJson().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .orElseThrow())
            .orElseThrow();
    assertThat(back.intent().goal()).isEqualTo(Goal.DESTROY);
    assertThat(back.verdict(known.ref()).orElseThrow().restorableUntil())
        .isEqualTo(known.restorableUntil());
    // Both hints stand in one member there.
    assertThat(ResultShown.of(back, session("zh")))
        .isEqualTo(
            ResultShown.of(RESULT, session("zh"))
                .replace("(look); it", "(look; it")
                .replace("was sent\n", "was sent)\n"));
  }

  @Test
  void a_number_of_sends_that_no_run_can_have_had_is_not_shown_as_another() {
    String json = RESULT.toJson().replace("\"sends\":2", "\"sends\":99999999999");
    assertThat(json).isNotEqualTo(RESULT.toJson());
    assertThat(
            ToldResult.of(
                io.cloudrelease.json.JsonValue.parse(
                        json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .orElseThrow()))
        .isEmpty();
  }
}
