package io.cloudrelease.execution.find;

import io.cloudrelease.find.Found;
import io.cloudrelease.find.Place;
import io.cloudrelease.find.Unread;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.TerminalText;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found.
 *
 * @param instances those that fit, each once
 * @param incomplete the places of which it is not sure that all was seen
 * @param leftOut the places that were not read since nobody named them, each with the reason
 * @param listed how many instances were seen, fitting or not
 * @param at when the looking was over
 */
record FoundInstances(
    List<Snapshot> instances,
    List<Unread> incomplete,
    Map<Place, String> leftOut,
    int listed,
    Instant at)
    implements Found {
  FoundInstances {
    instances = List.copyOf(instances);
    incomplete = List.copyOf(incomplete);
    leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
  }

  @Override
  public List<InstanceRef> refs() {
    return instances.stream().map(Snapshot::ref).toList();
  }

  @Override
  public boolean isComplete() {
    return incomplete.isEmpty();
  }

  @Override
  public String toReferences() {
    StringBuilder lines = new StringBuilder();
    for (Unread unread : incomplete) {
      lines.append("# incomplete: ").append(TerminalText.of(unread.toString())).append('\n');
    }
    leftOut.forEach(
        (place, why) ->
            lines.append("# left out: ").append(TerminalText.of(place + " " + why)).append('\n'));
    for (Snapshot snapshot : instances) {
      lines.append(snapshot.ref());
      if (!snapshot.name().isEmpty()) {
        lines.append(" # ").append(TerminalText.of(snapshot.name()));
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  @Override
  public String toJson() {
    JsonWriter json = new JsonWriter();
    json.object().member("schema", 1).member("complete", isComplete()).member("listed", listed);
    json.member("at", at).array("incomplete");
    for (Unread unread : incomplete) {
      json.object()
          .member("place", unread.place().toString())
          .member("category", unread.reason().category().name())
          .member("code", unread.reason().code())
          .member("message", unread.reason().message())
          .member("hint", unread.reason().hint())
          .end();
    }
    json.end().array("leftOut");
    leftOut.forEach(
        (place, why) -> json.object().member("place", place.toString()).member("why", why).end());
    json.end().array("instances");
    instances.forEach(snapshot -> write(snapshot, json));
    return json.end().end().toText();
  }

  private static void write(Snapshot snapshot, JsonWriter json) {
    json.object()
        .member("ref", snapshot.ref().toString())
        .member("name", snapshot.name())
        .member("state", snapshot.state())
        .member("phase", snapshot.phase().name())
        .member("chargeType", snapshot.chargeType())
        .member("zone", snapshot.zone())
        .member("vpcs", snapshot.vpcs())
        .member("protectedFromRelease", snapshot.protectedFromRelease())
        .textOrNull("createdAt", snapshot.createdAt().map(Instant::toString).orElse(""))
        .textOrNull("expiresAt", snapshot.expiresAt().map(Instant::toString).orElse(""))
        .object("tags");
    snapshot.tags().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(tag -> json.memberOfAnyName(tag.getKey(), tag.getValue()));
    json.end().end();
  }

  /** How many, and whether that is all. */
  @Override
  public String toString() {
    return instances.size()
        + " found of "
        + listed
        + (isComplete() ? "" : ", incomplete: " + incomplete)
        + (leftOut.isEmpty() ? "" : ", left out: " + leftOut.keySet());
  }
}
