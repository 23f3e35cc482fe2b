package io.cloudrelease.execution.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * A batch of a run that died, whose outcome is not known, and whose token makes the cloud act once.
 * It is sent again as it was, when every instance of it is still as before.
 */
final class InterruptedBatch {
  final Batch key;
  final String token;
  final List<Work> members;

  /** Looked at and unchanged. */
  final List<Work> unchanged = new ArrayList<>();

  InterruptedBatch(Batch key, String token, List<Work> members) {
    this.key = key;
    this.token = token;
    this.members = List.copyOf(members);
  }

  boolean whole() {
    return unchanged.size() == members.size();
  }

  /** Whether some instance is not as it was: then it cannot be sent again as it was. */
  boolean spoiled() {
    return members.stream().anyMatch(work -> work.status != Work.Status.UNSETTLED);
  }
}
