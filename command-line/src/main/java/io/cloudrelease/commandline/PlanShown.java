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
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.text.TerminalText;
import java.math.BigDecimal;
import java.nio.file.Path;
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
  private final Map<InstanceRef, Refund> refunds;
  private final Session session;
  private final StringBuilder out = new StringBuilder();

  private PlanShown(MadePlan plan, Map<InstanceRef, Refund> refunds, Session session) {
    this.plan = plan;
    this.refunds = refunds;
    this.session = session;
  }

  /**
   * The plan as a table.
   *
   * @param all whether every instance is shown
   */
  static String table(ReleasePlan plan, Session session, boolean all) {
    return new PlanShown(MadePlan.behind(plan), plan.refunds(), session).shown(all);
  }

  /** Says where a plan was kept, until when it may be carried out, and how. */
  static void sayKept(KeptPlan kept, Path file, List<String> again, Session session) {
    session.note("plan.kept", file, Times.shown(kept.validUntil()));
    if (!kept.plan().instances().isEmpty()) {
      session.note("plan.approve", apply(kept, file, again));
    }
  }

  /** The command that carries it out. */
  static String apply(KeptPlan kept, Path file, List<String> again) {
    List<String> args = new ArrayList<>(List.of("apply"));
    args.addAll(again);
    args.addAll(List.of(file.toString(), "--approve", kept.digest()));
    return Shell.command(args.toArray(String[]::new));
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
                    line(
                        "plan." + fate.name().toLowerCase(Locale.ROOT),
                        count,
                        session.words().attached(kind, count))));
    excluded(all ? Integer.MAX_VALUE : ROWS);
    refunds(all ? Integer.MAX_VALUE : ROWS);
    notes(attached);
    Intent intent = plan.request().intent();
    line(
        switch (plan.instances().size()) {
          case 0 -> "plan.sum.none";
          case 1 -> "plan.sum.one";
          default -> "plan.sum";
        },
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
                TextTable.right(sums[1], 6),
                TextTable.right(sums[0], 3),
                lane));
    if (!plan.waiting().isEmpty()) {
      line("plan.waiting", TextTable.right(plan.waiting().size(), 6));
    }
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
      String why = verdict.error().map(e -> " " + session.words().summary(e)).orElse("");
      line("plan.not-sent", verdict.ref() + " " + verdict.verdict() + why);
    }
    if (excluded.size() > most) {
      line("plan.not-sent.more", excluded.size() - most);
    }
  }

  /** What would be paid back; what is not known is no number. */
  private void refunds(int most) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    int unknown = 0;
    int shown = 0;
    for (Map.Entry<InstanceRef, Refund> entry : refunds.entrySet()) {
      Refund refund = entry.getValue();
      if (shown++ < most) {
        String why = refund.why().map(session.words()::summary).map(text -> ": " + text).orElse("");
        line(
            "plan.refund",
            entry.getKey(),
            refund.amount().isPresent() ? refund : session.say("plan.refund.unknown", why));
      }
      if (refund.amount().isPresent()) {
        sums.merge(refund.currency(), refund.amount().get(), BigDecimal::add);
      } else {
        unknown++;
      }
    }
    if (refunds.size() > most) {
      line("plan.refund.more", refunds.size() - most);
    }
    sums.forEach(
        (currency, sum) ->
            line(
                "plan.refund.sum",
                sum.toPlainString(),
                currency.isEmpty() ? session.say("plan.refund.currency") : currency));
    if (unknown > 0) {
      line("plan.refund.of-unknown", unknown);
    }
  }

  private void notes(Map<Fate, Map<String, Integer>> attached) {
    if (plan.killed()) {
      line("plan.killed");
    }
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
