package io.cloudrelease.execution.call;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.model.InstanceRef;
import java.util.Map;

/**
 * Why a call that was ready does not leave.
 *
 * @param kind why
 * @param error in words
 * @param claims the instances that other runs have under way; the others may be sent without them
 */
public record Withheld(Kind kind, ReleaseError error, Map<InstanceRef, Claim> claims) {
  public Withheld {
    claims = Map.copyOf(claims);
  }

  /** Why. */
  public enum Kind {
    /** The looks at its instances grew old while it waited for its turn. */
    OLD_LOOK,
    /** Other runs have some of its instances under way. */
    CLAIMED,
    /** The journal cannot be written. */
    JOURNAL
  }

  public static Withheld of(Kind kind, ReleaseError error) {
    return new Withheld(kind, error, Map.of());
  }
}
