package io.cloudrelease.execution.schedule;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.model.InstanceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts a group into batches, and holds any splitter to its contract. */
public final class CheckedSplitter {

  private CheckedSplitter() {}

  /**
   * The batches, each instance in exactly one of them.
   *
   * @throws IllegalStateException when the splitter lost, repeated or invented an instance, or made
   *     a batch that is empty or too large
   */
  public static List<List<TrackedInstance>> cut(
      BatchSplitter splitter, List<TrackedInstance> instances, int largest) {
    Map<InstanceRef, TrackedInstance> left = new LinkedHashMap<>();
    for (TrackedInstance instance : instances) {
      left.put(instance.ref(), instance);
    }
    List<List<TrackedInstance>> batches = new ArrayList<>();
    for (List<InstanceRef> refs : splitter.split(List.copyOf(left.keySet()), largest)) {
      if (refs.isEmpty() || refs.size() > largest) {
        throw new IllegalStateException("the batch splitter made a batch of " + refs.size());
      }
      List<TrackedInstance> batch = new ArrayList<>(refs.size());
      for (InstanceRef ref : refs) {
        TrackedInstance instance = left.remove(ref);
        if (instance == null) {
          throw new IllegalStateException("the batch splitter gave " + ref + " too often");
        }
        batch.add(instance);
      }
      batches.add(batch);
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("the batch splitter lost instances");
    }
    return batches;
  }
}
