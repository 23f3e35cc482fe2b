package io.cloudrelease.journal;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Billing;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Entries from JSON. */
final class EntryReader {
  private static final Set<String> KINDS =
      Set.of("run", "resumed", "intent", "outcome", "adopted", "guard", "verdict", "ended");

  /** Lines of version 1 do not say; the longest of the clouds known then. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  private EntryReader() {}

  /** What a line is. */
  enum LineKind {
    ENTRY,
    /** JSON of a later version of this library. */
    NEWER,
    /** Not written by this library, or damaged. */
    FOREIGN
  }

  static LineKind kindOf(Optional<JsonValue> line) {
    long version = line.map(json -> json.number("v", -1)).orElse(-1L);
    if (version > EntryWriter.SCHEMA) {
      return LineKind.NEWER;
    }
    return version < 1 || line.orElseThrow().text("kind").isEmpty()
        ? LineKind.FOREIGN
        : LineKind.ENTRY;
  }

  /** Whether this version reads entries of that kind. */
  static boolean knows(String kind) {
    return KINDS.contains(kind);
  }

  /** The entry; empty when the line does not hold what its kind must hold. */
  static Optional<JournalEntry> read(JsonValue json) {
    try {
      Instant at = Instant.parse(json.text("at"));
      return switch (json.text("kind")) {
        case "run" -> Optional.of(started(json, at));
        case "resumed" -> Optional.of(new JournalEntry.RunResumed(at));
        case "intent" -> Optional.of(intent(json, at));
        case "outcome" -> Optional.of(outcome(json, at));
        case "adopted" ->
            Optional.of(
                new JournalEntry.AdoptedClaims(at, json.text("run"), refs(json.get("instances"))));
        case "guard" ->
            Optional.of(
                new JournalEntry.GuardDecision(at, json.text("guard"), json.text("decision")));
        case "verdict" -> Optional.of(new JournalEntry.VerdictGiven(at, verdict(json)));
        case "ended" -> Optional.of(new JournalEntry.RunEnded(at));
        default -> Optional.empty();
      };
    } catch (DateTimeException | IllegalArgumentException | InvalidRequestException wrong) {
      return Optional.empty();
    }
  }

  private static JournalEntry started(JsonValue json, Instant at) {
    ReleaseInstancesRequest.Builder request =
        ReleaseInstancesRequest.builder()
            .instances(refs(json.get("instances")))
            .goal(Goal.valueOf(json.text("goal")))
            .collateral(Collateral.valueOf(json.text("collateral")))
            .dryRun(json.isTrue("dryRun"))
            .lookFirst(json.isTrue("lookFirst"))
            .waitAtMost(Duration.parse(json.text("wait")))
            .deadline(Duration.parse(json.text("deadline")))
            .maxInstances((int) json.number("maxInstances", 0))
            .sendsOnce(json.isTrue("sendsOnce"));
    json.get("powers").items().forEach(power -> request.grant(Power.valueOf(power.text())));
    Map<InstanceRef, String> planned = new HashMap<>();
    texts(json.get("planned")).forEach((ref, mark) -> planned.put(InstanceRef.parse(ref), mark));
    return new JournalEntry.RunStarted(
        at,
        json.text("runId"),
        request.build(),
        texts(json.get("accounts")),
        json.isTrue("fromPlan"),
        planned,
        texts(json.get("accountIds")),
        texts(json.get("clouds")),
        fence(json.text("fence")));
  }

  private static OptionalLong fence(String text) {
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  private static Duration duration(String text, Duration fallback) {
    return text.isEmpty() ? fallback : Duration.parse(text);
  }

  private static JournalEntry intent(JsonValue json, Instant at) {
    Map<InstanceRef, Snapshot> seen = new HashMap<>();
    for (JsonValue item : json.get("seen").items()) {
      Snapshot snapshot = snapshot(item);
      seen.put(snapshot.ref(), snapshot);
    }
    return new JournalEntry.BatchIntent(
        at,
        json.text("batchId"),
        json.text("provider"),
        json.text("cloud"),
        json.text("region"),
        json.text("action"),
        (int) json.number("stage", 0),
        json.text("group"),
        json.isTrue("escalates"),
        json.isTrue("bin") || json.isTrue("escalates") || json.number("stage", 0) > 1,
        json.text("token"),
        Duration.parse(json.text("settling")),
        duration(json.text("delay"), LONGEST_DELAY),
        duration(json.text("lag"), LONGEST_LAG),
        refs(json.get("instances")),
        seen);
  }

  private static JournalEntry outcome(JsonValue json, Instant at) {
    String batchId = json.text("batchId");
    JournalEntry.BatchOutcome.Kind kind =
        JournalEntry.BatchOutcome.Kind.valueOf(json.text("outcome"));
    List<String> requestIds = strings(json.get("requestIds"));
    int sends = (int) json.number("sends", 0);
    List<String> refusedIds = strings(json.get("refusedIds"));
    ReleaseError error = error(json.get("error"));
    // Lines of version 1 do not say what follows. Each answer brings its request id; a send
    // without one may have got no answer.
    boolean told = json.get("proves").isPresent();
    return new JournalEntry.BatchOutcome(
        at,
        batchId,
        kind,
        requestIds,
        sends,
        (int) json.number("throttled", 0),
        told ? json.isTrue("answered") : requestIds.size() >= sends,
        refusedIds,
        told ? Proof.valueOf(json.text("proves")) : Proof.NOTHING,
        error);
  }

  private static InstanceVerdict verdict(JsonValue json) {
    GivenVerdict.Builder builder =
        GivenVerdict.builder(
                InstanceRef.parse(json.text("instance")), Verdict.valueOf(json.text("verdict")))
            .hint(json.text("note"))
            .requestIds(strings(json.get("requestIds")))
            .sends((int) json.number("sends", 0))
            .billing(Billing.valueOf(json.text("billing")))
            .restorableUntil(json.instant("restorableUntil"))
            .mayStayInBin(json.isTrue("mayStayInBin"));
    if (json.get("error").isObject()) {
      builder.error(Optional.of(error(json.get("error"))));
    }
    if (json.get("before").isObject()) {
      builder.before(Optional.of(snapshot(json.get("before"))));
    }
    if (json.get("last").isObject()) {
      builder.last(Optional.of(snapshot(json.get("last"))));
    }
    List<CollateralItem> collateral = new ArrayList<>();
    for (JsonValue item : json.get("collateral").items()) {
      collateral.add(
          CollateralItem.of(
              item.text("kind"), item.text("id"), CollateralItem.Fate.valueOf(item.text("fate"))));
    }
    return builder.collateral(collateral).build();
  }

  private static Snapshot snapshot(JsonValue json) {
    Snapshot.Builder builder =
        Snapshot.builder(
                InstanceRef.parse(json.text("instance")),
                Instant.parse(json.text("at")),
                LifecyclePhase.valueOf(json.text("phase")))
            .state(json.text("state"))
            .name(json.get("name").written())
            .chargeType(json.text("chargeType"))
            .zone(json.text("zone"))
            .protectedFromRelease(json.isTrue("protected"));
    json.instant("createdAt").ifPresent(builder::createdAt);
    json.instant("expiresAt").ifPresent(builder::expiresAt);
    texts(json.get("attributes")).forEach(builder::attribute);
    texts(json.get("tags")).forEach(builder::tag);
    for (JsonValue tag : json.get("oddTags").items()) {
      builder.tag(tag.get("key").written(), tag.get("value").written());
    }
    return builder.build();
  }

  private static ReleaseError error(JsonValue json) {
    return ReleaseError.of(
            ErrorCategory.valueOf(json.text("category")), json.text("code"), json.text("message"))
        .hint(json.text("hint"));
  }

  private static List<InstanceRef> refs(JsonValue json) {
    return strings(json).stream().map(InstanceRef::parse).toList();
  }

  private static List<String> strings(JsonValue json) {
    return json.items().stream().map(JsonValue::text).toList();
  }

  private static Map<String, String> texts(JsonValue json) {
    Map<String, String> texts = new LinkedHashMap<>();
    json.members().forEach((name, value) -> texts.put(name, value.written()));
    return texts;
  }
}
