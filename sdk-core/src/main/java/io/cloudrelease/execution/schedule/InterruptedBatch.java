package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.instance.AfterFailedLook;
import io.cloudrelease.execution.instance.Standing;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of a run that died, whose outcome is not known, and whose token makes the cloud act once.
 * It is sent again as it was, when every instance of it is still as before.
 */
public final class InterruptedBatch {
  private final String token;
  private final List<TrackedInstance> members;
  private final List<TrackedInstance> unchanged = new ArrayList<>();
  private boolean spoiled;

  public InterruptedBatch(String token, List<TrackedInstance> members) {
    this.token = token;
    this.members = List.copyOf(members);
  }

  String token() {
    return token;
  }

  List<TrackedInstance> members() {
    return members;
  }

  BatchKey key() {
    return members.get(0).key();
  }

  /** A look shows it as it was. */
  void unchanged(TrackedInstance member) {
    unchanged.add(member);
  }

  /** One of them must not be sent: what the token stands for cannot be sent any more. */
  void spoil() {
    spoiled = true;
  }

  List<TrackedInstance> unchanged() {
    return unchanged;
  }

  boolean isWhole() {
    return !spoiled && unchanged.size() == members.size();
  }

  /** Whether some instance is not as it was: then it cannot be sent again as it was. */
  boolean isSpoiled() {
    return spoiled
        || members.stream()
            .filter(member -> !unchanged.contains(member))
            .map(TrackedInstance::life)
            .anyMatch(
                life ->
                    life.standing() != Standing.OPEN || AfterFailedLook.isWaitedForInVain(life));
  }
}
