package io.cloudrelease.commandline.report;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseEvent.Kind;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.FoundLeftover;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunEvidence;
import io.cloudrelease.outcome.ToldEvent;
import io.cloudrelease.remains.Leftover;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reports of releases that never were, of any size, with the names that a hostile tenant gives. */
final class SampleReports {
  static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "<img src=x onerror=alert(2)>",
          "</script><!--<script>",
          "=HYPERLINK(\"http://evil.example\",\"click\")",
          "\u001b[2J\u001b]0;pwned\u0007",
          "invoice\u202egnp.exe",
          "@SCRIPT@ @DATA@ $1 \\",
          "&lt;b&gt; \" ' `",
          "web\u200b-1\u0000\u2028x",
          "实例 №1 — ärger");

  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
  private static final String[] REFS = {
    "tencent-cvm:ap-guangzhou:ins-%08x", "aliyun-ecs:cn-hangzhou:i-bp%010x", "zenlayer-zec:%d"
  };
  private static final String[] LANES = {
    "tencent-cvm:ap-guangzhou TerminateInstances",
    "aliyun-ecs:cn-hangzhou DeleteInstances",
    "zenlayer-zec ReleaseInstances <b>"
  };

  private SampleReports() {}

  static HtmlReport of(int instances) {
    List<InstanceVerdict> verdicts = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      verdicts.add(verdict(i));
    }
    Intent intent = new Intent(Goal.DESTROY, Collateral.KEEP, Set.of(), false);
    List<String> evidence = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      evidence.add("{\"kind\":\"verdict\",\"instance\":\"i-" + i + "\",\"name\":\"a\u202eb<i>\"}");
    }
    evidence.add("{\"kind\":\"ended\"}");
    List<Leftover> leftovers = new ArrayList<>();
    for (int i = 0; i < Math.max(1, instances / 50); i++) {
      String hostile = HOSTILE.get(i % HOSTILE.size());
      leftovers.add(
          new FoundLeftover(
              Leftover.Kind.values()[i % Leftover.Kind.values().length],
              i % 9 == 8 ? "" : "disk-" + i + hostile,
              verdicts.get(i).ref(),
              Leftover.Existence.values()[i % Leftover.Existence.values().length],
              hostile,
              "TerminateDisks",
              Optional.of(ReleaseError.of(ErrorCategory.FORBIDDEN, "Denied", hostile))));
    }
    return HtmlReport.of(
            new FinishedResult(
                intent,
                verdicts,
                START,
                Duration.ofSeconds(93),
                RunEvidence.of(() -> List.copyOf(evidence)),
                leftovers))
        .events(events(verdicts));
  }

  private static InstanceVerdict verdict(int i) {
    InstanceRef ref = InstanceRef.parse(REFS[i % REFS.length].formatted(100_000 + i));
    Verdict verdict =
        i % 11 == 0 ? Verdict.values()[i / 11 % Verdict.values().length] : Verdict.RELEASED;
    GivenVerdict.Builder given =
        GivenVerdict.builder(ref, verdict)
            .sends(i % 2 + 1)
            .requestIds(List.of("6f7e1a2b-%012x".formatted(i)))
            .collateral(List.of(CollateralItem.of("disk", "d-" + i, CollateralItem.Fate.STAYS)));
    given.before(Optional.of(seen(ref, i, "RUNNING")));
    given.last(Optional.of(seen(ref, i, "TERMINATING")));
    if (!GivenVerdict.mayBeGood(verdict, Goal.DESTROY)) {
      given.error(
          Optional.of(
              ReleaseError.of(
                      ErrorCategory.WRONG_STATE,
                      "UnsupportedOperation.InstanceStateRunning",
                      "the cloud says " + HOSTILE.get(i % HOSTILE.size()))
                  .hint("stop it first, or grant FORCE_STOP")));
    }
    return given.build();
  }

  private static Snapshot seen(InstanceRef ref, int i, String state) {
    return Snapshot.builder(ref, START, LifecyclePhase.STABLE)
        .name(i < 30 ? HOSTILE.get(i % HOSTILE.size()) : "web-" + i)
        .state(state)
        .build();
  }

  private static List<ReleaseEvent> events(List<InstanceVerdict> verdicts) {
    List<ReleaseEvent> events = new ArrayList<>();
    events.add(ToldEvent.of(Kind.PLANNED, START));
    int calls = Math.max(3, verdicts.size() / 100);
    for (int i = 0; i < calls; i++) {
      String lane = LANES[i % LANES.length];
      String account = lane.substring(0, lane.indexOf(' ')).replaceFirst(":.*", "");
      Instant at = START.plusMillis(1000L + 80_000L * i / calls);
      List<InstanceRef> some =
          verdicts.subList(0, Math.min(100, verdicts.size())).stream()
              .map(InstanceVerdict::ref)
              .toList();
      events.add(ToldEvent.of(Kind.LOOKED, at).in(account, lane).about(some));
      events.add(ToldEvent.of(Kind.SENDING, at.plusMillis(300)).in(account, lane).about(some));
      if (i % 7 == 2) {
        events.add(
            ToldEvent.of(Kind.RETRYING, at.plusMillis(700))
                .in(account, lane)
                .about(some)
                .call(1, List.of())
                .detail("RequestLimitExceeded " + HOSTILE.get(i % HOSTILE.size())));
        events.add(ToldEvent.of(Kind.SENDING, at.plusMillis(2700)).in(account, lane).about(some));
      }
      events.add(
          ToldEvent.of(Kind.ANSWERED, at.plusMillis(3000))
              .in(account, lane)
              .about(some)
              .call(1, List.of("6f7e1a2b-" + i))
              .took(Duration.ofMillis(500))
              .detail("accepted"));
    }
    events.add(ToldEvent.of(Kind.FINISHED, START.plusSeconds(93)));
    return events;
  }
}
