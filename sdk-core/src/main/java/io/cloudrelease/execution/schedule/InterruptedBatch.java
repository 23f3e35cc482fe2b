package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.instance.AfterFailedLook;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of a run that died, whose outcome is not known, and whose token makes the cloud act once.
 * It is sent again as it was, when every instance of it is still as before.
 */
public final class InterruptedBatch {
  private final String token;
  private final Instant tokenUntil;
  private final List<TrackedInstance> members;
  private final List<TrackedInstance> unchanged = new ArrayList<>();
  private boolean spoiled;

  /**
   * A batch as its intent tells.
   *
   * @param tokenUntil how long the cloud remembers the token for certain
   */
  public InterruptedBatch(String token, Instant tokenUntil, List<TrackedInstance> members) {
    this.token = token;
    this.tokenUntil = tokenUntil;
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

  boolean isWhole(Instant now) {
    return !spoiled && now.isBefore(tokenUntil) && unchanged.size() == members.size();
  }

  /** Whether some instance is not as it was: then it cannot be sent again as it was. */
  boolean isSpoiled(Instant now) {
    return spoiled
        || !now.isBefore(tokenUntil)
        || members.stream()
            .filter(member -> !unchanged.contains(member))
            .map(TrackedInstance::life)
            .anyMatch(InterruptedBatch::isOtherwise);
  }

  /**
   * Whether it has moved, or is waited for in vain: for its looks, or for what stands against it.
   */
  private static boolean isOtherwise(InstanceLife life) {
    return life.standing() != Standing.OPEN
        || life.trouble().stands()
        || AfterFailedLook.isWaitedForInVain(life);
  }
}
