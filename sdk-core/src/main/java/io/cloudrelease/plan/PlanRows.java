package io.cloudrelease.plan;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanMaker;
import io.cloudrelease.outcome.PlannedBatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a plan's file. There is one way to write each, so that what is read can be compared
 * with it.
 */
final class PlanRows {
  static final String SCHEMA = "cloudrelease-plan/1";
  static final String FIRST = "{\"schema\":\"" + SCHEMA + "\",";
  static final String BEFORE_DIGEST = "\"digest\":\"";
  static final String AFTER_DIGEST = "\",";
  static final String BEFORE_HEAD = "\"plan\":";
  static final String BEFORE_ROWS = "\"rows\":[";
  static final String LAST = "]}";

  static final String CALL = "call";
  static final String SENT = "sent";
  static final String WAITING = "waiting";
  static final String STAYS = "stays";

  private PlanRows() {}

  static String head(MadePlan plan) {
    ReleaseInstancesRequest request = plan.request();
    JsonWriter json =
        new JsonWriter()
            .object()
            .member("madeAt", plan.madeAt().toString())
            .member("validFor", plan.validity().toString())
            .member("goal", request.intent().goal().name())
            .member("collateral", request.intent().collateral().name())
            .member("powers", request.intent().powers().stream().sorted().map(Enum::name).toList())
            .member("dryRun", request.intent().dryRun())
            .member("lookFirst", request.lookFirst())
            .member("wait", request.waitAtMost().toString())
            .member("deadline", request.deadline().toString())
            .member("maxInstances", request.maxInstances())
            .member("sendsOnce", request.sendsOnce())
            .member("callTime", plan.estimatedTime().toString())
            .member("instances", request.instances().size())
            .object("accounts");
    new TreeMap<>(plan.accounts())
        .forEach((name, bond) -> account(json, name, bond, plan.makers().get(name)));
    return json.end().end().toText();
  }

  private static void account(
      JsonWriter json, String name, String bond, @Nullable PlanMaker maker) {
    json.object(name).member("is", bond);
    if (maker != null) {
      json.member("cloud", maker.cloud()).member("madeBy", maker.caller());
      maker.cloudTime().ifPresent(time -> json.member("cloudTime", time.toString()));
    }
    json.end();
  }

  /** A destructive call; as many rows of what it sends follow. */
  static String call(PlannedBatch batch) {
    return call(batch, batch.instances().size());
  }

  static String call(PlannedBatch batch, int size) {
    return row(CALL)
        .member("account", batch.provider())
        .member("region", batch.region())
        .member("action", batch.action())
        .member("group", batch.group())
        .member("escalates", batch.escalates())
        .member("size", size)
        .end()
        .toText();
  }

  /**
   * An instance that a call sends, or that waits.
   *
   * @param place where the request names it, from zero
   */
  static String instance(
      String kind,
      int place,
      InstanceRef ref,
      @Nullable Snapshot seen,
      @Nullable List<CollateralItem> attached) {
    JsonWriter json = row(kind).member("instance", ref.toString()).member("place", place);
    if (seen != null) {
      seen(json, seen);
    }
    json.array("attached");
    for (CollateralItem item : attached == null ? List.<CollateralItem>of() : attached) {
      json.object()
          .member("kind", item.kind())
          .member("id", item.id())
          .member("fate", item.fate().name())
          .end();
    }
    return json.end().end().toText();
  }

  /** An instance that is not sent, and why. */
  static String stays(int place, InstanceVerdict verdict) {
    JsonWriter json =
        row(STAYS)
            .member("instance", verdict.ref().toString())
            .member("place", place)
            .member("verdict", verdict.verdict().name())
            .member("note", verdict.hint());
    verdict.error().ifPresent(error -> error(json, error));
    verdict.last().ifPresent(last -> seen(json, last));
    return json.end().toText();
  }

  private static void error(JsonWriter json, ReleaseError error) {
    json.object("error")
        .member("category", error.category().name())
        .member("code", error.code())
        .member("message", error.message())
        .member("hint", error.hint())
        .end();
  }

  private static void seen(JsonWriter json, Snapshot snapshot) {
    json.object("seen")
        .member("at", snapshot.takenAt().toString())
        .member("phase", snapshot.phase().name())
        .member("state", snapshot.state())
        .member("name", snapshot.name())
        .member("chargeType", snapshot.chargeType())
        .member("zone", snapshot.zone())
        .member("vpcs", snapshot.vpcs())
        .member("protected", snapshot.protectedFromRelease());
    snapshot.createdAt().ifPresent(at -> json.member("createdAt", at.toString()));
    snapshot.expiresAt().ifPresent(at -> json.member("expiresAt", at.toString()));
    // Keys are anybody's text: not all of that can be read back as the name of a member.
    json.array("tags");
    for (Map.Entry<String, String> tag : new TreeMap<>(snapshot.tags()).entrySet()) {
      json.object().member("key", tag.getKey()).member("value", tag.getValue()).end();
    }
    json.end().end();
  }

  private static JsonWriter row(String kind) {
    return new JsonWriter().object().member("row", kind);
  }
}
