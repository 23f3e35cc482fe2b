package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.instance.Decision;
import io.cloudrelease.execution.instance.Division;
import io.cloudrelease.execution.instance.HeldBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Instances whose batch was refused as a whole, on the way to finding out because of whom. Each is
 * looked at; those that looks cannot explain are sent again once all are, in smaller company.
 */
final class RefusedBatch {
  private final int size;
  private final List<String> named;
  private final List<TrackedInstance> survivors = new ArrayList<>();
  private int unexplained;

  RefusedBatch(List<TrackedInstance> members, List<String> named) {
    this.size = members.size();
    this.unexplained = members.size();
    this.named = named;
  }

  /** A member was looked at, and its own state does not explain the refusal. */
  void survives(TrackedInstance member) {
    survivors.add(member);
    unexplained--;
  }

  /** A member left: it moved, it was to blame, or it has its verdict. */
  void leaves() {
    unexplained--;
  }

  boolean isExplained() {
    return unexplained == 0;
  }

  List<TrackedInstance> survivors() {
    return survivors;
  }

  /** What is done with a survivor now that all are known. */
  Decision decide(TrackedInstance member, Instant now) {
    if (Division.isOver(member.life())) {
      ReleaseError told =
          member
              .life()
              .trouble()
              .error()
              .hint("refused together with others; the culprit was not found");
      return HeldBack.by(member.life(), told, now, member.terms());
    }
    int groups =
        (int) survivors.stream().map(survivor -> survivor.life().step()).distinct().count();
    int blamed =
        (int) survivors.stream().filter(survivor -> named.contains(survivor.ref().id())).count();
    Division.Refused refused = new Division.Refused(size, survivors.size(), groups, blamed);
    boolean isNamed = named.contains(member.ref().id());
    return Division.send(member.life(), Division.together(member.life(), refused, isNamed));
  }
}
