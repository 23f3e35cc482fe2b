package io.cloudrelease.zenlayer;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.List;

/** Reads one item of {@code dataSet} (pages DescribeInstances of ZEC, BMC and VM). */
final class InstanceItem {
  static final String AUTO_RENEW = "autoRenew";

  private static final List<String> KEPT =
      List.of(
          AUTO_RENEW,
          "hostname",
          "instanceType",
          "instanceTypeId",
          "resourceGroupId",
          "resourceGroupName",
          "zoneId");

  private InstanceItem() {}

  static Snapshot snapshot(Product product, InstanceRef ref, JsonValue item, Instant at) {
    String state = item.text(product.stateField());
    Snapshot.Builder snapshot =
        Snapshot.builder(ref, at, InstanceStates.phase(product, state))
            .state(state)
            .name(item.text("instanceName"))
            .chargeType(item.text("instanceChargeType"))
            .zone(item.text("zoneId"))
            .createdAt(item.instant("createTime"))
            .expiresAt(item.instant("expiredTime"));
    for (String name : KEPT) {
      snapshot.attribute(name, item.text(name));
    }
    item.get("nics").items().forEach(nic -> snapshot.vpc(nic.text("vpcId")));
    Attachment.keep(item, snapshot);
    JsonValue tags = item.get("tags");
    for (JsonValue tag : (tags.isArray() ? tags : tags.get("tags")).items()) {
      if (!tag.text("key").isEmpty()) {
        snapshot.tag(tag.text("key"), tag.text("value"));
      }
    }
    return snapshot.build();
  }
}
