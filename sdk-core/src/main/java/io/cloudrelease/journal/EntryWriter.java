package io.cloudrelease.journal;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.GivenVerdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Entries as JSON. */
final class EntryWriter {
  /** Raised when an older reader would misunderstand a line. */
  static final int SCHEMA = 2;

  private EntryWriter() {}

  static String write(JournalEntry entry) {
    JsonWriter json = new JsonWriter().object().member("v", SCHEMA);
    if (entry instanceof JournalEntry.RunStarted started) {
      write(head(json, "run", entry), started);
    } else if (entry instanceof JournalEntry.BatchIntent intent) {
      write(head(json, "intent", entry), intent);
    } else if (entry instanceof JournalEntry.BatchOutcome outcome) {
      write(head(json, "outcome", entry), outcome);
    } else if (entry instanceof JournalEntry.VerdictGiven given) {
      write(head(json, "verdict", entry), given.verdict());
    } else if (entry instanceof JournalEntry.AdoptedClaims adopted) {
      head(json, "adopted", entry)
          .member("run", adopted.run())
          .member("instances", texts(adopted.instances()));
    } else if (entry instanceof JournalEntry.GuardDecision decision) {
      head(json, "guard", entry)
          .member("guard", decision.guard())
          .member("decision", decision.decision());
    } else {
      head(json, entry instanceof JournalEntry.RunResumed ? "resumed" : "ended", entry);
    }
    // As it is: the bytes of a line are chained, and stay what they were for a given entry.
    return new String(json.end().toBytes(), StandardCharsets.UTF_8);
  }

  private static JsonWriter head(JsonWriter json, String kind, JournalEntry entry) {
    return json.member("kind", kind).member("at", entry.at().toString());
  }

  private static void write(JsonWriter json, JournalEntry.RunStarted started) {
    ReleaseInstancesRequest request = started.request();
    json.member("runId", started.runId())
        .member("goal", request.intent().goal().name())
        .member("collateral", request.intent().collateral().name())
        .member("powers", request.intent().powers().stream().sorted().map(Enum::name).toList())
        .member("dryRun", request.intent().dryRun())
        .member("lookFirst", request.lookFirst())
        .member("wait", request.waitAtMost().toString())
        .member("deadline", request.deadline().toString())
        .member("maxInstances", request.maxInstances());
    if (request.sendsOnce()) {
      json.member("sendsOnce", true);
    }
    texts(json, "accounts", started.accounts());
    if (!started.accountIds().isEmpty()) {
      texts(json, "accountIds", started.accountIds());
    }
    if (!started.clouds().isEmpty()) {
      texts(json, "clouds", started.clouds());
    }
    started.fence().ifPresent(fence -> json.member("fence", fence));
    Map<String, String> planned = new TreeMap<>();
    started.planned().forEach((ref, mark) -> planned.put(ref.toString(), mark));
    json.member("fromPlan", started.fromPlan());
    texts(json, "planned", planned);
    json.member("instances", texts(request.instances()));
  }

  private static void write(JsonWriter json, JournalEntry.BatchIntent intent) {
    json.member("batchId", intent.batchId())
        .member("provider", intent.provider())
        .member("cloud", intent.cloud())
        .member("region", intent.region())
        .member("action", intent.action())
        .member("stage", intent.stage())
        .member("group", intent.group())
        .member("escalates", intent.escalates())
        .member("bin", intent.bin())
        .member("token", intent.token())
        .member("settling", intent.settling().toString())
        .member("delay", intent.delay().toString())
        .member("lag", intent.lag().toString())
        .member("instances", texts(intent.instances()))
        .array("seen");
    for (InstanceRef ref : intent.instances()) {
      Snapshot seen = intent.seen().get(ref);
      if (seen != null) {
        write(json.object(), seen);
      }
    }
    json.end();
  }

  private static void write(JsonWriter json, JournalEntry.BatchOutcome outcome) {
    json.member("batchId", outcome.batchId())
        .member("outcome", outcome.kind().name())
        .member("requestIds", outcome.requestIds())
        .member("sends", outcome.sends())
        .member("throttled", outcome.throttled())
        .member("answered", outcome.answered())
        .member("refusedIds", outcome.refusedIds())
        .member("proves", outcome.proves().name());
    write(json, outcome.error());
  }

  private static void write(JsonWriter json, InstanceVerdict verdict) {
    json.member("instance", verdict.ref().toString()).member("verdict", verdict.verdict().name());
    verdict.error().ifPresent(error -> write(json, error));
    json.member("note", verdict.hint())
        .member("requestIds", verdict.requestIds())
        .member("sends", verdict.sends())
        .member("billing", verdict.billing().name());
    verdict.restorableUntil().ifPresent(until -> json.member("restorableUntil", until.toString()));
    if (GivenVerdict.mayStayInBin(verdict)) {
      json.member("mayStayInBin", true);
    }
    verdict.before().ifPresent(before -> write(json.object("before"), before));
    verdict.last().ifPresent(last -> write(json.object("last"), last));
    json.array("collateral");
    for (CollateralItem item : verdict.collateral()) {
      json.object()
          .member("kind", item.kind())
          .member("id", item.id())
          .member("fate", item.fate().name())
          .end();
    }
    json.end();
  }

  private static void write(JsonWriter json, ReleaseError error) {
    json.object("error")
        .member("category", error.category().name())
        .member("code", error.code())
        .member("message", error.message())
        .member("hint", error.hint())
        .end();
  }

  /** Into the object that was just opened, and closes it. */
  private static void write(JsonWriter json, Snapshot snapshot) {
    json.member("instance", snapshot.ref().toString())
        .member("at", snapshot.takenAt().toString())
        .member("phase", snapshot.phase().name())
        .member("state", snapshot.state())
        .member("name", snapshot.name())
        .member("chargeType", snapshot.chargeType())
        .member("protected", snapshot.protectedFromRelease());
    if (!snapshot.zone().isEmpty()) {
      json.member("zone", snapshot.zone());
    }
    snapshot.createdAt().ifPresent(at -> json.member("createdAt", at.toString()));
    snapshot.expiresAt().ifPresent(at -> json.member("expiresAt", at.toString()));
    texts(json, "attributes", new TreeMap<>(snapshot.attributes()));
    tags(json, new TreeMap<>(snapshot.tags()));
    json.end();
  }

  /** Keys are anybody's text: not all of that can be read back as the name of a member. */
  private static void tags(JsonWriter json, SortedMap<String, String> tags) {
    SortedMap<String, String> odd = new TreeMap<>(tags);
    odd.keySet().removeIf(JsonWriter::isWhole);
    tags.keySet().removeAll(odd.keySet());
    texts(json, "tags", tags);
    if (!odd.isEmpty()) {
      json.array("oddTags");
      odd.forEach((key, value) -> json.object().member("key", key).member("value", value).end());
      json.end();
    }
  }

  private static List<String> texts(List<InstanceRef> refs) {
    return refs.stream().map(InstanceRef::toString).toList();
  }

  private static void texts(JsonWriter json, String name, Map<String, String> texts) {
    json.object(name);
    new TreeMap<>(texts).forEach(json::member);
    json.end();
  }
}
