package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.FoundLeftover;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.remains.Leftover.Existence;
import io.cloudrelease.remains.Leftover.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is told of instances of which nobody knows what they leave behind. */
public final class UnknownLeftovers {
  /** The verdicts after which something may be left. */
  private static final Set<Verdict> LEAVING =
      Set.of(Verdict.RELEASED, Verdict.RECYCLED, Verdict.ACCEPTED);

  static final ReleaseError NOT_COLLECTED =
      ReleaseError.of(
              ErrorCategory.UNAVAILABLE,
              OwnCodes.LEFTOVERS_NOT_COLLECTED,
              "what hangs on it was not looked up in time before it was released")
          .hint("look in the console for what it may have left");

  static final ReleaseError NOT_SHOWN =
      ReleaseError.of(
              ErrorCategory.NOT_FOUND, "", "the cloud does not show this key such an address")
          .hint("look in the console whether it is still there");

  private UnknownLeftovers() {}

  /** Whether it may leave something behind: also where it is not known whether it went. */
  static boolean mayFollow(InstanceVerdict verdict) {
    return LEAVING.contains(verdict.verdict())
        || verdict.verdict() == Verdict.UNKNOWN && verdict.sends() > 0;
  }

  /** Nothing of it was looked up; an empty list would say that there is nothing. */
  public static List<Leftover> notCollected(List<InstanceVerdict> verdicts) {
    return of(verdicts, NOT_COLLECTED);
  }

  /** What they left behind is not known, for that reason. */
  public static List<Leftover> of(List<InstanceVerdict> verdicts, ReleaseError why) {
    List<Leftover> unknown = new ArrayList<>();
    for (InstanceVerdict verdict : verdicts) {
      if (mayFollow(verdict)) {
        unknown.add(
            new FoundLeftover(
                Kind.OTHER, "", verdict.ref(), Existence.NOT_KNOWN, "", "", Optional.of(why)));
      }
    }
    return unknown;
  }
}
