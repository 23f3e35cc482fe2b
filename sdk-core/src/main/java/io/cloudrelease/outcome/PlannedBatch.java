package io.cloudrelease.outcome;

import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.Objects;

/**
 * One destructive call of a plan.
 *
 * @param provider the account's registered name
 * @param region empty where the cloud has none
 * @param action the API action
 * @param group what the instances have in common beyond that (a charge type); may be empty
 * @param instances in order
 * @param escalates whether the same call, made twice, could go further than the goal
 */
public record PlannedBatch(
    String provider,
    String region,
    String action,
    String group,
    List<InstanceRef> instances,
    boolean escalates) {

  public PlannedBatch {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(group, "group");
    instances = List.copyOf(instances);
  }

  /** The same call for these. */
  public PlannedBatch of(List<InstanceRef> others) {
    return new PlannedBatch(provider, region, action, group, others, escalates);
  }
}
