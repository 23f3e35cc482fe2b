package io.cloudrelease.journal;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Entries as a run writes them. */
final class Entries {
  static final Instant NOW = Instant.parse("2026-11-20T08:00:00.123456Z");
  static final InstanceRef ONE = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1");
  static final InstanceRef TWO = InstanceRef.parse("zenlayer-zec:2");

  /** The first one, in an account registered under another name. */
  static final InstanceRef ONE_ELSEWHERE = InstanceRef.parse("other-name:ap-guangzhou:ins-1");

  static final Duration DELAY = Duration.ofMinutes(7);
  static final Duration LAG = Duration.ofMinutes(5);
  static final String CLOUD = "tencent-cvm";

  private Entries() {}

  static JournalEntry.RunStarted started() {
    return run("r1", NOW, ONE, TWO, ONE_ELSEWHERE);
  }

  static JournalEntry.RunStarted run(String id, Instant at, InstanceRef... refs) {
    return new JournalEntry.RunStarted(
        at,
        id,
        ReleaseInstancesRequest.builder()
            .instances(List.of(refs))
            .goal(Goal.DESTROY)
            .grant(Power.FORCE)
            .waitAtMost(Duration.ofMinutes(3))
            .build(),
        Map.of("tencent-cvm", "0123456789abcdef"),
        true,
        Map.of(refs[0], "mark TerminateInstances "),
        Map.of("tencent-cvm", "100012345678"),
        Map.of("tencent-cvm", CLOUD),
        OptionalLong.of(7));
  }

  static JournalEntry.BatchIntent intent(String id, InstanceRef... refs) {
    return intent(id, CLOUD, true, NOW, refs);
  }

  /** An intent that rests on looks that were just taken. */
  static JournalEntry.BatchIntent intent(
      String id, String cloud, boolean escalates, Instant at, InstanceRef... refs) {
    return new JournalEntry.BatchIntent(
        at,
        id,
        refs[0].provider(),
        cloud,
        refs[0].region(),
        "TerminateInstances",
        1,
        "PREPAID",
        escalates,
        escalates,
        "token",
        Duration.ofSeconds(10),
        DELAY,
        LAG,
        List.of(refs),
        Arrays.stream(refs).collect(Collectors.toMap(ref -> ref, ref -> snapshot(ref, at))));
  }

  static Snapshot snapshot(InstanceRef ref, Instant at) {
    return Snapshot.builder(ref, at, LifecyclePhase.STABLE)
        .state("RUNNING")
        .name("web \"1\"\nüñ")
        .chargeType("PREPAID")
        .createdAt(NOW.minusSeconds(60))
        .attribute("IsolatedSource", "NOTISOLATED")
        .tag("env", "test")
        .build();
  }

  /** An outcome all of whose sends were answered. */
  static JournalEntry.BatchOutcome outcome(
      String id, JournalEntry.BatchOutcome.Kind kind, int sends) {
    List<String> requestIds = java.util.Collections.nCopies(sends, "req-1");
    return outcome(id, kind, sends, requestIds);
  }

  static JournalEntry.BatchOutcome outcome(
      String id, JournalEntry.BatchOutcome.Kind kind, int sends, List<String> requestIds) {
    return new JournalEntry.BatchOutcome(
        NOW,
        id,
        kind,
        requestIds,
        sends,
        0,
        requestIds.size() >= sends,
        List.of(),
        Proof.NOTHING,
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""));
  }

  /** A call that was refused once, in a way that proves so much. */
  static JournalEntry.BatchOutcome refused(String id, Proof proves) {
    return new JournalEntry.BatchOutcome(
        NOW,
        id,
        JournalEntry.BatchOutcome.Kind.REFUSED,
        List.of("req-1"),
        1,
        0,
        true,
        List.of(),
        proves,
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""));
  }

  static JournalEntry.VerdictGiven verdict(InstanceRef ref, Verdict verdict) {
    return new JournalEntry.VerdictGiven(NOW, GivenVerdict.builder(ref, verdict).build());
  }

  /** One of each kind that may follow an intent. */
  static List<JournalEntry> further() {
    return List.of(
        new JournalEntry.BatchOutcome(
            NOW,
            "b1",
            JournalEntry.BatchOutcome.Kind.AMBIGUOUS,
            List.of("req-1"),
            2,
            0,
            false,
            List.of("ins-1"),
            Proof.NOTHING,
            ReleaseError.of(ErrorCategory.UNAVAILABLE, "NoAnswer", "cut").hint("look")),
        new JournalEntry.GuardDecision(NOW, "Waves", "wave 2 begins"),
        new JournalEntry.RunResumed(NOW),
        new JournalEntry.AdoptedClaims(NOW, "r0", List.of(ONE, TWO)),
        new JournalEntry.VerdictGiven(
            NOW,
            GivenVerdict.builder(ONE, Verdict.RECYCLED)
                .before(Optional.of(snapshot(ONE, NOW)))
                .last(Optional.of(snapshot(ONE, NOW)))
                .requestIds(List.of("req-1"))
                .sends(1)
                .hint("hint")
                .billing(Billing.STOPPED)
                .restorableUntil(Optional.of(NOW))
                .collateral(List.of(CollateralItem.of("disk", "d-1", CollateralItem.Fate.STAYS)))
                .build()),
        new JournalEntry.RunEnded(NOW));
  }
}
