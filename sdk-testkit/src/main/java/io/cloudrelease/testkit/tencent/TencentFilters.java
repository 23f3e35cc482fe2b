package io.cloudrelease.testkit.tencent;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** The filters of CVM DescribeInstances: AND between filters, OR between the values of one. */
final class TencentFilters {
  private static final String TAG = "tag:";
  private static final int MOST_FILTERS = 10;
  private static final int MOST_VALUES = 5;

  /** Filters by what the simulation does not model: they are taken and fit no instance. */
  private static final Set<String> NOT_MODELLED =
      Set.of(
          "project-id",
          "host-id",
          "subnet-id",
          "uuid",
          "security-group-id",
          "instance-family",
          "instance-type",
          "image-id");

  private TencentFilters() {}

  /**
   * Refuses what the cloud refuses: too much of it, or a tag that none of the account's instances
   * there has, which is an error and no empty list.
   */
  static void check(List<JsonValue> filters, List<SimulatedInstance> all) {
    if (filters.size() > MOST_FILTERS) {
      throw tooMany("Filters", MOST_FILTERS);
    }
    for (JsonValue filter : filters) {
      if (filter.get("Values").items().size() > MOST_VALUES) {
        throw tooMany("Filters.Values", MOST_VALUES);
      }
      String name = filter.text("Name");
      String key = name.startsWith(TAG) ? name.substring(TAG.length()) : "";
      if (!key.isEmpty() && all.stream().noneMatch(i -> i.tags().containsKey(key))) {
        throw new Refused(
            200,
            "InvalidParameterValue.TagKeyNotFound",
            "The tag key `" + key + "` does not exist.");
      }
    }
  }

  static boolean fits(List<JsonValue> filters, SimulatedInstance instance, Instant at) {
    for (JsonValue filter : filters) {
      if (filter.text("Name").startsWith("creation-")) {
        if (!madeWithin(filter, instance)) {
          return false;
        }
        continue;
      }
      List<String> facts = facts(filter.text("Name"), instance, at);
      boolean any = false;
      for (JsonValue value : filter.get("Values").items()) {
        any |= facts.contains(value.written());
      }
      if (!any) {
        return false;
      }
    }
    return true;
  }

  /** As in {@code 2023-06-01 00:00:00}; taken as UTC here, while no page says which zone it is. */
  private static boolean madeWithin(JsonValue filter, SimulatedInstance instance) {
    Instant time = time(filter);
    return filter.text("Name").equals("creation-start-time")
        ? !instance.createdAt().isBefore(time)
        : !instance.createdAt().isAfter(time);
  }

  private static Instant time(JsonValue filter) {
    List<JsonValue> values = filter.get("Values").items();
    String text = values.isEmpty() ? "" : values.get(0).text();
    try {
      return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException notOne) {
      throw new Refused(
          200, "InvalidParameterValue", "`" + text + "` is not a time: 2023-06-01 00:00:00.");
    }
  }

  private static List<String> facts(String filter, SimulatedInstance instance, Instant at) {
    if (filter.startsWith(TAG)) {
      String value = instance.tags().get(filter.substring(TAG.length()));
      return value == null ? List.of() : List.of(value);
    }
    return switch (filter) {
      case "instance-id" -> List.of(instance.id());
      case "instance-name" -> List.of(instance.name());
      case "instance-state" -> List.of(instance.at(at).state());
      case "instance-charge-type" -> List.of(instance.chargeType());
      case "vpc-id" -> List.of(instance.note(TencentGroups.VPC));
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
