package io.cloudrelease.outcome;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What makes two plans, or two looks at an instance, the same. */
public final class PlanDigest {

  private PlanDigest() {}

  static String of(MadePlan plan) {
    StringBuilder text = new StringBuilder("cloudrelease plan 1\n");
    Intent intent = plan.request().intent();
    line(text, intent.goal().name(), intent.collateral().name());
    line(text, "powers", intent.powers().stream().sorted().toList().toString());
    line(text, "dryRun", String.valueOf(intent.dryRun()));
    line(text, "lookFirst", String.valueOf(plan.request().lookFirst()));
    new TreeMap<>(plan.accounts()).forEach((name, mark) -> line(text, "account", name, mark));
    for (PlannedBatch batch : plan.batches()) {
      line(text, batch.provider(), batch.region(), batch.action(), batch.group());
      instances(text, plan, batch.instances());
    }
    line(text, "waiting");
    instances(text, plan, plan.waiting());
    return Hashes.sha256Hex(text.toString());
  }

  private static void instances(StringBuilder text, MadePlan plan, List<InstanceRef> refs) {
    for (InstanceRef ref : refs) {
      Snapshot snapshot = plan.snapshots().get(ref);
      line(text, ref.toString(), snapshot == null ? "" : mark(snapshot));
    }
  }

  /**
   * What marks an instance as the one that was looked at: its name, its time of creation and how it
   * is paid for.
   */
  public static String mark(Snapshot snapshot) {
    return Hashes.sha256Hex(
        snapshot.name()
            + '\n'
            + snapshot.createdAt().map(Instant::toString).orElse("")
            + '\n'
            + snapshot.chargeType());
  }

  /** Each part with its length, so that no two lists of parts read the same. */
  private static void line(StringBuilder text, String... parts) {
    for (String part : parts) {
      text.append(part.length()).append(':').append(part).append(' ');
    }
    text.append('\n');
  }
}
