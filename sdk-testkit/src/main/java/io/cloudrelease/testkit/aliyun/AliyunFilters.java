package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.SimulatedInstance;
import java.time.Instant;

/** The filters of ECS DescribeInstances, AND-ed. */
final class AliyunFilters {

  private AliyunFilters() {}

  static boolean fits(AliyunRequest request, SimulatedInstance instance, Instant at) {
    return equal(request, "Status", instance.at(at).state())
        && equal(request, "InstanceChargeType", instance.chargeType())
        && equal(request, "LockReason", instance.note("LockReason"))
        && equal(request, "ZoneId", instance.zone())
        && nameFits(request.get("InstanceName"), instance.name())
        && tagsFit(request, instance);
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
