package io.cloudrelease.spi;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import java.util.List;
import java.util.Objects;

/**
 * One destructive call as data: one provider, account, region and action, within the action's
 * limit.
 *
 * @param region empty where the cloud has none
 * @param step what is sent
 * @param instances distinct, at least one
 * @param intent goal, collateral, powers, dry run
 * @param token made once per batch and kept through all its attempts; at most 64 ASCII characters
 */
public record ReleaseBatch(
    String region, Assessment.Step step, List<InstanceRef> instances, Intent intent, String token) {

  public ReleaseBatch {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(step, "step");
    instances = List.copyOf(instances);
    Objects.requireNonNull(intent, "intent");
    Objects.requireNonNull(token, "token");
    if (instances.isEmpty()) {
      throw new IllegalArgumentException("a batch holds at least one instance");
    }
  }

  /** The instances' ids in order. */
  public List<String> ids() {
    return instances.stream().map(InstanceRef::id).toList();
  }
}
