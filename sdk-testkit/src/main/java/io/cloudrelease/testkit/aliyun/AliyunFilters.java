package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedInstance;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The filters of ECS DescribeInstances, AND-ed. */
final class AliyunFilters {

  private static final int MOST_BY_TAG = 1000;

  private AliyunFilters() {}

  static boolean fits(AliyunRequest request, SimulatedInstance instance, Instant at) {
    return equal(request, "Status", instance.at(at).state())
        && equal(request, "InstanceChargeType", instance.chargeType())
        && equal(request, "LockReason", instance.note("LockReason"))
        && equal(request, "ZoneId", instance.zone())
        && equal(request, "VpcId", instance.note(AliyunGroups.VPC))
        && timesFit(request, instance)
        && nameFits(request.get("InstanceName"), instance.name())
        && tagsFit(request, instance);
  }

  /** Each filter by time has a number of its own, as {@code 2020-01-01T00:00Z}. */
  private static boolean timesFit(AliyunRequest request, SimulatedInstance instance) {
    Optional<Instant> ends = instance.expiresAt();
    return within(request, 1, "CreationStartTime", at -> !instance.createdAt().isBefore(at))
        && within(request, 2, "CreationEndTime", at -> !instance.createdAt().isAfter(at))
        && within(
            request, 3, "ExpiredStartTime", at -> ends.filter(e -> !e.isBefore(at)).isPresent())
        && within(request, 4, "ExpiredEndTime", at -> ends.filter(e -> !e.isAfter(at)).isPresent());
  }

  private static boolean within(
      AliyunRequest request, int number, String key, Predicate<Instant> fits) {
    String slot = "Filter." + number;
    return !request.get(slot + ".Key").equals(key) || fits.test(time(request, slot + ".Value"));
  }

  private static Instant time(AliyunRequest request, String parameter) {
    try {
      return OffsetDateTime.parse(request.get(parameter)).toInstant();
    } catch (DateTimeException notOne) {
      throw new Refused(
          400, "InvalidParameter", parameter + " is not a time such as 2020-01-01T00:00Z.");
    }
  }

  /** With tags the cloud shows no more than its first thousand. */
  static List<SimulatedInstance> cut(AliyunRequest request, List<SimulatedInstance> fit) {
    boolean byTag = request.all().containsKey("Tag.1.Key");
    return byTag && fit.size() > MOST_BY_TAG ? fit.subList(0, MOST_BY_TAG) : fit;
  }

  private static boolean equal(AliyunRequest request, String filter, String value) {
    String wanted = request.get(filter);
    return wanted.isEmpty() || wanted.equals(value);
  }

  /** With an asterisk for any text. */
  private static boolean nameFits(String wanted, String name) {
    if (wanted.isEmpty()) {
      return true;
    }
    String[] parts = wanted.split("\\*", -1);
    if (parts.length == 1) {
      return wanted.equals(name);
    }
    String last = parts[parts.length - 1];
    if (!name.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = name.indexOf(parts[i], from);
      if (found < 0) {
        return false;
      }
      from = found + parts[i].length();
    }
    return name.length() - last.length() >= from && name.endsWith(last);
  }

  private static boolean tagsFit(AliyunRequest request, SimulatedInstance instance) {
    for (int i = 1; request.all().containsKey("Tag." + i + ".Key"); i++) {
      String key = request.get("Tag." + i + ".Key");
      String value = request.get("Tag." + i + ".Value");
      String own = instance.tags().get(key);
      if (own == null || !value.isEmpty() && !value.equals(own)) {
        return false;
      }
    }
    return true;
  }
}
