package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run knows of one instance. Touched by the loop's thread alone. */
final class Work {
  static final ReleaseError NO_ERROR = ReleaseError.of(ErrorCategory.UNKNOWN, "", "");
  static final Assessment.Step UNSEEN_STEP = new Assessment.Step("", 0, "", false);

  final InstanceRef ref;
  final Account account;

  Status status = Status.UNSEEN;
  Assessment.Step step = UNSEEN_STEP;

  /** The first look that showed it, and the last look of all. */
  @Nullable Snapshot before;

  @Nullable Snapshot last;

  /** What to tell when the acknowledgement of the step is all that is known. */
  String hint = "";

  /** Whether all that could be asked for was, and it runs until something outside happens. */
  boolean runsOn;

  /** When a look last showed it on its way out; null when none did. */
  @Nullable Instant leavingAt;

  int sends;
  List<String> requestIds = List.of();

  /** The highest stage that the cloud acknowledged or a look proved. */
  int doneStage;

  /**
   * Whether a send was left open and nothing has settled it: no answer, one that does not tell, or
   * the refusal of a batch, of which no cloud promises that it touched none of the others.
   */
  boolean maybeApplied;

  /** The highest stage of a send that was left open. */
  int openStage;

  /** Whether a batch with it was refused, and no look has settled yet that this touched nothing. */
  boolean refusedTogether;

  /** Whether a request that named it was refused in so many words. */
  boolean refused;

  /**
   * The refusal that stands once it is settled that nothing was applied; null when there is none.
   */
  @Nullable ReleaseError standing;

  /** When the last send for it ended. */
  Instant sentAt = Instant.EPOCH;

  /** The time that the last send for it was signed with. */
  Instant signedAt = Instant.EPOCH;

  Instant nextLook = Instant.EPOCH;
  int looks;
  int lookFailures;

  /** The most instances its next look may ask for; made smaller when a look cannot be read. */
  int lookChunk;

  /** Those that were refused together with it; null when it was refused alone, or not at all. */
  @Nullable Cohort cohort;

  int refusals;

  /** How often it was sent again because looks showed it unchanged. */
  int resends;

  ReleaseError error = NO_ERROR;
  ErrorRule rule = Outcome.NO_RULE;
  @Nullable InstanceVerdict verdict;

  /** The wave it is sent in; below zero until it is admitted to one. */
  int wave = -1;

  /** Whether it was looked at once more because the look at it had grown old. */
  boolean refreshed;

  /** Whether the budget was charged for it. */
  boolean charged;

  /** Whether a run before this one had the cloud's acknowledgement for it. */
  boolean named;

  /** Whether a call of a dead process may still have been applied, although no look shows it. */
  boolean doubtful;

  /** The batch of a dead process that may be sent again as it was. */
  @Nullable Unresolved unresolved;

  Work(InstanceRef ref, Account account) {
    this.ref = ref;
    this.account = account;
    this.lookChunk = account.facts().lookAction().maxBatch();
  }

  /** What is to be sent for it next. */
  void next(Assessment.Step wanted) {
    step = account.shared(wanted);
  }

  static List<InstanceRef> refs(List<Work> works) {
    List<InstanceRef> refs = new ArrayList<>(works.size());
    for (Work work : works) {
      refs.add(work.ref);
    }
    return refs;
  }

  boolean seen() {
    return before != null || named;
  }

  Optional<ReleaseError> knownError() {
    return error.code().isEmpty() && error.message().isEmpty()
        ? Optional.empty()
        : Optional.of(error);
  }

  Region region() {
    return new Region(ref.provider(), ref.region());
  }

  /** Where an instance is on its way to a verdict. */
  enum Status {
    /** Not looked at yet; nothing was sent. */
    UNSEEN,
    /** May be sent. */
    READY,
    /** In a call that has not ended. */
    SENDING,
    /** Between two states, or already leaving without us: look again. */
    DEFERRED,
    /** The cloud acknowledged: look until it is at the goal. */
    WAITING,
    /** A send may have been applied: look until that is settled. */
    UNSETTLED,
    /** Refused, perhaps because of another in its batch: look to explain it. */
    SUSPECT,
    /** It has its verdict. */
    DONE
  }
}
