package io.cloudrelease.outcome;

import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.remains.Refund;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan, and beside it what would be paid back for its instances. It is carried out as the plan
 * alone: a price is no part of it.
 *
 * @param plan the plan
 * @param refunds by instance
 */
public record PricedPlan(MadePlan plan, Map<InstanceRef, Refund> refunds) implements ReleasePlan {

  public PricedPlan {
    refunds = Collections.unmodifiableMap(new LinkedHashMap<>(refunds));
  }

  @Override
  public ReleaseInstancesRequest request() {
    return plan.request();
  }

  @Override
  public Instant madeAt() {
    return plan.madeAt();
  }

  @Override
  public List<InstanceRef> instances() {
    return plan.instances();
  }

  @Override
  public List<InstanceVerdict> excluded() {
    return plan.excluded();
  }

  @Override
  public Map<InstanceRef, List<CollateralItem>> collateral() {
    return plan.collateral();
  }

  @Override
  public List<String> warnings() {
    return plan.warnings();
  }

  @Override
  public int estimatedCalls() {
    return plan.estimatedCalls();
  }

  @Override
  public Duration estimatedTime() {
    return plan.estimatedTime();
  }

  @Override
  public String digest() {
    return plan.digest();
  }

  @Override
  public String toTable() {
    return plan.toTable() + RefundTable.of(refunds);
  }

  @Override
  public String toCsv() {
    return plan.toCsv();
  }

  @Override
  public String toMarkdown() {
    return plan.toMarkdown();
  }
}
