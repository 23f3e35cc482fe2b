package io.cloudrelease.commandline;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlannedBatch;
import io.cloudrelease.text.TerminalText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A plan for people: what would go, how, what goes with it, and what to think of before. */
final class PlanShown {
  private static final int ROWS = 20;

  private final MadePlan plan;
  private final Session session;
  private final StringBuilder out = new StringBuilder();

  private PlanShown(MadePlan plan, Session session) {
    this.plan = plan;
    this.session = session;
  }

  /**
   * The plan as a table.
   *
   * @param all whether every instance is shown
   */
  static String table(ReleasePlan plan, Session session, boolean all) {
    if (!(plan instanceof MadePlan made)) {
      return plan.toTable();
    }
    return new PlanShown(made, session).shown(all);
  }

  static String json(ReleasePlan plan) {
    return PlanJson.of(plan);
  }

  private String shown(boolean all) {
    if (!plan.instances().isEmpty()) {
      instances(all ? Integer.MAX_VALUE : ROWS);
    }
    calls();
    Map<Fate, Map<String, Integer>> attached = attached();
    attached.forEach(
        (fate, kinds) ->
            kinds.forEach(
                (kind, count) ->
                    line("plan." + fate.name().toLowerCase(Locale.ROOT), count, kind)));
    excluded(all ? Integer.MAX_VALUE : ROWS);
    notes(attached);
    Intent intent = plan.request().intent();
    line(
        plan.instances().size() == 1 ? "plan.sum.one" : "plan.sum",
        plan.instances().size(),
        intent.goal(),
        time());
    return out.toString();
  }

  private void instances(int most) {
    TextTable table = new TextTable().row(List.of(session.say("plan.columns").split("\\|")));
    List<InstanceRef> going = plan.instances();
    for (InstanceRef ref : going.subList(0, Math.min(most, going.size()))) {
      table.row(row(ref, Optional.ofNullable(plan.snapshots().get(ref)), plan.madeAt()));
    }
    out.append(
        table.shown(session.surroundings().terminal() ? session.surroundings().columns() : 1000));
    if (going.size() > most) {
      line("plan.more", going.size() - most);
    }
    out.append('\n');
  }

  /** What is known of an instance: reference, name, state, age, tags. */
  static List<String> row(InstanceRef ref, Optional<Snapshot> seen, Instant now) {
    List<String> tags = new ArrayList<>();
    seen.ifPresent(
        snapshot ->
            new TreeMap<>(snapshot.tags())
                .forEach((key, value) -> tags.add(value.isEmpty() ? key : key + "=" + value)));
    return List.of(
        ref.toString(),
        seen.map(Snapshot::name).orElse(""),
        seen.map(Snapshot::state).orElse(""),
        seen.flatMap(Snapshot::createdAt).map(at -> Times.age(at, now)).orElse(""),
        String.join(" ", tags));
  }

  private void calls() {
    Map<String, int[]> lanes = new LinkedHashMap<>();
    for (PlannedBatch batch : plan.batches()) {
      String where =
          batch.region().isEmpty() ? batch.provider() : batch.provider() + ":" + batch.region();
      String lane = String.join("  ", where, batch.action(), batch.group()).stripTrailing();
      int[] sums = lanes.computeIfAbsent(lane, l -> new int[2]);
      sums[0]++;
      sums[1] += batch.instances().size();
    }
    lanes.forEach(
        (lane, sums) ->
            line(
                sums[0] == 1 ? "plan.calls.one" : "plan.calls",
                right(sums[1], 6),
                right(sums[0], 3),
                lane));
    if (!plan.waiting().isEmpty()) {
      line("plan.waiting", right(plan.waiting().size(), 6));
    }
  }

  private static String right(int number, int width) {
    return String.format(Locale.ROOT, "%" + width + "d", number);
  }

  private Map<Fate, Map<String, Integer>> attached() {
    Map<Fate, Map<String, Integer>> attached = new TreeMap<>();
    for (List<CollateralItem> items : plan.collateral().values()) {
      for (CollateralItem item : items) {
        attached
            .computeIfAbsent(item.fate(), fate -> new TreeMap<>())
            .merge(item.kind(), 1, Integer::sum);
      }
    }
    return attached;
  }

  private void excluded(int most) {
    List<InstanceVerdict> excluded = plan.excluded();
    for (InstanceVerdict verdict : excluded.subList(0, Math.min(most, excluded.size()))) {
      line("plan.not-sent", verdict);
    }
    if (excluded.size() > most) {
      line("plan.not-sent.more", excluded.size() - most);
    }
  }

  private void notes(Map<Fate, Map<String, Integer>> attached) {
    Intent intent = plan.request().intent();
    int escalating =
        plan.batches().stream()
            .filter(PlannedBatch::escalates)
            .mapToInt(batch -> batch.instances().size())
            .sum();
    if (escalating > 0) {
      line(escalating == 1 ? "plan.bin.one" : "plan.bin", escalating);
    }
    if (intent.goal() == Goal.DESTROY) {
      line("plan.destroy");
    }
    boolean some = attached.containsKey(Fate.GOES) || attached.containsKey(Fate.UNKNOWN);
    if (!plan.instances().isEmpty()) {
      line(
          intent.collateral() == Collateral.RELEASE
              ? "plan.collateral.release"
              : some ? "plan.collateral.some" : "plan.collateral.keep");
    }
    if (!intent.powers().isEmpty()) {
      List<String> flags =
          intent.powers().stream().sorted().map((Power power) -> Wish.option(power)).toList();
      line("plan.powers", String.join(", ", flags));
    }
  }

  /** The calls alone: how long the clouds then take is theirs to know. */
  private String time() {
    long seconds = plan.estimatedTime().toSeconds();
    String calls = seconds < 2 ? session.say("plan.time.short") : session.say("plan.time", seconds);
    return plan.request().waitAtMost().isZero()
        ? calls
        : session.say("plan.time.wait", calls, plan.request().deadline().toMinutes());
  }

  private void line(String key, Object... args) {
    out.append(TerminalText.of(session.say(key, args))).append('\n');
  }
}
