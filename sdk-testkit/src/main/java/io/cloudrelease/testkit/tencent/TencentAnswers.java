package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedDisk;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what CVM answers. */
final class TencentAnswers {

  private TencentAnswers() {}

  static HttpResponse json(int status, byte[] body) {
    return HttpResponse.of(
        status, List.of(new Header("Content-Type", "application/json")), HttpBody.wrap(body));
  }

  /** The rows from there on, of all that fit. */
  static <T> List<T> page(List<T> all, long offset, long limit) {
    int from = (int) Math.min(offset, all.size());
    return all.subList(from, (int) Math.min(from + limit, all.size()));
  }

  static byte[] accepted(Visit visit) {
    return new JsonWriter()
        .object()
        .object("Response")
        .member("RequestId", visit.requestId())
        .end()
        .end()
        .toBytes();
  }

  static byte[] error(Visit visit, Refused refused) {
    return new JsonWriter()
        .object()
        .object("Response")
        .object("Error")
        .member("Code", refused.code())
        .member("Message", refused.text())
        .end()
        .member("RequestId", visit.requestId())
        .end()
        .end()
        .toBytes();
  }

  static byte[] instances(
      Visit visit, int total, List<SimulatedInstance> page, Renderings renderings) {
    List<byte[]> items = new ArrayList<>(page.size());
    for (SimulatedInstance instance : page) {
      StatePoint point = instance.at(visit.lookAt());
      items.add(renderings.item(point, () -> instance(instance, point)));
    }
    return Renderings.join(
        "{\"Response\":{\"TotalCount\":" + total + ",\"InstanceSet\":[",
        items,
        "],\"RequestId\":\"" + visit.requestId() + "\"}}");
  }

  static byte[] states(Visit visit, int total, List<SimulatedInstance> page) {
    JsonWriter json = new JsonWriter().object().object("Response");
    json.member("TotalCount", total).array("InstanceStatusSet");
    for (SimulatedInstance instance : page) {
      json.object()
          .member("InstanceId", instance.id())
          .member("InstanceState", instance.at(visit.lookAt()).state())
          .end();
    }
    return json.end().member("RequestId", visit.requestId()).end().end().toBytes();
  }

  private static byte[] instance(SimulatedInstance instance, StatePoint point) {
    JsonWriter json = new JsonWriter();
    json.object()
        .object("Placement")
        .member("Zone", instance.zone())
        .member("ProjectId", 0)
        .end()
        .object("VirtualPrivateCloud")
        .member("VpcId", instance.note(TencentGroups.VPC))
        .end()
        .member("InstanceId", instance.id())
        .member("InstanceType", "S5.MEDIUM2")
        .member("CPU", 2)
        .member("Memory", 2)
        .member("InstanceName", instance.name())
        .member("InstanceState", point.state())
        .member("InstanceChargeType", instance.chargeType())
        .member("RestrictState", orElse(instance.note("RestrictState"), "NORMAL"))
        .member("CreatedTime", Times.seconds(instance.createdAt()))
        .textOrNull("ExpiredTime", instance.expiresAt().map(Times::seconds).orElse(""))
        .textOrNull("RenewFlag", point.note("RenewFlag"))
        .member("IsolatedSource", orElse(point.note("IsolatedSource"), "NOTISOLATED"))
        .textOrNull("LatestOperation", point.note("LatestOperation"))
        .textOrNull("LatestOperationState", point.note("LatestOperationState"))
        .textOrNull("LatestOperationRequestId", point.note("LatestOperationRequestId"))
        .member("DisableApiTermination", instance.isProtectedFromRelease());
    lists(json, instance);
    return json.end().toBytes();
  }

  private static void lists(JsonWriter json, SimulatedInstance instance) {
    json.object("SystemDisk")
        .member("DiskType", "CLOUD_PREMIUM")
        .member("DiskId", TencentRemains.systemDisk(instance))
        .member("DiskSize", 50)
        .end();
    if (instance.disks().isEmpty()) {
      json.nullMember("DataDisks");
    } else {
      json.array("DataDisks");
      for (SimulatedDisk disk : instance.disks()) {
        json.object()
            .member("DiskId", disk.id())
            .member("DiskType", "CLOUD_PREMIUM")
            .member("DiskSize", 50)
            .member("DeleteWithInstance", disk.deletedWithInstance())
            .end();
      }
      json.end();
    }
    if (instance.publicAddresses().isEmpty()) {
      json.nullMember("PublicIpAddresses");
    } else {
      json.member("PublicIpAddresses", instance.publicAddresses());
    }
    json.member("PrivateIpAddresses", instance.privateAddresses()).array("Tags");
    for (Map.Entry<String, String> tag : instance.tags().entrySet()) {
      json.object().member("Key", tag.getKey()).member("Value", tag.getValue()).end();
    }
    json.end();
  }

  private static String orElse(String text, String fallback) {
    return text.isEmpty() ? fallback : text;
  }
}
