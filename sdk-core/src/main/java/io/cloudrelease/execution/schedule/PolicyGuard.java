package io.cloudrelease.execution.schedule;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.guard.Candidate;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.policy.Policy;
import io.cloudrelease.text.NamePattern;
import io.cloudrelease.text.TagPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds back what a policy denies by tag or name, and what was not looked at. */
final class PolicyGuard implements ReleaseGuard {
  private final List<DeniedTag> tags = new ArrayList<>();
  private final List<DeniedName> names = new ArrayList<>();

  private record DeniedTag(Policy.Tag shown, TagPattern pattern) {}

  private record DeniedName(String shown, NamePattern pattern) {}

  private PolicyGuard(Policy policy) {
    for (Policy.Tag tag : policy.deniedTags()) {
      tags.add(new DeniedTag(tag, new TagPattern(tag.key(), tag.value())));
    }
    policy.deniedNames().forEach(name -> names.add(new DeniedName(name, new NamePattern(name))));
  }

  /** The guard of that policy; empty when it denies nothing. */
  static Optional<ReleaseGuard> of(Policy policy) {
    return policy.deniedTags().isEmpty() && policy.deniedNames().isEmpty()
        ? Optional.empty()
        : Optional.of(new PolicyGuard(policy));
  }

  @Override
  public Optional<ReleaseError> objection(Candidate candidate) {
    if (candidate.snapshot().isEmpty()) {
      return denied("it was not looked at, and the policy denies tags or names");
    }
    Snapshot snapshot = candidate.snapshot().get();
    for (DeniedName name : names) {
      if (name.pattern().matches(snapshot.name())) {
        return denied("its name " + snapshot.name() + " matches " + name.shown());
      }
    }
    for (DeniedTag denied : tags) {
      Optional<String> tag = denied.pattern().firstOf(snapshot.tags());
      if (tag.isPresent()) {
        return denied("it has the tag " + tag.get() + ", which matches " + denied.shown());
      }
    }
    return Optional.empty();
  }

  private static Optional<ReleaseError> denied(String why) {
    return Optional.of(
        ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.DENIED_BY_POLICY, why)
            .hint("no request can allow it; ask whoever keeps the policy"));
  }
}
