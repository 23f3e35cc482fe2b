package io.cloudrelease.testkit.store;

import static io.cloudrelease.testkit.store.StoreLines.CLOUD;
import static io.cloudrelease.testkit.store.StoreLines.DELAY;
import static io.cloudrelease.testkit.store.StoreLines.LAG;
import static io.cloudrelease.testkit.store.StoreLines.NOW;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.Collateral;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Lines in which everything is said, with texts as people and clouds may write them. */
final class FullLines {
  /** With half of a character at its end, as where a cloud cuts a name. */
  private static final String NAME = "web \"1\"\\\r\n\t\u0000€ 中 𝒳 😀 \ud83d";

  private static final String LONG = "😀 web ".repeat(36);

  private FullLines() {}

  /** A plan that is carried out. */
  static JournalEntry.RunStarted run(String id, List<InstanceRef> refs) {
    Map<String, String> keys = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    Map<String, String> clouds = new HashMap<>();
    Map<InstanceRef, String> planned = new HashMap<>();
    for (InstanceRef ref : refs) {
      keys.put(ref.provider(), "key of " + ref.provider());
      ids.put(ref.provider(), "id of " + ref.provider());
      clouds.put(ref.provider(), "cloud of " + ref.provider());
      planned.put(ref, "mark of " + ref);
    }
    return new JournalEntry.RunStarted(
        NOW, id, request(refs), keys, true, planned, ids, clouds, OptionalLong.empty());
  }

  private static ReleaseInstancesRequest request(List<InstanceRef> refs) {
    return ReleaseInstancesRequest.builder()
        .instances(refs)
        .goal(Goal.DESTROY)
        .collateral(Collateral.RELEASE)
        .grant(Power.values())
        .dryRun(true)
        .lookFirst(false)
        .waitAtMost(Duration.ofMinutes(3))
        .deadline(Duration.ofMinutes(40))
        .maxInstances(1234)
        .sendsOnce(true)
        .build();
  }

  /** A call whose instances have names and tags of the longest. */
  static JournalEntry.BatchIntent intent(String batch, InstanceRef... refs) {
    Map<InstanceRef, Snapshot> seen = new HashMap<>();
    for (InstanceRef ref : refs) {
      seen.put(ref, seen(ref, LONG + ref.id()));
    }
    return new JournalEntry.BatchIntent(
        NOW,
        batch,
        refs[0].provider(),
        CLOUD,
        refs[0].region(),
        "TerminateInstances",
        2,
        NAME,
        false,
        true,
        "token-" + batch,
        Duration.ofMillis(12_345),
        DELAY,
        LAG,
        List.of(refs),
        seen);
  }

  private static Snapshot seen(InstanceRef ref, String name) {
    return Snapshot.builder(ref, NOW.minusMillis(1), LifecyclePhase.RECYCLED)
        .state("SHUTDOWN")
        .name(name)
        .chargeType("PREPAID")
        .zone("ap-guangzhou-3")
        .protectedFromRelease(true)
        .createdAt(NOW.minusSeconds(3))
        .expiresAt(NOW.plusSeconds(3))
        .attribute("IsolatedSource", "ARREAR")
        .tag(NAME, name)
        .build();
  }

  /** A call that was refused after two attempts that were throttled. */
  static JournalEntry outcome(String batch, InstanceRef blamed) {
    return new JournalEntry.BatchOutcome(
        NOW,
        batch,
        JournalEntry.BatchOutcome.Kind.REFUSED,
        List.of("req-1", "req-2", "req-3"),
        3,
        2,
        false,
        List.of(blamed.id()),
        Proof.OWN,
        error());
  }

  private static ReleaseError error() {
    return ReleaseError.of(ErrorCategory.PROTECTED, "Protected.中", LONG.repeat(20)).hint("hint 😀");
  }

  static JournalEntry verdict(InstanceRef ref) {
    return new JournalEntry.VerdictGiven(
        NOW,
        GivenVerdict.builder(ref, Verdict.ACCEPTED)
            .error(Optional.of(error()))
            .hint("hint 😀")
            .requestIds(List.of("req-1", "req-2"))
            .sends(2)
            .before(Optional.of(seen(ref, NAME)))
            .last(Optional.of(seen(ref, LONG)))
            .collateral(List.of(CollateralItem.of("disk", "disk-1", CollateralItem.Fate.STAYS)))
            .billing(Billing.CONTINUES)
            .restorableUntil(Optional.of(NOW.plusSeconds(4)))
            .mayStayInBin(true)
            .build());
  }
}
