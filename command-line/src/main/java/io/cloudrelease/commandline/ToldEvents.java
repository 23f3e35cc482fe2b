package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseEvent.Kind;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.outcome.ToldEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run did over time, as far as its journal tells: its calls, and of the looks at each
 * instance the first and the last, and those before a call.
 */
final class ToldEvents {
  private final List<ReleaseEvent> events = new ArrayList<>();
  private final Map<Look, Set<InstanceRef>> looks = new LinkedHashMap<>();

  private ToldEvents() {}

  /** One reading of several instances. */
  private record Look(Instant at, String account, String where) {}

  /**
   * In order of time; empty where that is no run of this version's.
   *
   * @param start the entry with which the run began
   * @param intents its calls, before they left
   * @param outcomes how they ended, by the id of the call
   * @param verdicts what was said of its instances
   * @param endedAt when it ended, as text; empty when it did not
   */
  static List<ReleaseEvent> of(
      JsonValue start,
      List<JsonValue> intents,
      Map<String, JsonValue> outcomes,
      Collection<JsonValue> verdicts,
      String endedAt) {
    ToldEvents told = new ToldEvents();
    try {
      String run = start.text("runId");
      told.add(ToldEvent.of(Kind.STARTED, Instant.parse(start.text("at"))), run);
      for (JsonValue intent : intents) {
        told.call(intent, outcomes.getOrDefault(intent.text("batchId"), JsonValue.missing()), run);
      }
      for (JsonValue verdict : verdicts) {
        told.look(verdict.text("instance"), verdict.get("before"));
        told.look(verdict.text("instance"), verdict.get("last"));
      }
      told.looks.forEach(
          (look, seen) ->
              told.add(
                  ToldEvent.of(Kind.LOOKED, look.at())
                      .in(look.account(), look.where())
                      .about(List.copyOf(seen)),
                  run));
      if (!endedAt.isEmpty()) {
        told.add(ToldEvent.of(Kind.FINISHED, Instant.parse(endedAt)), run);
      }
    } catch (DateTimeException | InvalidRequestException foreign) {
      return List.of();
    }
    told.events.sort(Comparator.comparing(ReleaseEvent::at).thenComparing(ToldEvents::rank));
    return List.copyOf(told.events);
  }

  /** Within one moment a look comes before the call that rests on it. */
  private static int rank(ReleaseEvent event) {
    return event.kind() == Kind.STARTED ? 0 : event.kind() == Kind.LOOKED ? 1 : 2;
  }

  private void add(ToldEvent event, String run) {
    events.add(event.inRun(run, event.progress()));
  }

  private void call(JsonValue intent, JsonValue outcome, String run) {
    Instant left = Instant.parse(intent.text("at"));
    String account = intent.text("provider");
    String region = intent.text("region");
    String lane =
        (region.isEmpty() ? account : account + ":" + region) + " " + intent.text("action");
    List<InstanceRef> refs =
        intent.get("instances").items().stream()
            .map(JsonValue::text)
            .map(InstanceRef::parse)
            .toList();
    for (JsonValue seen : intent.get("seen").items()) {
      look(seen.text("instance"), seen);
    }
    add(ToldEvent.of(Kind.SENDING, left).in(account, lane).about(refs), run);
    Optional<Instant> end = outcome.instant("at");
    if (end.isPresent()) {
      add(
          ToldEvent.of(Kind.ANSWERED, end.get())
              .in(account, lane)
              .about(refs)
              .call(
                  (int) outcome.number("sends", 0),
                  outcome.get("requestIds").items().stream().map(JsonValue::text).toList())
              .took(Duration.between(left, end.get()))
              .detail(detail(outcome)),
          run);
    }
  }

  private static String detail(JsonValue outcome) {
    String code = outcome.get("error").text("code");
    return outcome.text("outcome") + (code.isEmpty() ? "" : " " + code);
  }

  private void look(String instance, JsonValue seen) {
    if (!seen.isObject()) {
      return;
    }
    InstanceRef ref = InstanceRef.parse(instance);
    String where = ref.region().isEmpty() ? ref.provider() : ref.provider() + ":" + ref.region();
    looks
        .computeIfAbsent(
            new Look(Instant.parse(seen.text("at")), ref.provider(), where),
            any -> new LinkedHashSet<>())
        .add(ref);
  }
}
