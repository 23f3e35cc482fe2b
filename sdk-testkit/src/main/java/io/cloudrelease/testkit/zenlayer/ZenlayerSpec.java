package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.testkit.InstanceSpec;
import java.time.Instant;

/**
 * Says what a Zenlayer instance is like: by default RUNNING and POSTPAID. ZEC answers show no
 * charge type.
 */
public final class ZenlayerSpec extends InstanceSpec<ZenlayerSpec> {

  ZenlayerSpec() {}

  @Override
  protected ZenlayerSpec self() {
    return this;
  }

  /** Pay as you go. */
  public ZenlayerSpec postpaid() {
    return chargeType("POSTPAID");
  }

  /** A subscription that renews itself at that time. */
  public ZenlayerSpec prepaid(Instant until) {
    return chargeType("PREPAID").expiresAt(until).autoRenew(true);
  }

  /** The resource group it belongs to. */
  public ZenlayerSpec resourceGroup(String id) {
    return note("resourceGroupId", id);
  }

  /** The private network it is in; shown by ZEC only. */
  public ZenlayerSpec vpc(String id) {
    return note("vpcId", id);
  }

  /**
   * No instance of Zenlayer has such a protection.
   *
   * @throws IllegalStateException always; {@link #refusedWith} lets the cloud refuse it
   */
  @Override
  public ZenlayerSpec protectedFromRelease() {
    throw new IllegalStateException(
        "Zenlayer protects no instance from release; refusedWith(code) lets it refuse one");
  }

  void fill(String nextId) {
    defaults(nextId, "", "POSTPAID", "RUNNING");
    region("");
    if (zone().isEmpty()) {
      zone("asia-east-1a");
    }
  }
}
