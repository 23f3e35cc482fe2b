package io.cloudrelease.zenlayer;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Reads one item of {@code dataSet} (pages DescribeInstances of ZEC, BMC and VM). */
final class ZenlayerInstance {
  static final String AUTO_RENEW = "autoRenew";
  static final String CREATE_FAILED = "CREATE_FAILED";

  private static final List<String> KEPT =
      List.of(
          AUTO_RENEW,
          "hostname",
          "instanceType",
          "instanceTypeId",
          "resourceGroupId",
          "resourceGroupName",
          "zoneId");

  private ZenlayerInstance() {}

  static Snapshot snapshot(Product product, InstanceRef ref, JsonValue item, Instant at) {
    String state = item.text(product.stateField());
    Snapshot.Builder snapshot =
        Snapshot.builder(ref, at, phase(product, state))
            .state(state)
            .name(item.get("instanceName").written())
            .chargeType(item.text("instanceChargeType"))
            .zone(item.text("zoneId"));
    item.instant("createTime").ifPresent(snapshot::createdAt);
    item.instant("expiredTime").ifPresent(snapshot::expiresAt);
    for (String name : KEPT) {
      snapshot.attribute(name, item.text(name));
    }
    item.get("nics").items().forEach(nic -> snapshot.vpc(nic.text("vpcId")));
    Attachment.keep(item, snapshot);
    snapshot.attribute(Attachment.SYSTEM_DISK, item.get("systemDisk").text("diskId"));
    JsonValue tags = item.get("tags");
    for (JsonValue tag : (tags.isArray() ? tags : tags.get("tags")).items()) {
      String key = tag.get("key").written();
      if (!key.isEmpty()) {
        snapshot.tag(key, tag.get("value").written());
      }
    }
    return snapshot.build();
  }

  /**
   * What Zenlayer's state words mean for a release. The set is open: the documents, the Terraform
   * provider and the SDKs' comments each name some that the others leave out.
   */
  static LifecyclePhase phase(Product product, String state) {
    String word = state.toUpperCase(Locale.ROOT);
    return switch (word) {
      case "RUNNING", "STOPPED" -> LifecyclePhase.STABLE;
      case "PENDING",
          "DEPLOYING",
          "CREATING",
          "INSTALLING",
          "REBUILDING",
          "BOOTING",
          "STOPPING",
          "REBOOT",
          "REBOOTING",
          "IMAGING",
          "RESIZING" ->
          LifecyclePhase.CHANGING;
      case "RELEASING", "RECYCLING" -> LifecyclePhase.LEAVING;
      // The wire says RECYCLE, prose and other resources say RECYCLED.
      case "RECYCLE", "RECYCLED" -> LifecyclePhase.RECYCLED;
      // Old BMC documents: switched off, about to be destroyed.
      case "SHUTDOWN" ->
          product == Product.BMC ? LifecyclePhase.LEAVING : LifecyclePhase.UNRECOGNIZED;
      // CREATE_FAILED, INSTALL_FAILED, REINSTALL_FAILED: nothing more happens by itself.
      default -> word.endsWith("_FAILED") ? LifecyclePhase.STABLE : LifecyclePhase.UNRECOGNIZED;
    };
  }
}
