package io.cloudrelease.batch;

import io.cloudrelease.model.InstanceRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the instances of one group (same provider, account, region, action and charge type) into
 * batches.
 *
 * <p>Whatever an implementation does, the client checks that each instance stands in exactly one
 * batch and that no batch is larger than allowed. Thread-safe.
 */
@FunctionalInterface
public interface BatchSplitter {

  /**
   * The batches, in the order to send them.
   *
   * @param instances distinct, at least one
   * @param largest the most instances the action takes in a call, at least 1
   */
  List<List<InstanceRef>> split(List<InstanceRef> instances, int largest);

  /**
   * Full batches in the order given, the last one with the rest; an {@link
   * IllegalArgumentException} where {@code largest} is below 1.
   */
  static BatchSplitter inOrder() {
    return (instances, largest) -> {
      if (largest < 1) {
        throw new IllegalArgumentException("largest is " + largest + "; it must be at least 1");
      }
      List<List<InstanceRef>> batches = new ArrayList<>();
      for (int from = 0; from < instances.size(); from += largest) {
        int to = Math.min(from + largest, instances.size());
        batches.add(List.copyOf(instances.subList(from, to)));
      }
      return batches;
    };
  }
}
