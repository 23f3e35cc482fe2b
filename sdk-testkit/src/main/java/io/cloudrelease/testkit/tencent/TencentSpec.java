package io.cloudrelease.testkit.tencent;

import io.cloudrelease.testkit.InstanceSpec;
import java.time.Instant;

/**
 * Says what a CVM instance is like: by default RUNNING, POSTPAID_BY_HOUR, in {@code ap-guangzhou}.
 */
public final class TencentSpec extends InstanceSpec<TencentSpec> {

  TencentSpec() {}

  @Override
  protected TencentSpec self() {
    return this;
  }

  /** A subscription: the first terminate call puts it into the recycle bin. */
  public TencentSpec prepaid() {
    return chargeType("PREPAID");
  }

  /** A subscription that ends at that time. */
  public TencentSpec prepaid(Instant until) {
    return prepaid().expiresAt(until);
  }

  /** Pay as you go: one terminate call destroys it. */
  public TencentSpec postpaid() {
    return chargeType("POSTPAID_BY_HOUR");
  }

  /** A spot instance: one terminate call destroys it. */
  public TencentSpec spot() {
    return chargeType("SPOTPAID");
  }

  /** Why it is isolated: ARREAR, EXPIRE or MANMADE; NOTISOLATED by default. */
  public TencentSpec isolatedSource(String value) {
    return note("IsolatedSource", value);
  }

  /** RestrictState: NORMAL by default, EXPIRED or PROTECTIVELY_ISOLATED. */
  public TencentSpec restrictState(String value) {
    return note("RestrictState", value);
  }

  /** A public address of a type that ReleaseAddress really releases. */
  public TencentSpec releasableAddress(String value) {
    return publicAddress(value).note("releasableAddress", value);
  }

  /** The private network it is in. */
  public TencentSpec vpc(String id) {
    return note(TencentGroups.VPC, id);
  }

  /** A member of that auto scaling group, with the tag that auto scaling puts on its members. */
  public TencentSpec scalingGroup(String id) {
    return tag(TencentGroups.TAG, id).scalingGroupWithoutTag(id);
  }

  /** A member of that auto scaling group, of which somebody took the tag off. */
  public TencentSpec scalingGroupWithoutTag(String id) {
    return note(TencentGroups.GROUP, id);
  }

  /** A node of that cluster, in a node pool that is this auto scaling group. */
  public TencentSpec nodePool(String cluster, String group) {
    return note(TencentGroups.CLUSTER, cluster).scalingGroup(group);
  }

  void fill(String nextId) {
    defaults(nextId, "ap-guangzhou", "POSTPAID_BY_HOUR", "RUNNING");
    if (zone().isEmpty()) {
      zone(region() + "-3");
    }
  }
}
