package io.cloudrelease.aliyun;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.LookQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads one instance of a DescribeInstances answer, in the words of "Instance lifecycle" and
 * "DescribeInstances" of the ECS documentation.
 */
final class EcsInstance {
  static final String POST_PAID = "PostPaid";
  static final String PRE_PAID = "PrePaid";
  static final String RUNNING = "Running";

  /** Attribute: the reasons of the instance's locks, joined by commas. */
  static final String LOCK_REASONS = "LockReason";

  /** Attribute: the elastic IP address bound to it. */
  static final String ELASTIC_IP = "EipAddress";

  /** Attribute: the id of that address; empty where only the address is shown. */
  static final String ELASTIC_IP_ID = "EipAddress.AllocationId";

  /** Attribute: the ids of its secondary network interfaces, joined by commas. */
  static final String INTERFACES = "NetworkInterfaces";

  private static final List<String> KEPT_AS_THEY_ARE =
      List.of("ZoneId", "StoppedMode", "Recyclable", "AutoReleaseTime", "SpotStrategy");

  private EcsInstance() {}

  /** The snapshot; empty for an item that does not name an instance. */
  static Optional<Snapshot> read(JsonValue item, LookQuery query) {
    return read(item, query.instances().get(0).provider(), query.region(), query.at());
  }

  /** As {@link #read(JsonValue, LookQuery)}, of a list that was asked for without ids. */
  static Optional<Snapshot> read(JsonValue item, String account, String asked, Instant at) {
    // The answer's own region: an instance of another one says nothing about what was asked for.
    String stated = item.text("RegionId");
    String region = stated.isEmpty() ? asked : stated;
    InstanceRef ref;
    try {
      ref = InstanceRef.of(account, region, item.text("InstanceId"));
    } catch (InvalidRequestException notAnInstance) {
      return Optional.empty();
    }
    String state = item.text("Status");
    String chargeType = item.text("InstanceChargeType");
    Snapshot.Builder snapshot =
        Snapshot.builder(ref, at, phase(state))
            .state(state)
            .name(item.get("InstanceName").written())
            .chargeType(chargeType)
            .zone(item.text("ZoneId"))
            .vpc(item.get("VpcAttributes").text("VpcId"))
            .protectedFromRelease(item.isTrue("DeletionProtection"))
            .attribute(LOCK_REASONS, lockReasons(item))
            .attribute(ELASTIC_IP_ID, item.get("EipAddress").text("AllocationId"))
            .attribute(INTERFACES, secondaryInterfaces(item))
            .attribute(ELASTIC_IP, elasticIp(item.get("EipAddress")));
    item.instant("CreationTime").ifPresent(snapshot::createdAt);
    // Pay-as-you-go instances carry a time in 2099 that means nothing.
    if (!chargeType.equalsIgnoreCase(POST_PAID)) {
      item.instant("ExpiredTime").ifPresent(snapshot::expiresAt);
    }
    KEPT_AS_THEY_ARE.forEach(name -> snapshot.attribute(name, item.text(name)));
    for (JsonValue tag : EcsEnvelope.list(item, "Tags", "Tag")) {
      snapshot.tag(tag.get("TagKey").written(), tag.get("TagValue").written());
    }
    return Optional.of(snapshot.build());
  }

  private static LifecyclePhase phase(String state) {
    return switch (state) {
      case "Pending", "Starting", "Stopping" -> LifecyclePhase.CHANGING;
      case RUNNING, "Stopped" -> LifecyclePhase.STABLE;
      default -> LifecyclePhase.UNRECOGNIZED;
    };
  }

  private static String lockReasons(JsonValue item) {
    return EcsEnvelope.list(item, "OperationLocks", "LockReason").stream()
        .map(lock -> lock.isObject() ? lock.text("LockReason") : lock.text())
        .filter(reason -> !reason.isEmpty())
        .collect(Collectors.joining(","));
  }

  /** Those that go with their instance are the primary ones; one of no stated kind may stay. */
  private static String secondaryInterfaces(JsonValue item) {
    return EcsEnvelope.list(item, "NetworkInterfaces", "NetworkInterface").stream()
        .filter(one -> !one.text("Type").equalsIgnoreCase("Primary"))
        .map(one -> one.text("NetworkInterfaceId"))
        .filter(id -> !id.isEmpty())
        .collect(Collectors.joining(","));
  }

  private static String elasticIp(JsonValue eip) {
    String id = eip.text("AllocationId");
    return id.isEmpty() ? eip.text("IpAddress") : id;
  }
}
