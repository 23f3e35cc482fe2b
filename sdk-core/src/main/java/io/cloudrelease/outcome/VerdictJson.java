package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** A verdict as the JSON of a result tells it, wherever it is told. */
public final class VerdictJson {
  private VerdictJson() {}

  /** Writes it as an object of its own. */
  public static void write(JsonWriter json, InstanceVerdict verdict) {
    Optional<ReleaseError> error = verdict.error();
    json.object()
        .member("instance", verdict.ref().toString())
        .member("verdict", verdict.verdict().name())
        .textOrNull("category", error.map(e -> e.category().name()).orElse(""))
        .textOrNull("code", error.map(ReleaseError::code).orElse(""))
        .textOrNull("message", error.map(ReleaseError::message).orElse(verdict.hint()))
        .member("requestIds", verdict.requestIds())
        .member("sends", verdict.sends())
        .textOrNull("hint", hint(verdict))
        .textOrNull("restorableUntil", verdict.restorableUntil().map(JsonWriter::time).orElse(""))
        .member("billing", verdict.billing().name());
    if (GivenVerdict.mayStayInBin(verdict)) {
      json.member("mayStayInBin", true);
    }
    json.array("collateral");
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
    json.end();
  }

  /** What to do: for an error, and for the instance. */
  static String hint(InstanceVerdict verdict) {
    String ofError = verdict.error().map(ReleaseError::hint).orElse("");
    return ofError.isEmpty() || verdict.hint().isEmpty()
        ? ofError + verdict.hint()
        : ofError + "; " + verdict.hint();
  }

  private static void write(JsonWriter json, Snapshot seen) {
    json.member("at", seen.takenAt())
        .member("phase", seen.phase().name())
        .member("state", seen.state())
        .member("name", seen.name())
        .member("chargeType", seen.chargeType())
        .member("zone", seen.zone())
        .textOrNull("createdAt", seen.createdAt().map(Instant::toString).orElse(""))
        .textOrNull("expiresAt", seen.expiresAt().map(Instant::toString).orElse(""))
        .object("tags");
    new TreeMap<>(seen.tags()).forEach(json::memberOfAnyName);
    json.end().end();
  }
}
