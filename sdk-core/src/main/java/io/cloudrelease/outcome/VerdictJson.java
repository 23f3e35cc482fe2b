package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.TreeMap;

/** What the JSON of a result tells of a verdict beyond what its first readers rely on. */
final class VerdictJson {
  private VerdictJson() {}

  /** Adds it to the object of the verdict. */
  static void rest(JsonWriter json, InstanceVerdict verdict) {
    String hint = verdict.error().map(ReleaseError::hint).filter(h -> !h.isEmpty()).orElse("");
    json.textOrNull("hint", hint.isEmpty() ? verdict.hint() : hint)
        .textOrNull("restorableUntil", verdict.restorableUntil().map(Instant::toString).orElse(""))
        .member("billing", verdict.billing().name())
        .array("collateral");
    for (CollateralItem item : verdict.collateral()) {
      json.object()
          .member("kind", item.kind())
          .member("id", item.id())
          .member("fate", item.fate().name())
          .end();
    }
    json.end();
    verdict.before().ifPresent(before -> write(json.object("before"), before));
    verdict.last().ifPresent(last -> write(json.object("last"), last));
  }

  private static void write(JsonWriter json, Snapshot seen) {
    json.member("at", seen.takenAt().toString())
        .member("phase", seen.phase().name())
        .member("state", seen.state())
        .member("name", seen.name())
        .member("chargeType", seen.chargeType())
        .member("zone", seen.zone())
        .textOrNull("createdAt", seen.createdAt().map(Instant::toString).orElse(""))
        .textOrNull("expiresAt", seen.expiresAt().map(Instant::toString).orElse(""))
        .object("tags");
    new TreeMap<>(seen.tags()).forEach(json::member);
    json.end().end();
  }
}
