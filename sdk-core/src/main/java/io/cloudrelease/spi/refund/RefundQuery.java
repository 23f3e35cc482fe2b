package io.cloudrelease.spi.refund;

import io.cloudrelease.model.InstanceRef;
import java.util.List;
import java.util.Objects;

/**
 * The question what would be paid back.
 *
 * @param region empty where the cloud has none
 * @param instances distinct, at least one, at most the action's {@code maxBatch}
 * @param token a text that was never used before, for clouds that want one
 */
public record RefundQuery(String region, List<InstanceRef> instances, String token) {

  public RefundQuery {
    Objects.requireNonNull(region, "region");
    instances = List.copyOf(instances);
    Objects.requireNonNull(token, "token");
    if (instances.isEmpty()) {
      throw new IllegalArgumentException("a question for refunds names at least one instance");
    }
  }

  /** The instances' ids in order. */
  public List<String> ids() {
    return instances.stream().map(InstanceRef::id).toList();
  }
}
