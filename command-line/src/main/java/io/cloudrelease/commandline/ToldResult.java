package io.cloudrelease.commandline;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunEvidence;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The result of a run, of what its journal or its evidence tells. */
final class ToldResult {
  private ToldResult() {}

  /**
   * The result; empty when that is no run of this version's.
   *
   * @param start the entry with which the run began
   * @param verdicts the entries of its verdicts
   * @param endedAt when it ended, as text; empty when it did not
   * @param entries all of them, for the evidence
   */
  static Optional<ReleaseInstancesResult> of(
      JsonValue start, Collection<JsonValue> verdicts, String endedAt, List<String> entries) {
    try {
      List<InstanceVerdict> given = new ArrayList<>();
      verdicts.forEach(verdict -> given.add(verdict(verdict)));
      Instant began = Instant.parse(start.text("at"));
      Duration took =
          endedAt.isEmpty() ? Duration.ZERO : Duration.between(began, Instant.parse(endedAt));
      Intent intent =
          new Intent(
              Goal.valueOf(start.text("goal")),
              Collateral.valueOf(start.text("collateral")),
              Set.of(),
              start.isTrue("dryRun"));
      return Optional.of(
          new FinishedResult(intent, given, began, took, RunEvidence.of(() -> entries)));
    } catch (DateTimeException | IllegalArgumentException | InvalidRequestException foreign) {
      return Optional.empty();
    }
  }

  private static InstanceVerdict verdict(JsonValue json) {
    InstanceRef ref = InstanceRef.parse(json.text("instance"));
    List<CollateralItem> attached = new ArrayList<>();
    for (JsonValue item : json.get("collateral").items()) {
      attached.add(
          CollateralItem.of(
              item.text("kind"), item.text("id"), CollateralItem.Fate.valueOf(item.text("fate"))));
    }
    return GivenVerdict.builder(ref, Verdict.valueOf(json.text("verdict")))
        .error(error(json.get("error")))
        .hint(json.text("note"))
        .requestIds(json.get("requestIds").items().stream().map(JsonValue::text).toList())
        .sends((int) json.number("sends", 0))
        .restorableUntil(json.instant("restorableUntil"))
        .before(look(ref, json.get("before")))
        .last(look(ref, json.get("last")))
        .collateral(attached)
        .build();
  }

  private static Optional<ReleaseError> error(JsonValue json) {
    return json.isObject()
        ? Optional.of(
            ReleaseError.of(
                    ErrorCategory.valueOf(json.text("category")),
                    json.text("code"),
                    json.text("message"))
                .hint(json.text("hint")))
        : Optional.empty();
  }

  private static Optional<Snapshot> look(InstanceRef ref, JsonValue json) {
    return json.isObject()
        ? Optional.of(
            Snapshot.builder(
                    ref, Instant.parse(json.text("at")), LifecyclePhase.valueOf(json.text("phase")))
                .state(json.text("state"))
                .name(json.text("name"))
                .build())
        : Optional.empty();
  }
}
