package io.cloudrelease.execution.record;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.spi.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the journal of a run says of each instance, and where that leaves it. */
final class PastRun {
  /** Clouds remember tokens for minutes; with an older one the usual rules hold. */
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  private static final ErrorRule UNFINISHED =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY);
  private static final ReleaseError PROCESS_ENDED =
      ReleaseError.of(
          ErrorCategory.UNAVAILABLE,
          "ProcessEnded",
          "the process ended before it wrote down what came of the call");

  private final Map<InstanceRef, Past> pasts = new HashMap<>();
  private final Map<String, JournalEntry.BatchIntent> intents = new LinkedHashMap<>();
  private boolean finished;

  /** Reads the entries of one run in order. */
  static PastRun of(List<JournalEntry> entries) {
    PastRun history = new PastRun();
    entries.forEach(history::read);
    return history;
  }

  boolean finished() {
    return finished;
  }

  /** The verdict that was written; empty when there is none. */
  Optional<InstanceVerdict> verdict(InstanceRef ref) {
    return past(ref).verdict;
  }

  private Past past(InstanceRef ref) {
    return pasts.computeIfAbsent(ref, r -> new Past());
  }

  private void read(JournalEntry entry) {
    finished = entry instanceof JournalEntry.RunEnded;
    if (entry instanceof JournalEntry.BatchIntent intent) {
      intents.put(intent.batchId(), intent);
      intent.instances().forEach(ref -> past(ref).calls.add(new PastCall(intent)));
    } else if (entry instanceof JournalEntry.BatchOutcome outcome) {
      JournalEntry.BatchIntent intent = intents.get(outcome.batchId());
      if (intent != null) {
        intent.instances().forEach(ref -> past(ref).ended(intent, outcome));
      }
    } else if (entry instanceof JournalEntry.VerdictGiven given) {
      past(given.verdict().ref()).verdict = Optional.of(given.verdict());
    }
  }

  /** Puts an instance back where its run left it. */
  void restore(Work work, Instant now) {
    Past past = past(work.ref);
    for (PastCall call : past.calls) {
      if (work.before == null) {
        work.before = call.intent.seen().get(work.ref);
      }
      call.restore(work, now);
    }
  }

  /** The batches that a token allows to be sent again as they were. */
  List<InterruptedBatch> unresolved(Map<InstanceRef, Work> works, Instant now) {
    List<InterruptedBatch> unresolved = new ArrayList<>();
    for (JournalEntry.BatchIntent intent : intents.values()) {
      List<Work> members = new ArrayList<>();
      for (InstanceRef ref : intent.instances()) {
        Work work = works.get(ref);
        if (work != null
            && work.status == Work.Status.UNSETTLED
            && past(ref).last().intent == intent
            && work.account.facts().action(intent.action()).idempotencyToken()) {
          members.add(work);
        }
      }
      boolean fresh = intent.at().plus(TOKEN_LIFE).isAfter(now) && !intent.escalates();
      if (fresh && !members.isEmpty() && members.size() == intent.instances().size()) {
        Work first = members.get(0);
        unresolved.add(
            new InterruptedBatch(new Batch(first.region(), first.step, null), intent.token(), members));
      }
    }
    return unresolved;
  }

  private static final class Past {
    final List<PastCall> calls = new ArrayList<>();
    Optional<InstanceVerdict> verdict = Optional.empty();

    PastCall last() {
      return calls.get(calls.size() - 1);
    }

    void ended(JournalEntry.BatchIntent intent, JournalEntry.BatchOutcome outcome) {
      for (PastCall call : calls) {
        if (call.intent == intent) {
          call.outcome = Optional.of(outcome);
        }
      }
    }
  }

  private static final class PastCall {
    final JournalEntry.BatchIntent intent;
    Optional<JournalEntry.BatchOutcome> outcome = Optional.empty();

    PastCall(JournalEntry.BatchIntent intent) {
      this.intent = intent;
    }

    void restore(Work work, Instant now) {
      boolean left =
          outcome.isEmpty() || outcome.get().kind() != JournalEntry.BatchOutcome.Kind.NOT_SENT;
      if (!left) {
        return;
      }
      work.step =
          new Assessment.Step(intent.action(), intent.stage(), intent.group(), intent.escalates());
      work.charged = true;
      work.signedAt = now;
      if (outcome.isEmpty()) {
        // Its attempts may have gone on until the process died, which was before now.
        work.sends++;
        unsettled(work, now, PROCESS_ENDED, UNFINISHED);
      } else {
        ended(work, outcome.get());
      }
    }

    private void ended(Work work, JournalEntry.BatchOutcome end) {
      work.sends += end.sends();
      List<String> ids = new ArrayList<>(work.requestIds);
      ids.addAll(end.requestIds());
      work.requestIds = ids;
      boolean refused =
          end.kind() == JournalEntry.BatchOutcome.Kind.REFUSED
              || end.refusedIds().contains(work.ref.id());
      if (refused) {
        work.status = Work.Status.DEFERRED;
        work.sentAt = end.at();
      } else if (end.kind() == JournalEntry.BatchOutcome.Kind.ACCEPTED) {
        work.status = Work.Status.WAITING;
        work.sentAt = end.at();
        work.doneStage = Math.max(work.doneStage, intent.stage());
        work.error = Work.NO_ERROR;
        work.named = true;
      } else {
        ErrorRule rule = ErrorRule.of(end.error().category(), Applied.MAYBE, Remedy.LOOK_FIRST);
        unsettled(work, end.at(), end.error(), rule);
      }
    }

    private static void unsettled(Work work, Instant at, ReleaseError error, ErrorRule rule) {
      work.status = Work.Status.UNSETTLED;
      work.sentAt = at;
      work.error = error;
      work.rule = rule;
    }
  }
}
