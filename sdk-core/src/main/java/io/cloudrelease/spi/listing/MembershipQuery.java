package io.cloudrelease.spi.listing;

import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.Objects;

/**
 * The question which of these instances are members of groups.
 *
 * @param action one of the provider's membership actions
 * @param region empty where the cloud has none
 * @param instances distinct, at least one, at most the action's {@code maxBatch}
 */
public record MembershipQuery(String action, String region, List<InstanceRef> instances) {

  public MembershipQuery {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(region, "region");
    instances = List.copyOf(instances);
    if (instances.isEmpty()) {
      throw new IllegalArgumentException("a membership call asks for at least one instance");
    }
  }

  /** The instances' ids in order. */
  public List<String> ids() {
    return instances.stream().map(InstanceRef::id).toList();
  }
}
