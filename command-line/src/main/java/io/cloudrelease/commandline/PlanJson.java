package io.cloudrelease.commandline;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlannedBatch;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.remains.Refund;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A plan for scripts: all of it. No process can carry it out: that is what its file is for. */
final class PlanJson {
  private PlanJson() {}

  static String of(ReleasePlan plan) {
    return of(plan, Optional.empty());
  }

  /** With the digest that is approved, where it is kept in a file. */
  static String of(ReleasePlan plan, Optional<KeptPlan> kept) {
    MadePlan made = MadePlan.behind(plan);
    Intent intent = plan.request().intent();
    JsonWriter json =
        new JsonWriter()
            .object()
            .member("schema", 1)
            .object("plan")
            .member("digest", plan.digest())
            .member("madeAt", plan.madeAt())
            .member("goal", intent.goal().name())
            .member("collateral", intent.collateral().name())
            .member("powers", intent.powers().stream().sorted().map(Enum::name).toList())
            .member("calls", plan.estimatedCalls())
            .member("seconds", plan.estimatedTime().toSeconds())
            .member("waitSeconds", plan.request().waitAtMost().toSeconds())
            .member("deadlineSeconds", plan.request().deadline().toSeconds())
            .member("warnings", plan.warnings())
            .array("batches");
    made.batches().forEach(batch -> write(json, batch));
    json.end().array("instances");
    for (InstanceRef ref : plan.instances()) {
      json.object().member("instance", ref.toString());
      json.member("waits", made.waiting().contains(ref));
      Snapshot seen = made.snapshots().get(ref);
      if (seen != null) {
        write(json, seen);
      }
      json.array("collateral");
      for (CollateralItem item : plan.collateral().getOrDefault(ref, List.of())) {
        json.object()
            .member("kind", item.kind())
            .member("id", item.id())
            .member("fate", item.fate().name())
            .end();
      }
      json.end().end();
    }
    json.end().array("excluded");
    for (InstanceVerdict verdict : plan.excluded()) {
      json.object()
          .member("instance", verdict.ref().toString())
          .member("verdict", verdict.verdict().name())
          .textOrNull("category", verdict.error().map(e -> e.category().name()).orElse(""))
          .textOrNull("code", verdict.error().map(e -> e.code()).orElse(""))
          .textOrNull("message", verdict.error().map(e -> e.message()).orElse(""))
          .textOrNull("hint", verdict.error().map(e -> e.hint()).orElse(verdict.hint()))
          .end();
    }
    json.end();
    if (!plan.refunds().isEmpty()) {
      json.array("refunds");
      plan.refunds().forEach((ref, refund) -> write(json, ref, refund));
      json.end();
    }
    kept.ifPresent(known -> write(json, known));
    return json.end().end().toText();
  }

  private static void write(JsonWriter json, PlannedBatch batch) {
    json.object()
        .member("account", batch.provider())
        .textOrNull("region", batch.region())
        .member("action", batch.action())
        .textOrNull("group", batch.group())
        .member("escalates", batch.escalates())
        .member("instances", batch.instances().stream().map(InstanceRef::toString).toList())
        .end();
  }

  private static void write(JsonWriter json, KeptPlan kept) {
    json.object("kept")
        .member("approve", kept.digest())
        .member("validUntil", kept.validUntil().toString())
        .object("accounts");
    new TreeMap<>(kept.accounts()).forEach(json::member);
    json.end().end();
  }

  /** An amount is text, so that no reader rounds it; what is not known is null. */
  private static void write(JsonWriter json, InstanceRef ref, Refund refund) {
    json.object()
        .member("instance", ref.toString())
        .textOrNull("amount", refund.amount().map(BigDecimal::toPlainString).orElse(""))
        .textOrNull("currency", refund.currency())
        .textOrNull("code", refund.why().map(ReleaseError::code).orElse(""))
        .textOrNull("message", refund.why().map(ReleaseError::summary).orElse(""))
        .end();
  }

  private static void write(JsonWriter json, Snapshot seen) {
    json.member("name", seen.name())
        .member("state", seen.state())
        .member("chargeType", seen.chargeType())
        .member("zone", seen.zone())
        .textOrNull("createdAt", seen.createdAt().map(Object::toString).orElse(""))
        .textOrNull("expiresAt", seen.expiresAt().map(Object::toString).orElse(""))
        .object("tags");
    new TreeMap<>(seen.tags()).forEach(json::memberOfAnyName);
    json.end();
  }
}
