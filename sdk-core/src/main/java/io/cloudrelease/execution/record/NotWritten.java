package io.cloudrelease.execution.record;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.model.InstanceRef;
import java.util.Collections;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why an intent does not stand in the journal, so that its call must not leave. */
public final class NotWritten {
  private static final Logger LOG = LoggerFactory.getLogger(NotWritten.class);

  private NotWritten() {}

  /** Other runs have some of a batch under way; or the journal says so of what is none of it. */
  static Withheld claimed(JournalEntry.BatchIntent intent, Map<InstanceRef, Claim> claims) {
    if (Collections.disjoint(claims.keySet(), intent.instances())) {
      return Withheld.of(Withheld.Kind.JOURNAL, ofOthers(claims));
    }
    Claim any = claims.values().iterator().next();
    return new Withheld(Withheld.Kind.CLAIMED, ClaimedError.of(any), claims);
  }

  private static ReleaseError ofOthers(Map<InstanceRef, Claim> claims) {
    return ReleaseError.of(
        ErrorCategory.GUARDED,
        OwnCodes.JOURNAL,
        "the journal claims " + claims.keySet().iterator().next() + ", which the call has not");
  }

  public static ReleaseError unusable(JournalException e) {
    return ReleaseError.of(ErrorCategory.GUARDED, OwnCodes.JOURNAL, String.valueOf(e.getMessage()))
        .hint(e.hint());
  }

  /** What the journal threw, as {@link StrangersLog} hands it on. */
  static ReleaseError because(Exception thrown) {
    if (thrown instanceof JournalException unusable) {
      return unusable(unusable);
    }
    LOG.warn("the journal threw {}; nothing is sent", thrown.getMessage());
    return ReleaseError.of(
        ErrorCategory.GUARDED, OwnCodes.JOURNAL, "the journal threw " + thrown.getMessage());
  }
}
