package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.InstanceSpec;
import java.time.Instant;

/** Says what an ECS instance is like: by default Stopped, PostPaid, in {@code cn-hangzhou}. */
public final class AliyunSpec extends InstanceSpec<AliyunSpec> {

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

  /** Locked: financial, security, recycling, dedicatedhostfinancial or refunded. */
  public AliyunSpec locked(String reason) {
    return note("LockReason", reason);
  }

  void fill(String nextId) {
    defaults(nextId, "cn-hangzhou", "PostPaid", "Stopped");
    if (zone().isEmpty()) {
      zone(region() + "-h");
    }
  }
}
