package io.cloudrelease.execution.instance;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.execution.instance.ModelledCloud.Shown;
import io.cloudrelease.execution.instance.ModelledCloud.Stage;
import java.util.List;

/** What a cloud or the network may answer to a call, with what an error table says of it. */
enum Answer {
  THROTTLED(ErrorCategory.THROTTLED, Applied.NO, Remedy.RETRY),
  MALFORMED(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP),
  MIXED_BATCH(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.REGROUP),
  KEY_DENIED(ErrorCategory.FORBIDDEN, Applied.NO, Remedy.GIVE_UP),
  PROTECTED(ErrorCategory.PROTECTED, Applied.NO, Remedy.GIVE_UP),
  UNPAID(ErrorCategory.BILLING, Applied.NO, Remedy.GIVE_UP),
  ENDED(ErrorCategory.BILLING, Applied.NO, Remedy.LOOK_FIRST),
  WRONG_STATE(ErrorCategory.WRONG_STATE, Applied.NO, Remedy.LOOK_FIRST),
  BUSY(ErrorCategory.BUSY, Applied.NO, Remedy.RETRY),
  GONE_ALREADY(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.ALREADY_DONE),
  IN_BIN_ALREADY(ErrorCategory.WRONG_STATE, Applied.NO, Remedy.ALREADY_DONE),
  UNLISTED_CODE(ErrorCategory.UNKNOWN, Applied.NO, Remedy.GIVE_UP),
  OUTAGE(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY),
  GARBAGE(ErrorCategory.UNKNOWN, Applied.MAYBE, Remedy.LOOK_FIRST),
  NONE(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY),
  CONNECTION_REFUSED(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.RETRY),
  STOPPED(ErrorCategory.STOPPED, Applied.NO, Remedy.GIVE_UP),
  ACCEPTED(ErrorCategory.UNKNOWN, Applied.NO, Remedy.GIVE_UP);

  private static final ReleaseError NO_ERROR = ReleaseError.of(ErrorCategory.UNKNOWN, "", "");
  private static final ReleaseError PROCESS_ENDED =
      ReleaseError.of(ErrorCategory.UNAVAILABLE, "ProcessEnded", "the process ended");

  private final ErrorRule rule;
  private final ErrorRule asRead;
  private final ReleaseError error;

  Answer(ErrorCategory category, Applied applied, Remedy remedy) {
    this.rule = ErrorRule.of(category, applied, remedy);
    // As a journal keeps it: what it proves, and no remedy.
    this.asRead =
        ErrorRule.of(category, applied, Remedy.LOOK_FIRST)
            .proves(rule.proves())
            .scope(io.cloudrelease.error.Scope.INSTANCE);
    this.error = ReleaseError.of(category, name(), "the cloud says so");
  }

  ErrorRule rule() {
    return rule;
  }

  /** Whether a cloud may refuse so, given what is true of the instance. */
  boolean fits(Truth truth) {
    Shown now = truth.now();
    return switch (this) {
      case PROTECTED -> now.locked();
      // What stands against it stood against our earlier calls, too.
      case UNPAID -> !truth.touched();
      case GONE_ALREADY -> now.stage() == Stage.GONE || now.stage() == Stage.TO_NOTHING;
      case IN_BIN_ALREADY -> now.stage() == Stage.BIN || now.stage() == Stage.TO_BIN;
      case WRONG_STATE, BUSY -> now.stage() != Stage.GONE;
      default -> true;
    };
  }

  /** A call that ended so at this moment, with that many instances in it. */
  CallEnd end(int size, boolean fromJournal) {
    boolean left = this != CONNECTION_REFUSED && this != STOPPED;
    return new CallEnd(
        LifeForm.NOW,
        size,
        left ? 1 : 0,
        this == THROTTLED ? 1 : 0,
        left && rule.proves() == Proof.ALL ? 1 : 0,
        this != NONE,
        List.of(),
        this == ACCEPTED ? NO_ERROR : error,
        fromJournal ? asRead : rule);
  }

  /** A call of which a journal holds the intent only. */
  static CallEnd interrupted(int size) {
    return new CallEnd(LifeForm.NOW, size, 1, 0, 0, false, List.of(), PROCESS_ENDED, NONE.rule);
  }
}
