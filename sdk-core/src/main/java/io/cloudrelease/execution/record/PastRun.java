package io.cloudrelease.execution.record;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.execution.instance.AfterAnswer;
import io.cloudrelease.execution.instance.CallEnd;
import io.cloudrelease.execution.instance.Decision;
import io.cloudrelease.execution.instance.InstanceLife;
import io.cloudrelease.execution.instance.Openness;
import io.cloudrelease.execution.instance.SendRecord;
import io.cloudrelease.execution.instance.Standing;
import io.cloudrelease.execution.instance.Terms;
import io.cloudrelease.execution.instance.Trouble;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalEntry.BatchIntent;
import io.cloudrelease.journal.JournalEntry.BatchOutcome;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.spi.Assessment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the journal of a run says of each instance, and where that leaves it. */
public final class PastRun {
  private static final ErrorRule UNFINISHED =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY);
  private static final ReleaseError PROCESS_ENDED =
      ReleaseError.of(
          ErrorCategory.UNAVAILABLE,
          OwnCodes.PROCESS_ENDED,
          "the process ended before it wrote down what came of the call");

  private final Map<String, PastCall> calls = new LinkedHashMap<>();
  private final Map<InstanceRef, List<PastCall>> callsOf = new HashMap<>();
  private final Map<InstanceRef, InstanceVerdict> verdicts = new HashMap<>();
  private @Nullable Instant endedAt;

  /** Reads the entries of one run in order. */
  public static PastRun of(List<JournalEntry> entries) {
    PastRun run = new PastRun();
    entries.forEach(run::read);
    return run;
  }

  /** When it ended; empty when it did not. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** The verdict that was written; empty when there is none. */
  public Optional<InstanceVerdict> verdict(InstanceRef ref) {
    return Optional.ofNullable(verdicts.get(ref));
  }

  /**
   * When the first call was announced that may have done what is done, by the clock that stamped
   * it; empty when there is none.
   */
  public Optional<Instant> touchedAt(InstanceRef ref, Terms terms) {
    InstanceLife life = InstanceLife.NEW;
    @Nullable Instant touched = null;
    for (PastCall call : callsOf.getOrDefault(ref, List.of())) {
      boolean before = life.sent().mayHaveTouched();
      life = call.replay(life, ref, call.intent.at(), terms);
      touched = before ? touched : call.intent.at();
    }
    return life.sent().mayHaveTouched() ? Optional.ofNullable(touched) : Optional.empty();
  }

  private void read(JournalEntry entry) {
    endedAt = entry instanceof JournalEntry.RunEnded ? entry.at() : null;
    if (entry instanceof BatchIntent intent) {
      PastCall call = new PastCall(intent);
      calls.put(intent.batchId(), call);
      intent
          .instances()
          .forEach(ref -> callsOf.computeIfAbsent(ref, r -> new ArrayList<>()).add(call));
    } else if (entry instanceof BatchOutcome outcome) {
      PastCall call = calls.get(outcome.batchId());
      if (call != null) {
        call.outcome = Optional.of(outcome);
      }
    } else if (entry instanceof JournalEntry.VerdictGiven given) {
      verdicts.put(given.verdict().ref(), given.verdict());
    }
  }

  /**
   * Where its run left an instance. What was sent counts from now on, which is when we read of it:
   * the stamps of another machine's clock prove nothing.
   */
  public InstanceLife life(InstanceRef ref, Instant now, Terms terms) {
    InstanceLife life = InstanceLife.NEW;
    for (PastCall call : callsOf.getOrDefault(ref, List.of())) {
      life = call.replay(life, ref, now, terms);
    }
    return life.isUnsent()
        ? life.at(Standing.NEW).trouble(Trouble.NONE)
        : life.at(standing(life.sent()));
  }

  private static Standing standing(SendRecord sent) {
    if (sent.openness() != Openness.CLOSED) {
      return Standing.OPEN;
    }
    return sent.acknowledged() > 0 ? Standing.WAITING : Standing.LOOKING;
  }

  /**
   * The calls that have no outcome, with the instances that are open since and in no later call.
   */
  public Map<BatchIntent, List<InstanceRef>> unfinished() {
    Map<BatchIntent, List<InstanceRef>> unfinished = new LinkedHashMap<>();
    for (PastCall call : calls.values()) {
      boolean open =
          call.outcome.isEmpty() || call.outcome.get().kind() == BatchOutcome.Kind.AMBIGUOUS;
      List<InstanceRef> last =
          call.intent.instances().stream()
              .filter(ref -> open && !verdicts.containsKey(ref) && isLast(call, ref))
              .toList();
      if (!last.isEmpty()) {
        unfinished.put(call.intent, last);
      }
    }
    return unfinished;
  }

  private boolean isLast(PastCall call, InstanceRef ref) {
    List<PastCall> own = callsOf.getOrDefault(ref, List.of());
    return !own.isEmpty() && own.get(own.size() - 1) == call;
  }

  private static final class PastCall {
    final BatchIntent intent;
    Optional<BatchOutcome> outcome = Optional.empty();

    PastCall(BatchIntent intent) {
      this.intent = intent;
    }

    /** What it did, by the same rules as when it ended. */
    InstanceLife replay(InstanceLife life, InstanceRef ref, Instant now, Terms terms) {
      Assessment.Step step =
          new Assessment.Step(
              intent.action(), intent.stage(), intent.group(), intent.escalates(), intent.bin());
      boolean accepted =
          outcome
              .filter(end -> end.kind() == BatchOutcome.Kind.ACCEPTED)
              .filter(end -> !end.refusedIds().contains(ref.id()))
              .isPresent();
      InstanceLife sent =
          life.toldAsSent(step, outcome.isEmpty() || outcome.get().sends() > 0)
              .at(Standing.SENDING)
              .seen(life.seen().remembered(intent.seen().get(ref), accepted));
      return outcome.isEmpty()
          ? AfterAnswer.open(sent, lost(now), terms).life()
          : ended(sent, outcome.get(), ref, now, terms).life();
    }

    /** Its attempts may have gone on until the process died, which was before now. */
    private CallEnd lost(Instant now) {
      return new CallEnd(
          now, intent.instances().size(), 1, 0, 0, false, List.of(), PROCESS_ENDED, UNFINISHED);
    }

    private Decision ended(
        InstanceLife life, BatchOutcome end, InstanceRef ref, Instant now, Terms terms) {
      CallEnd call =
          new CallEnd(
              now,
              intent.instances().size(),
              end.sends(),
              end.throttled(),
              untouched(end),
              end.answered(),
              end.requestIds(),
              end.error(),
              rule(end));
      boolean named = end.refusedIds().contains(ref.id());
      return switch (end.kind()) {
        case ACCEPTED ->
            named
                ? AfterAnswer.listedAsFailed(life, call, terms)
                : AfterAnswer.accepted(life, call, terms);
        case REFUSED -> AfterAnswer.refused(life, call, named, terms);
        case AMBIGUOUS -> AfterAnswer.open(life, call, terms);
        case NOT_SENT -> AfterAnswer.notSent(life, call, true, terms);
      };
    }

    /**
     * How many of its attempts were refused before anything was looked at. Where a second one could
     * go too far, all but the last were: nothing else is followed by another attempt.
     */
    private int untouched(BatchOutcome end) {
      boolean last = end.kind() == BatchOutcome.Kind.REFUSED && end.proves() == Proof.ALL;
      return intent.escalates()
          ? Math.max(0, end.sends() - (last ? 0 : 1))
          : Math.max(end.throttled(), last ? 1 : 0);
    }

    private static ErrorRule rule(BatchOutcome end) {
      Applied applied =
          end.kind() == BatchOutcome.Kind.AMBIGUOUS || end.proves() == Proof.NOTHING
              ? Applied.MAYBE
              : Applied.NO;
      return ErrorRule.of(end.error().category(), applied, Remedy.LOOK_FIRST)
          .proves(applied == Applied.MAYBE ? Proof.NOTHING : end.proves())
          .scope(Scope.INSTANCE);
    }
  }
}
