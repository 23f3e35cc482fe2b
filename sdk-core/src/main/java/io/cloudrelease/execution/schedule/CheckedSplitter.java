package io.cloudrelease.execution.schedule;

import io.cloudrelease.batch.BatchSplitter;
import io.cloudrelease.model.InstanceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts a group into batches, and holds any splitter to its contract. */
final class CheckedSplitter {

  private CheckedSplitter() {}

  /**
   * The batches, each instance in exactly one of them.
   *
   * @throws IllegalStateException when the splitter lost, repeated or invented an instance, or made
   *     a batch that is empty or too large
   */
  static List<List<Work>> of(BatchSplitter splitter, List<Work> works, int largest) {
    Map<InstanceRef, Work> left = new LinkedHashMap<>();
    for (Work work : works) {
      left.put(work.ref, work);
    }
    List<List<Work>> batches = new ArrayList<>();
    for (List<InstanceRef> refs : splitter.split(List.copyOf(left.keySet()), largest)) {
      if (refs.isEmpty() || refs.size() > largest) {
        throw new IllegalStateException("the batch splitter made a batch of " + refs.size());
      }
      List<Work> batch = new ArrayList<>(refs.size());
      for (InstanceRef ref : refs) {
        Work work = left.remove(ref);
        if (work == null) {
          throw new IllegalStateException("the batch splitter gave " + ref + " too often");
        }
        batch.add(work);
      }
      batches.add(batch);
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException("the batch splitter lost instances");
    }
    return batches;
  }
}
