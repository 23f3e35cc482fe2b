package io.cloudrelease.testkit.store;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Lines as a run writes them. */
final class StoreLines {
  static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
  static final String CLOUD = "tencent-cvm";
  static final Duration DELAY = Duration.ofMinutes(7);
  static final Duration LAG = Duration.ofMinutes(5);

  private StoreLines() {}

  static InstanceRef ref(int number) {
    return ref("prod", number);
  }

  static InstanceRef ref(String account, int number) {
    return InstanceRef.of(account, "ap-guangzhou", "ins-" + number);
  }

  /** A run of which these instances are asked for, under whichever account. */
  static JournalEntry.RunStarted run(String id, Instant at, List<InstanceRef> refs) {
    Map<String, String> marks = new HashMap<>();
    Map<String, String> clouds = new HashMap<>();
    for (InstanceRef ref : refs) {
      marks.put(ref.provider(), "0123456789abcdef");
      clouds.put(ref.provider(), CLOUD);
    }
    return new JournalEntry.RunStarted(
        at,
        id,
        ReleaseInstancesRequest.builder().instances(refs).maxInstances(refs.size()).build(),
        marks,
        false,
        Map.of(),
        Map.of(),
        clouds,
        OptionalLong.empty());
  }

  /** A call that could go further than its goal, and rests on looks that were just taken. */
  static JournalEntry.BatchIntent intent(String batch, InstanceRef... refs) {
    return intent(batch, CLOUD, true, NOW, Duration.ZERO, refs);
  }

  /** A call that cannot go further than its goal. */
  static JournalEntry.BatchIntent harmless(String batch, InstanceRef... refs) {
    return intent(batch, CLOUD, false, NOW, Duration.ZERO, refs);
  }

  static JournalEntry.BatchIntent intent(
      String batch,
      String cloud,
      boolean escalates,
      Instant at,
      Duration lookAge,
      InstanceRef... refs) {
    Map<InstanceRef, Snapshot> seen = new HashMap<>();
    for (InstanceRef ref : refs) {
      seen.put(
          ref,
          Snapshot.builder(ref, at.minus(lookAge), LifecyclePhase.STABLE)
              .state("RUNNING")
              .name("web \"1\"\n€ 中")
              .build());
    }
    return new JournalEntry.BatchIntent(
        at,
        batch,
        refs[0].provider(),
        cloud,
        refs[0].region(),
        "TerminateInstances",
        1,
        "PREPAID",
        escalates,
        escalates,
        "token-" + batch,
        Duration.ofSeconds(10),
        DELAY,
        LAG,
        new ArrayList<>(Arrays.asList(refs)),
        seen);
  }

  /** The call was accepted. */
  static JournalEntry accepted(String batch) {
    return outcome(batch, JournalEntry.BatchOutcome.Kind.ACCEPTED, 1, true, Proof.NOTHING);
  }

  /** It was refused before anything was looked at. */
  static JournalEntry refused(String batch) {
    return outcome(batch, JournalEntry.BatchOutcome.Kind.REFUSED, 1, true, Proof.ALL);
  }

  /** No answer came. */
  static JournalEntry unanswered(String batch) {
    return outcome(batch, JournalEntry.BatchOutcome.Kind.AMBIGUOUS, 1, false, Proof.NOTHING);
  }

  /** No byte of it left. */
  static JournalEntry notSent(String batch) {
    return outcome(batch, JournalEntry.BatchOutcome.Kind.NOT_SENT, 0, true, Proof.NOTHING);
  }

  private static JournalEntry outcome(
      String batch,
      JournalEntry.BatchOutcome.Kind kind,
      int sends,
      boolean answered,
      Proof proves) {
    return new JournalEntry.BatchOutcome(
        NOW,
        batch,
        kind,
        answered ? Collections.nCopies(sends, "req-1") : List.of(),
        sends,
        0,
        answered,
        List.of(),
        proves,
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""));
  }

  static JournalEntry verdict(InstanceRef ref, Verdict verdict) {
    return new JournalEntry.VerdictGiven(NOW, GivenVerdict.builder(ref, verdict).build());
  }

  /** A verdict after a look that shows it in that phase. */
  static JournalEntry verdict(InstanceRef ref, Verdict verdict, LifecyclePhase seen) {
    Snapshot last = Snapshot.builder(ref, NOW, seen).state("SEEN").build();
    return new JournalEntry.VerdictGiven(
        NOW, GivenVerdict.builder(ref, verdict).last(Optional.of(last)).build());
  }

  static JournalEntry ended() {
    return new JournalEntry.RunEnded(NOW);
  }
}
