package io.cloudrelease.execution.record;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.text.Spans;

/** What is told of an instance that another run has under way, or left in question. */
public final class ClaimedError {
  private ClaimedError() {}

  /** In words, with when to ask again. */
  public static ReleaseError of(Claim claim) {
    String wait =
        claim
            .freeIn()
            .map(free -> "ask again in " + Spans.ahead(free))
            .orElse(
                "wait until that run is over, then ask again; a resume of it also sends what it had"
                    + " not sent yet");
    return ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.CLAIMED_BY_OTHER_RUN, claim.why())
        .hint(wait);
  }
}
