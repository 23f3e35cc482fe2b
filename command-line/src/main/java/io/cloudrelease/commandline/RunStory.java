package io.cloudrelease.commandline;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.outcome.LeftoverTable;
import io.cloudrelease.outcome.VerdictJson;
import io.cloudrelease.text.TerminalText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last run of a journal or of evidence, by the entries that it wrote. */
final class RunStory {
  private static final int ROWS = 20;

  private JsonValue start = JsonValue.missing();
  private String endedAt = "";
  private final Map<String, JsonValue> outcomes = new LinkedHashMap<>();
  private final List<JsonValue> intents = new ArrayList<>();
  private final Map<String, JsonValue> verdicts = new LinkedHashMap<>();

  RunStory(List<JsonValue> entries) {
    for (JsonValue entry : entries) {
      switch (entry.text("kind")) {
        case "run" -> begin(entry);
        case "intent" -> intents.add(entry);
        case "outcome" -> outcomes.put(entry.text("batchId"), entry);
        case "verdict" -> verdicts.put(entry.text("instance"), entry);
        case "ended" -> endedAt = entry.text("at");
        default -> {
          // Notes of guards and other runs are in the file, for who wants all of it.
        }
      }
    }
  }

  private void begin(JsonValue entry) {
    start = entry;
    endedAt = "";
    intents.clear();
    outcomes.clear();
    verdicts.clear();
  }

  /**
   * The result of the run; empty when it is not one of this version's.
   *
   * @param texts the entries, as they are written
   */
  Optional<ReleaseInstancesResult> result(List<String> texts) {
    return ToldResult.of(start, verdicts.values(), endedAt, texts);
  }

  /** How many of its instances have no verdict yet. */
  int open() {
    return Math.max(0, start.get("instances").items().size() - verdicts.size());
  }

  /** What the run did and saw, in order, as far as its entries tell. */
  List<ReleaseEvent> events() {
    return ToldEvents.of(start, intents, outcomes, verdicts.values(), endedAt);
  }

  /** The run for people. */
  String shown(Session session, boolean all) {
    int instances = start.get("instances").items().size();
    StringBuilder out = new StringBuilder();
    out.append(
            session.say(
                endedAt.isEmpty() ? "show.open" : "show.run",
                TerminalText.of(start.text("runId")),
                seconds(start.text("at")),
                seconds(endedAt)))
        .append('\n')
        .append(
            session.say(
                instances == 1 ? "show.asked.one" : "show.asked",
                instances,
                TerminalText.of(start.text("goal"))))
        .append("\n\n");
    calls(out, session, all);
    VerdictTable table =
        new VerdictTable(start.text("goal").equals("DESTROY") ? Goal.DESTROY : Goal.RELEASE);
    List<InstanceVerdict> told = new ArrayList<>();
    for (JsonValue verdict : verdicts.values()) {
      Optional<InstanceVerdict> known = ToldResult.verdict(verdict);
      if (known.isPresent()) {
        table.add(known.get(), ResultShown.why(known.get(), session));
        told.add(known.get());
      } else {
        table.add(
            verdict.text("instance"),
            verdict.text("verdict"),
            verdict.number("sends", 0),
            verdict.get("error").text("message"));
      }
    }
    out.append(verdicts.isEmpty() ? "" : table.shown(session));
    out.append(ToldLeftovers.of(ToldResult.stayed(told), session));
    if (open() > 0) {
      out.append(session.say("show.without", open())).append('\n');
    }
    return out.toString();
  }

  private void calls(StringBuilder out, Session session, boolean all) {
    if (intents.isEmpty()) {
      return;
    }
    TextTable table = new TextTable().row(List.of(session.say("show.columns").split("\\|")));
    int shown = all ? intents.size() : Math.min(ROWS, intents.size());
    for (JsonValue intent : intents.subList(0, shown)) {
      JsonValue outcome = outcomes.getOrDefault(intent.text("batchId"), JsonValue.missing());
      String region = intent.text("region");
      table.row(
          List.of(
              seconds(intent.text("at")),
              intent.text("provider") + (region.isEmpty() ? "" : ":" + region),
              intent.text("action"),
              Integer.toString(intent.get("instances").items().size()),
              outcome.isPresent() ? outcome.text("outcome") : "-",
              ids(outcome)));
    }
    out.append(table.shown(Integer.MAX_VALUE));
    if (shown < intents.size()) {
      out.append(session.say("plan.more", intents.size() - shown)).append('\n');
    }
    out.append('\n');
  }

  private static String ids(JsonValue outcome) {
    return String.join(
        " ", outcome.get("requestIds").items().stream().map(JsonValue::text).toList());
  }

  private static String seconds(String instant) {
    try {
      return Times.shown(Instant.parse(instant));
    } catch (DateTimeException unreadable) {
      return TerminalText.of(instant);
    }
  }

  /** The run for scripts. */
  String json(List<String> faults) {
    JsonWriter json =
        new JsonWriter()
            .object()
            .member("schema", 1)
            .member("run", start.text("runId"))
            .textOrNull("began", time(start.text("at")))
            .textOrNull("ended", time(endedAt))
            .member("goal", start.text("goal"))
            .member("instances", start.get("instances").items().size())
            .member("faults", faults)
            .array("calls");
    for (JsonValue intent : intents) {
      JsonValue outcome = outcomes.getOrDefault(intent.text("batchId"), JsonValue.missing());
      json.object()
          .member("at", time(intent.text("at")))
          .member("account", intent.text("provider"))
          .member("region", intent.text("region"))
          .member("action", intent.text("action"))
          .member("instances", texts(intent.get("instances")))
          .textOrNull("outcome", outcome.text("outcome"))
          .member("requestIds", texts(outcome.get("requestIds")))
          .end();
    }
    json.end().array("verdicts");
    List<InstanceVerdict> told = new ArrayList<>();
    for (JsonValue verdict : verdicts.values()) {
      Optional<InstanceVerdict> known = ToldResult.verdict(verdict);
      if (known.isPresent()) {
        VerdictJson.write(json, known.get());
        told.add(known.get());
      } else {
        write(json, verdict);
      }
    }
    LeftoverTable.write(json.end(), ToldResult.stayed(told));
    return json.end().toText() + '\n';
  }

  /** As all JSON of ours tells times; what is none, as it stands. */
  private static String time(String instant) {
    try {
      return JsonWriter.time(Instant.parse(instant));
    } catch (DateTimeException unreadable) {
      return instant;
    }
  }

  /** One of another version: what can be read of it. */
  private static void write(JsonWriter json, JsonValue verdict) {
    JsonValue error = verdict.get("error");
    json.object()
        .member("instance", verdict.text("instance"))
        .member("verdict", verdict.text("verdict"))
        .textOrNull("category", error.text("category"))
        .textOrNull("code", error.text("code"))
        .textOrNull("message", error.text("message"))
        .member("requestIds", texts(verdict.get("requestIds")))
        .member("sends", verdict.number("sends", 0))
        .end();
  }

  private static List<String> texts(JsonValue items) {
    return items.items().stream().map(JsonValue::text).toList();
  }
}
