package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.GroupMembership;
import java.util.Optional;

/**
 * Holds back members of scaling groups and node pools, unless the caller lets them go: the group
 * would start new ones. Known by what the last look shows, and by what the cloud said if it was
 * asked. Loop's thread only.
 */
final class GroupGuard {
  private final boolean letsGo;
  private final Membership members;

  GroupGuard(Intent intent, Membership members) {
    this.letsGo = intent.grants(Power.ALLOW_GROUP_MEMBERS);
    this.members = members;
  }

  /**
   * Why it must not be sent.
   *
   * @throws Extension.BrokenException when the provider cannot tell its group
   */
  Optional<ReleaseError> objection(TrackedInstance instance) {
    if (letsGo) {
      return Optional.empty();
    }
    ReleaseError unknown = members.unknown().get(instance.ref());
    if (unknown != null) {
      return Optional.of(unknown(unknown));
    }
    String said = members.groups().get(instance.ref());
    return said == null ? shown(instance).map(GroupGuard::member) : Optional.of(member(said));
  }

  private static Optional<String> shown(TrackedInstance instance) {
    Snapshot last = instance.life().seen().last();
    return last != null && instance.account().provider() instanceof GroupMembership groups
        ? Extension.ask(() -> groups.groupOf(last))
        : Optional.empty();
  }

  private static ReleaseError member(String group) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.MANAGED_BY_GROUP,
            "it is a member of " + group + ", which would start another in its place")
        .hint("take it out of the group, or grant ALLOW_GROUP_MEMBERS");
  }

  private static ReleaseError unknown(ReleaseError why) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.GROUPS_UNKNOWN,
            "whether it is a member of a group could not be asked: " + why.summary())
        .hint(
            why.category() == ErrorCategory.FORBIDDEN
                ? "give the key that right; without it nobody can say that it is no member"
                : "nobody can say that it is no member; ask again when the cloud answers");
  }
}
