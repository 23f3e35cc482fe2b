package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedDisk;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what ZEC, BMC and VM answer. */
final class ZenlayerAnswers {

  private ZenlayerAnswers() {}

  static byte[] error(Visit visit, Refused refused) {
    return new JsonWriter()
        .object()
        .member("requestId", visit.requestId())
        .member("code", refused.code())
        .member("message", refused.text())
        .end()
        .toBytes();
  }

  static byte[] accepted(Visit visit) {
    return close(open(visit));
  }

  /** ZEC ReleaseInstances: the ids that failed; null when none did. */
  static byte[] released(Visit visit, List<String> failed) {
    JsonWriter json = open(visit);
    if (failed.isEmpty()) {
      json.nullMember("instanceIds");
    } else {
      json.member("instanceIds", failed);
    }
    return close(json);
  }

  static byte[] instances(
      Visit visit, String service, int total, List<SimulatedInstance> page, Renderings renderings) {
    List<byte[]> items = new ArrayList<>(page.size());
    for (SimulatedInstance instance : page) {
      StatePoint point = instance.at(visit.lookAt());
      items.add(renderings.item(point, () -> instance(service, instance, point)));
    }
    String id = "\"requestId\":\"" + visit.requestId() + '"';
    return Renderings.join(
        '{' + id + ",\"response\":{" + id + ",\"totalCount\":" + total + ",\"dataSet\":[",
        items,
        "]}}");
  }

  private static byte[] instance(String service, SimulatedInstance instance, StatePoint point) {
    JsonWriter json = new JsonWriter().object();
    if (service.equals("zec")) {
      zec(json, instance, point);
    } else {
      bmcOrVm(json, instance, point);
    }
    return json.end().toBytes();
  }

  static byte[] states(Visit visit, int total, List<SimulatedInstance> page) {
    JsonWriter json = open(visit).member("totalCount", total).array("dataSet");
    for (SimulatedInstance instance : page) {
      json.object()
          .member("instanceId", instance.id())
          .member("instanceStatus", instance.at(visit.lookAt()).state())
          .end();
    }
    return close(json.end());
  }

  private static JsonWriter open(Visit visit) {
    return new JsonWriter()
        .object()
        .member("requestId", visit.requestId())
        .object("response")
        .member("requestId", visit.requestId());
  }

  private static byte[] close(JsonWriter json) {
    return json.end().end().toBytes();
  }

  private static void zec(JsonWriter json, SimulatedInstance instance, StatePoint point) {
    shared(json, instance);
    json.member("instanceType", "z2a.cpu.1")
        .member("status", point.state())
        .object("systemDisk")
        .member("diskId", ZenlayerRemains.systemDisk(instance))
        .member("diskSize", 40)
        .end();
    dataDisks(json, instance);
    json.array("nics");
    for (SimulatedBelonging thing : instance.belongings()) {
      if (thing.kind() == Kind.INTERFACE) {
        json.object()
            .member("nicId", thing.id())
            .member("nicType", "Secondary")
            .member("vpcId", instance.note("vpcId"))
            .end();
      }
    }
    if (!instance.note("vpcId").isEmpty()) {
      json.object()
          .member("nicId", instance.id() + "-n")
          .member("nicType", "Primary")
          .member("vpcId", instance.note("vpcId"))
          .end();
    }
    json.end();
  }

  private static void dataDisks(JsonWriter json, SimulatedInstance instance) {
    json.array("dataDisks");
    for (SimulatedDisk disk : instance.disks()) {
      json.object()
          .member("diskId", disk.id())
          .member("diskSize", 50)
          .member("portable", !disk.deletedWithInstance())
          .end();
    }
    json.end();
  }

  private static void bmcOrVm(JsonWriter json, SimulatedInstance instance, StatePoint point) {
    shared(json, instance);
    if (instance.service().equals(ZenlayerCall.VM)) {
      dataDisks(json, instance);
    }
    boolean prepaid = instance.chargeType().equals("PREPAID");
    json.member("hostname", instance.name())
        .member("instanceTypeId", "S9I")
        .member("instanceStatus", point.state())
        .member("instanceChargeType", instance.chargeType())
        .member("autoRenew", Boolean.parseBoolean(point.note("autoRenew")));
    if (prepaid) {
      json.member("period", 1);
    } else {
      json.nullMember("period");
    }
  }

  private static void shared(JsonWriter json, SimulatedInstance instance) {
    json.member("instanceId", instance.id())
        .member("instanceName", instance.name())
        .member("zoneId", instance.zone())
        .member("publicIpAddresses", instance.publicAddresses())
        .member("privateIpAddresses", instance.privateAddresses())
        .member("createTime", Times.seconds(instance.createdAt()))
        .textOrNull("expiredTime", instance.expiresAt().map(Times::seconds).orElse(""))
        .member("resourceGroupId", instance.note("resourceGroupId"))
        .object("tags")
        .array("tags");
    for (Map.Entry<String, String> tag : instance.tags().entrySet()) {
      json.object().member("key", tag.getKey()).member("value", tag.getValue()).end();
    }
    json.end().end();
  }
}
