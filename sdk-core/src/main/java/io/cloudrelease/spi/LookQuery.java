package io.cloudrelease.spi;

import io.cloudrelease.model.InstanceRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A read of these instances by their ids.
 *
 * @param region empty where the cloud has none
 * @param instances distinct, at least one, at most the look action's {@code maxBatch}
 * @param at the time to stamp on snapshots
 */
public record LookQuery(String region, List<InstanceRef> instances, Instant at) {

  public LookQuery {
    Objects.requireNonNull(region, "region");
    instances = List.copyOf(instances);
    Objects.requireNonNull(at, "at");
    if (instances.isEmpty()) {
      throw new IllegalArgumentException("a look asks for at least one instance");
    }
  }

  /** The instances' ids in order. */
  public List<String> ids() {
    return instances.stream().map(InstanceRef::id).toList();
  }
}
