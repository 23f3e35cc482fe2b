package io.cloudrelease.execution;

import io.cloudrelease.model.InstanceRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The instances that some run of this client works on. Two runs at once must not send the same
 * instance: the second call could destroy what the first only put into a recycle bin. Thread-safe.
 */
final class UnderWay {
  private final Set<InstanceRef> taken = new HashSet<>();

  /** Takes all of these that are free, and gives those back that are not. */
  synchronized Set<InstanceRef> take(Collection<InstanceRef> wanted) {
    Set<InstanceRef> refused = new HashSet<>();
    for (InstanceRef ref : wanted) {
      if (!taken.add(ref)) {
        refused.add(ref);
      }
    }
    return refused;
  }

  /** Frees all of these but those that {@link #take} refused. */
  synchronized void free(Collection<InstanceRef> wanted, Set<InstanceRef> refused) {
    for (InstanceRef ref : wanted) {
      if (!refused.contains(ref)) {
        taken.remove(ref);
      }
    }
  }
}
