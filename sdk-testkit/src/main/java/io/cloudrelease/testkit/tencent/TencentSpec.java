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

  void fill(String nextId) {
    defaults(nextId, "ap-guangzhou", "POSTPAID_BY_HOUR", "RUNNING");
    if (zone().isEmpty()) {
      zone(region() + "-3");
    }
  }
}
