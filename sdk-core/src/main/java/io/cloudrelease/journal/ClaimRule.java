package io.cloudrelease.journal;

import io.cloudrelease.error.Proof;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * When an instance is another run's: pure functions, so that every store of journals answers alike.
 *
 * <p>An instance is the same when its cloud and its id are ({@link #same}); names of accounts say
 * nothing. What a run's journal leaves in question about it is its {@link Trace}:
 *
 * <table>
 * <caption>What the lines of a run leave in question about an instance</caption>
 * <tr><th>line</th><th>OPEN</th><th>UNANSWERED</th><th>DOUBTFUL</th><th>ANSWERED</th></tr>
 * <tr><td>intent that names it</td><td colspan="4">OPEN, beside what was</td></tr>
 * <tr><td>outcome without a send</td><td colspan="4">nothing of that call; what was before stays</td></tr>
 * <tr><td>outcome, accepted, or refused in a way that proves that instance untouched</td>
 *     <td colspan="4">ANSWERED, or what was before if that is worse</td></tr>
 * <tr><td>outcome, answered in a way that proves nothing, or says that it is under way</td>
 *     <td colspan="4">DOUBTFUL, or what was before if that is worse</td></tr>
 * <tr><td>outcome, a send without an answer</td><td colspan="4">UNANSWERED</td></tr>
 * <tr><td>verdict RELEASED: it is gone, there is nothing left to do harm to</td>
 *     <td>NOTHING</td><td>NOTHING</td><td>NOTHING</td><td>NOTHING</td></tr>
 * <tr><td>verdict RECYCLED, ALREADY_DONE: seen at the goal, so whatever was on its way has arrived;
 *     the looks of others may be behind that one</td>
 *     <td>ANSWERED anew</td><td>ANSWERED anew</td><td>ANSWERED anew</td>
 *     <td>ANSWERED anew</td></tr>
 * <tr><td>verdict REJECTED, NOT_SENT, DRY_RUN_PASSED: proven unchanged, unless a call is open</td>
 *     <td>UNANSWERED anew</td><td>UNANSWERED</td><td>DOUBTFUL</td><td>NOTHING</td></tr>
 * <tr><td>verdict ACCEPTED, NOT_FOUND, UNKNOWN: says nothing of what is on its way</td>
 *     <td>UNANSWERED anew</td><td>UNANSWERED</td><td>DOUBTFUL</td><td>ANSWERED</td></tr>
 * <tr><td>verdict, but RELEASED, with a look that shows it leaving or in a bin, by whose hand ever:
 *     the looks of others may be behind that one</td>
 *     <td colspan="4">ANSWERED anew, or what the verdict leaves if that is worse; so, too, where no
 *     call named it</td></tr>
 * <tr><td>the run ended, or its process is dead</td>
 *     <td>UNANSWERED anew</td><td>UNANSWERED</td><td>DOUBTFUL</td><td>ANSWERED</td></tr>
 * </table>
 *
 * <p>OPEN holds back every other send; ANSWERED and DOUBTFUL (for the longest lag of a look) and
 * UNANSWERED (for the longest delay of a call and that lag) hold back only one that escalates: that
 * could go beyond its goal if the other was, or will be, carried out. "Anew": the time counts from
 * that line; else from the outcome. Times are those that the reader's own steady clock showed when
 * it first read the line, and for a dead process when it first found it dead after its last line;
 * never the stamps of another machine.
 */
public final class ClaimRule {
  /**
   * No run sends on a look that is older; so a look that is not known to be younger is that old.
   */
  public static final Duration OLDEST_LOOK = Duration.ofSeconds(30);

  /** Lines that were written so long before a run began do not concern it; by wall stamps. */
  public static final Duration LONG_OVER = Duration.ofHours(24);

  private static final Set<LifecyclePhase> MAY_LEAVE =
      Set.of(LifecyclePhase.LEAVING, LifecyclePhase.RECYCLED, LifecyclePhase.UNRECOGNIZED);

  /** Longer times mean the same, and would not fit into the arithmetic of times. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private ClaimRule() {}

  /** What a run leaves in question about one instance, from nothing to most. */
  public enum Trace {
    /** No call of that run can change it any more, and looks show what they did. */
    NOTHING,
    /** Its calls were answered; looks may be behind them. */
    ANSWERED,
    /** An answer proves nothing of it, or says that it is under way; looks may be behind. */
    DOUBTFUL,
    /** A call got no answer, and may yet be carried out. */
    UNANSWERED,
    /** A call has no outcome: it may be on its way at this moment. */
    OPEN
  }

  /**
   * Another run, as far as one instance is concerned.
   *
   * @param run its id
   * @param trace what it leaves in question
   * @param delay how long its call may still be carried out when it got no answer
   * @param lag how far a look may be behind
   * @param since how long that has been so, by the steady clock of the reader
   */
  public record OtherRun(String run, Trace trace, Duration delay, Duration lag, Duration since) {
    public OtherRun {
      Objects.requireNonNull(run, "run");
      Objects.requireNonNull(trace, "trace");
      Objects.requireNonNull(delay, "delay");
      Objects.requireNonNull(lag, "lag");
      Objects.requireNonNull(since, "since");
    }
  }

  /** Whether two are one instance; a cloud that is not known (empty) may be any. */
  public static boolean same(String cloud, String id, String otherCloud, String otherId) {
    return id.equals(otherId)
        && (cloud.isEmpty() || otherCloud.isEmpty() || cloud.equals(otherCloud));
  }

  /**
   * What a call that ended leaves in question about an instance.
   *
   * @param alone whether the call named no other
   */
  public static Trace after(JournalEntry.BatchOutcome outcome, boolean alone) {
    if (outcome.sends() == 0) {
      return Trace.NOTHING;
    }
    if (!outcome.answered()) {
      return Trace.UNANSWERED;
    }
    boolean clear =
        switch (outcome.kind()) {
          case ACCEPTED, NOT_SENT -> true;
          case REFUSED -> outcome.proves() == Proof.ALL || alone && outcome.proves() == Proof.OWN;
          case AMBIGUOUS -> false;
        };
    return clear ? Trace.ANSWERED : Trace.DOUBTFUL;
  }

  /** What remains after the run's verdict on it, also where no call of it named it. */
  public static Trace after(Trace trace, InstanceVerdict verdict) {
    Trace left = trace == Trace.NOTHING ? trace : after(trace, verdict.verdict());
    return sawMoving(verdict) ? worse(left, Trace.ANSWERED) : left;
  }

  private static Trace after(Trace trace, Verdict verdict) {
    return switch (verdict) {
      case RELEASED -> Trace.NOTHING;
      case RECYCLED, ALREADY_DONE -> Trace.ANSWERED;
      case REJECTED, NOT_SENT, DRY_RUN_PASSED ->
          trace == Trace.ANSWERED ? Trace.NOTHING : afterEnd(trace);
      case ACCEPTED, NOT_FOUND, UNKNOWN -> afterEnd(trace);
    };
  }

  /** Whether what remains counts from that verdict on, rather than from the call's end. */
  public static boolean countsAnew(Trace trace, InstanceVerdict verdict) {
    return trace == Trace.OPEN || verdict.verdict() == Verdict.RECYCLED || sawMoving(verdict);
  }

  /**
   * Whether a run saw it on its way, or arrived, or in a way that nobody knows, when it gave that
   * verdict.
   */
  private static boolean sawMoving(InstanceVerdict verdict) {
    if (verdict.verdict() == Verdict.RELEASED || verdict.verdict() == Verdict.NOT_FOUND) {
      return false;
    }
    return verdict.verdict() == Verdict.ALREADY_DONE
        || verdict.last().map(Snapshot::phase).filter(MAY_LEAVE::contains).isPresent();
  }

  /** What remains when the run has ended, or its process is dead. */
  public static Trace afterEnd(Trace trace) {
    return trace == Trace.OPEN ? Trace.UNANSWERED : trace;
  }

  /** The worse of two. */
  public static Trace worse(Trace one, Trace other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /**
   * Whether a send is held back by another run.
   *
   * @param escalates whether it could go further than its goal if the other run's was carried out
   * @param lookAge how long ago the look began that it rests on, by the steady clock; without a
   *     look, how long ago its run began
   */
  public static Optional<Claim> claim(OtherRun other, boolean escalates, Duration lookAge) {
    if (other.trace() == Trace.OPEN) {
      return Optional.of(
          Claim.of(
              other.run(), "run " + other.run() + " sent it and has not said what became of it"));
    }
    if (other.trace() == Trace.NOTHING || !escalates) {
      return Optional.empty();
    }
    Duration lag = bounded(other.lag());
    Duration holds = other.trace() == Trace.UNANSWERED ? bounded(other.delay()).plus(lag) : lag;
    Duration age = lookAge.compareTo(OLDEST_LOOK) > 0 ? bounded(lookAge) : OLDEST_LOOK;
    Duration since = bounded(other.since());
    if (since.compareTo(holds.plus(age)) >= 0) {
      return Optional.empty();
    }
    Duration left = holds.plus(OLDEST_LOOK).minus(since);
    return Optional.of(
        Claim.of(
                other.run(),
                "run " + other.run() + " sent it, or saw it leave, and looks may not show that yet")
            .freeIn(left));
  }

  private static Duration bounded(Duration time) {
    if (time.compareTo(LONGEST) > 0) {
      return LONGEST;
    }
    return time.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated() : time;
  }
}
