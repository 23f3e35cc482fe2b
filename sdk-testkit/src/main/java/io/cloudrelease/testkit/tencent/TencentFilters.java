package io.cloudrelease.testkit.tencent;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The filters of CVM DescribeInstances: AND between filters, OR between the values of one. */
final class TencentFilters {
  private static final int MOST_FILTERS = 10;
  private static final int MOST_VALUES = 5;

  /** Filters by what the simulation does not model: they are taken and fit no instance. */
  private static final Set<String> NOT_MODELLED =
      Set.of(
          "project-id",
          "host-id",
          "vpc-id",
          "subnet-id",
          "uuid",
          "security-group-id",
          "instance-family",
          "instance-type",
          "image-id",
          "creation-start-time",
          "creation-end-time");

  private TencentFilters() {}

  static void check(List<JsonValue> filters) {
    if (filters.size() > MOST_FILTERS) {
      throw tooMany("Filters", MOST_FILTERS);
    }
    for (JsonValue filter : filters) {
      if (filter.get("Values").items().size() > MOST_VALUES) {
        throw tooMany("Filters.Values", MOST_VALUES);
      }
    }
  }

  static boolean fits(List<JsonValue> filters, SimulatedInstance instance, Instant at) {
    for (JsonValue filter : filters) {
      List<String> facts = facts(filter.text("Name"), instance, at);
      boolean any = false;
      for (JsonValue value : filter.get("Values").items()) {
        any |= facts.contains(value.text());
      }
      if (!any) {
        return false;
      }
    }
    return true;
  }

  private static List<String> facts(String filter, SimulatedInstance instance, Instant at) {
    if (filter.startsWith("tag:")) {
      String value = instance.tags().get(filter.substring("tag:".length()));
      return value == null ? List.of() : List.of(value);
    }
    return switch (filter) {
      case "instance-id" -> List.of(instance.id());
      case "instance-name" -> List.of(instance.name());
      case "instance-state" -> List.of(instance.at(at).state());
      case "instance-charge-type" -> List.of(instance.chargeType());
      case "zone" -> List.of(instance.zone());
      case "tag-key" -> List.copyOf(instance.tags().keySet());
      case "tag-value" -> List.copyOf(instance.tags().values());
      case "private-ip-address" -> instance.privateAddresses();
      case "public-ip-address" -> instance.publicAddresses();
      default -> {
        if (NOT_MODELLED.contains(filter)) {
          yield List.of();
        }
        throw new Refused(200, "InvalidFilter", "The filter `" + filter + "` is not supported.");
      }
    };
  }

  private static Refused tooMany(String what, int most) {
    return new Refused(
        200, "InvalidFilterValue.LimitExceeded", "At most " + most + " " + what + " are allowed.");
  }
}
