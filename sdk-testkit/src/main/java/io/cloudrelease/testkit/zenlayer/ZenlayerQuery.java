package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.Instant;
import java.util.List;

/** The paging and filters of Zenlayer's DescribeInstances. */
final class ZenlayerQuery {
  private static final int USUAL_PAGE = 20;
  private static final int MOST_PAGE = 1000;

  private final JsonValue parameters;
  private final boolean zec;
  private final long page;
  private final long size;

  ZenlayerQuery(JsonValue parameters, boolean zec) {
    this.parameters = parameters;
    this.zec = zec;
    this.page = parameters.number("pageNum", 1);
    this.size = parameters.number("pageSize", USUAL_PAGE);
    if (page < 1 || size < 1) {
      throw new Refused(
          400, "INVALID_PARAMETER_LESS_MINIMUM", "pageNum and pageSize must be at least 1.");
    }
    if (size > MOST_PAGE) {
      throw new Refused(
          400, "INVALID_PARAMETER_EXCEED_MAXIMUM", "pageSize must be at most " + MOST_PAGE + '.');
    }
  }

  List<SimulatedInstance> filter(List<SimulatedInstance> all, Instant at) {
    return all.stream().filter(instance -> fits(instance, at)).toList();
  }

  List<SimulatedInstance> page(List<SimulatedInstance> all) {
    int from = (int) Math.min(Math.min(page - 1, all.size()) * size, all.size());
    return all.subList(from, (int) Math.min(from + size, all.size()));
  }

  private boolean fits(SimulatedInstance instance, Instant at) {
    String state = parameters.text(zec ? "status" : "instanceStatus");
    String zone = parameters.text("zoneId");
    String group = parameters.text("resourceGroupId");
    return (state.isEmpty() || state.equals(instance.at(at).state()))
        && (zone.isEmpty() || zone.equals(instance.zone()))
        && (group.isEmpty() || group.equals(instance.note("resourceGroupId")))
        && nameFits(instance.name())
        && tagsFit(instance);
  }

  private boolean nameFits(String name) {
    if (zec) {
      return name.contains(parameters.text("name"));
    }
    String wanted = parameters.text("instanceName");
    if (wanted.endsWith("*")) {
      return name.contains(wanted.substring(0, wanted.length() - 1));
    }
    return wanted.isEmpty() || wanted.equals(name);
  }

  private boolean tagsFit(SimulatedInstance instance) {
    for (JsonValue key : parameters.get("tagKeys").items()) {
      if (!instance.tags().containsKey(key.written())) {
        return false;
      }
    }
    for (JsonValue tag : parameters.get("tags").items()) {
      if (!tag.get("value").written().equals(instance.tags().get(tag.get("key").written()))) {
        return false;
      }
    }
    return true;
  }
}
