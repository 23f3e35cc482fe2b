package io.cloudrelease.commandline;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Billing;
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
import io.cloudrelease.outcome.FoundLeftover;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.RunEvidence;
import io.cloudrelease.remains.Leftover;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The result of a run, of what its journal, its evidence or its JSON tells. */
final class ToldResult {
  private static final Set<Verdict> LEFT =
      Set.of(Verdict.RELEASED, Verdict.RECYCLED, Verdict.ACCEPTED);

  private ToldResult() {}

  /**
   * The result of a run that was written down; empty when that is no run of this version's. What
   * the last looks showed beside the instances stands in it as left behind, and not asked about.
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
      verdicts.forEach(verdict -> given.add(written(verdict)));
      Instant began = Instant.parse(start.text("at"));
      Duration took =
          endedAt.isEmpty() ? Duration.ZERO : Duration.between(began, Instant.parse(endedAt));
      return Optional.of(
          new FinishedResult(
                  intent(start), given, began, took, RunEvidence.of(() -> entries), stayed(given))
              .ofRun(start.text("runId")));
    } catch (DateTimeException | IllegalArgumentException | InvalidRequestException foreign) {
      return Optional.empty();
    }
  }

  /** The verdict of a journal's entry; empty when it is none of this version's. */
  static Optional<InstanceVerdict> verdict(JsonValue entry) {
    try {
      return Optional.of(written(entry));
    } catch (DateTimeException | IllegalArgumentException | InvalidRequestException foreign) {
      return Optional.empty();
    }
  }

  private static InstanceVerdict written(JsonValue entry) {
    return verdict(entry, error(entry.get("error")), "note");
  }

  /** What the last looks showed beside instances that went, as far as it did not go with them. */
  static List<Leftover> stayed(Collection<InstanceVerdict> verdicts) {
    List<Leftover> left = new ArrayList<>();
    verdicts.stream()
        .filter(verdict -> LEFT.contains(verdict.verdict()))
        .forEach(verdict -> left.addAll(stayed(verdict)));
    return left;
  }

  /** The result that printed itself as that JSON; empty when none did. */
  static Optional<ReleaseInstancesResult> of(JsonValue json) {
    if (!json.get("verdicts").isArray()) {
      return Optional.empty();
    }
    try {
      List<InstanceVerdict> given = new ArrayList<>();
      for (JsonValue verdict : json.get("verdicts").items()) {
        // What stands beside a verdict is of its error, where there is one.
        Optional<ReleaseError> error =
            verdict.text("category").isEmpty() ? Optional.empty() : error(verdict);
        given.add(verdict(verdict, error, error.isPresent() ? "" : "hint"));
      }
      List<Leftover> left = new ArrayList<>();
      json.get("leftovers").items().forEach(one -> left.add(leftover(one)));
      JsonValue run = json.get("run");
      boolean told = run.isObject();
      return Optional.of(
          new FinishedResult(
                  told ? intent(run) : new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false),
                  given,
                  told ? Instant.parse(run.text("startedAt")) : Instant.EPOCH,
                  Duration.ofMillis(run.number("tookMillis", 0)),
                  RunEvidence.none(),
                  left)
              .ofRun(run.text("runId")));
    } catch (DateTimeException | IllegalArgumentException | InvalidRequestException foreign) {
      return Optional.empty();
    }
  }

  private static Intent intent(JsonValue json) {
    return new Intent(
        Goal.valueOf(json.text("goal")),
        Collateral.valueOf(json.text("collateral")),
        Set.of(),
        json.isTrue("dryRun"));
  }

  private static InstanceVerdict verdict(
      JsonValue json, Optional<ReleaseError> error, String hint) {
    InstanceRef ref = InstanceRef.parse(json.text("instance"));
    List<CollateralItem> attached = new ArrayList<>();
    for (JsonValue item : json.get("collateral").items()) {
      attached.add(
          CollateralItem.of(
              item.text("kind"), item.text("id"), CollateralItem.Fate.valueOf(item.text("fate"))));
    }
    return GivenVerdict.builder(ref, Verdict.valueOf(json.text("verdict")))
        .error(error)
        .hint(json.text(hint))
        .requestIds(json.get("requestIds").items().stream().map(JsonValue::text).toList())
        .sends(sends(json))
        .restorableUntil(json.instant("restorableUntil"))
        .mayStayInBin(json.isTrue("mayStayInBin"))
        .billing(named(Billing.values(), json.text("billing"), Billing.UNKNOWN))
        .before(look(ref, json.get("before")))
        .last(look(ref, json.get("last")))
        .collateral(attached)
        .build();
  }

  private static int sends(JsonValue json) {
    long sends = json.number("sends", 0);
    if (sends < 0 || sends > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no run sends so often: " + sends);
    }
    return (int) sends;
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
    if (!json.isObject()) {
      return Optional.empty();
    }
    Snapshot.Builder look =
        Snapshot.builder(
                ref, Instant.parse(json.text("at")), LifecyclePhase.valueOf(json.text("phase")))
            .state(json.text("state"))
            .name(json.text("name"))
            .chargeType(json.text("chargeType"))
            .zone(json.text("zone"));
    json.instant("createdAt").ifPresent(look::createdAt);
    json.instant("expiresAt").ifPresent(look::expiresAt);
    json.get("tags").members().forEach((key, value) -> look.tag(key, value.text()));
    return Optional.of(look.build());
  }

  private static Leftover leftover(JsonValue json) {
    String code = json.text("code");
    // The message stands there with its code before it.
    String message = json.text("message");
    String plain = message.startsWith(code + ": ") ? message.substring(code.length() + 2) : message;
    return new FoundLeftover(
        Leftover.Kind.valueOf(json.text("kind")),
        json.text("id"),
        InstanceRef.parse(json.text("instance")),
        Leftover.Existence.valueOf(json.text("exists")),
        json.text("state"),
        json.text("freedBy"),
        json.text("category").isEmpty()
            ? Optional.empty()
            : Optional.of(
                ReleaseError.of(ErrorCategory.valueOf(json.text("category")), code, plain)));
  }

  private static List<Leftover> stayed(InstanceVerdict verdict) {
    List<Leftover> stayed = new ArrayList<>();
    for (CollateralItem item : verdict.collateral()) {
      // One without an id stands for whatever there is of its kind.
      if (item.fate() != CollateralItem.Fate.GOES && !item.id().isEmpty()) {
        stayed.add(
            new FoundLeftover(
                kind(item.kind()),
                item.id(),
                verdict.ref(),
                Leftover.Existence.NOT_KNOWN,
                "",
                "",
                Optional.empty()));
      }
    }
    return stayed;
  }

  private static Leftover.Kind kind(String word) {
    if (word.contains("disk")) {
      return Leftover.Kind.DISK;
    }
    if (word.contains("address")) {
      return Leftover.Kind.ADDRESS;
    }
    return word.contains("interface") ? Leftover.Kind.INTERFACE : Leftover.Kind.OTHER;
  }

  private static <E extends Enum<E>> E named(E[] all, String name, E otherwise) {
    return Arrays.stream(all).filter(one -> one.name().equals(name)).findFirst().orElse(otherwise);
  }
}
