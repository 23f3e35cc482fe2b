package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.InstanceSpec;
import java.time.Duration;
import java.time.Instant;

/** Says what an ECS instance is like: by default Stopped, PostPaid, in {@code cn-hangzhou}. */
public final class AliyunSpec extends InstanceSpec<AliyunSpec> {

  static final String INITIALIZING = "Initializing";
  static final String UNDER_FORCE = "UnderForce";
  static final String APPLIED = "applied";
  static final String UNTOUCHED = "untouched";

  AliyunSpec() {}

  @Override
  protected AliyunSpec self() {
    return this;
  }

  /** Running: it is released with Force only. */
  public AliyunSpec running() {
    return state("Running");
  }

  /** Pay as you go. */
  public AliyunSpec postpaid() {
    return chargeType("PostPaid");
  }

  /** A subscription that ends at that time: released only after it, with TerminateSubscription. */
  public AliyunSpec prepaid(Instant until) {
    return chargeType("PrePaid").expiresAt(until);
  }

  /**
   * For that time every release of it is refused with IncorrectInstanceStatus.Initializing, while
   * looks show nothing of it.
   */
  public AliyunSpec initializing(Duration time) {
    return note(INITIALIZING, time.toString());
  }

  /**
   * The first release of it under Force is answered with IncorrectInstanceStatus.
   *
   * @param applied whether it is carried out all the same
   */
  public AliyunSpec refusedUnderForce(boolean applied) {
    return note(UNDER_FORCE, applied ? APPLIED : UNTOUCHED);
  }

  /** A name that answers show byte by byte: raw control characters, half a character. */
  public AliyunSpec rawName(byte... bytes) {
    return note(RawNames.NOTE, RawNames.hex(bytes));
  }

  /** Locked: financial, security, Recycling, dedicatedhostfinancial or refunded. */
  public AliyunSpec locked(String reason) {
    return note("LockReason", reason);
  }

  /** The private network it is in. */
  public AliyunSpec vpc(String id) {
    return note(AliyunGroups.VPC, id);
  }

  /** A member of that scaling group, with the tag that Auto Scaling puts on its members. */
  public AliyunSpec scalingGroup(String id) {
    return tag(AliyunGroups.TAG, id).scalingGroupWithoutTag(id);
  }

  /** A member of that scaling group, of which somebody took the tag off. */
  public AliyunSpec scalingGroupWithoutTag(String id) {
    return note(AliyunGroups.GROUP, id);
  }

  /** A node in that node pool, which is this scaling group. */
  public AliyunSpec nodePool(String pool, String group) {
    return tag(AliyunGroups.POOL_TAG, pool).scalingGroup(group);
  }

  void fill(String nextId) {
    defaults(nextId, "cn-hangzhou", "PostPaid", "Stopped");
    if (zone().isEmpty()) {
      zone(region() + "-h");
    }
  }
}
