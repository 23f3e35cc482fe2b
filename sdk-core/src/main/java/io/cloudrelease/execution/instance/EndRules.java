package io.cloudrelease.execution.instance;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is true of an instance when looking ends, or the run does. */
public final class EndRules {
  static final Verdict UNSETTLED = Verdict.UNKNOWN;

  /** What an acknowledged first step means, where it was to be destroyed. */
  static final String STAYS = "where there is a recycle bin it stays in it";

  private EndRules() {}

  /** The run ends while it is still open. */
  public static Decision ended(InstanceLife life, ReleaseError why, Instant now, Terms terms) {
    return switch (life.standing()) {
      case NEW -> Decision.verdict(life, Verdict.NOT_SENT, life.trouble().or(why));
      case READY ->
          Decision.verdict(life, Verdict.NOT_SENT, life.isUnsent() ? why : life.trouble().or(why));
      case LOOKING -> looking(life, why, terms);
      case WAITING -> waited(life, terms);
      case SENDING -> {
        // It may have left by now.
        SendRecord left = life.sent().left(1, 0, 0, now, List.of());
        yield Decision.verdict(
            life.sent(
                left.leftOpen(
                    life.step().stage(), Openness.UNANSWERED, terms.facts().longestDelay())),
            UNSETTLED,
            why.hint("its call had not ended"));
      }
      case OPEN -> Decision.verdict(life, UNSETTLED, unsettled(life));
      case ASKING -> Decision.verdict(life, life.refusal(), life.trouble().or(why));
      case DONE -> throw new IllegalStateException("it has its verdict already");
    };
  }

  private static Decision looking(InstanceLife life, ReleaseError why, Terms terms) {
    boolean leaving = life.seen().lastShows(LifecyclePhase.LEAVING);
    if (leaving && life.isUnsent() && terms.intent().goal() == Goal.RELEASE) {
      return Decision.verdict(
          life, Verdict.ALREADY_DONE, Optional.empty(), "it was already on its way out");
    }
    Snapshot last = life.seen().last();
    ReleaseError error = life.trouble().or(why);
    // What a look no longer shows has no state to tell.
    ReleaseError told =
        last == null || last.state().isEmpty() || !error.hint().isEmpty()
            ? error
            : error.hint("its state was still " + last.state());
    // Refused, then seen on its way out: somebody moved it, and it may have been this request.
    return Decision.verdict(
        life, leaving && !life.isUnsent() ? Verdict.UNKNOWN : Verdict.NOT_SENT, told);
  }

  /** Looks alone checked it, where the cloud has no dry run. */
  public static Decision dryRunPassed(InstanceLife life) {
    return Decision.verdict(
        life,
        Verdict.DRY_RUN_PASSED,
        Optional.empty(),
        "checked by reading only: this cloud has no dry run");
  }

  /** Acknowledged, and waited for as long as was asked. */
  static Decision waited(InstanceLife life, Terms terms) {
    String hint = life.hint().isEmpty() ? "its end state was not seen in time" : life.hint();
    boolean half = isHalfway(life, terms.intent().goal());
    return Decision.verdict(
        life, Verdict.ACCEPTED, life.trouble().known(), half ? hint + "; " + STAYS : hint);
  }

  /**
   * Whether what the cloud acknowledged may have led no further than into a recycle bin, and more
   * was asked for.
   */
  public static boolean isHalfway(InstanceLife life, Goal goal) {
    return goal == Goal.DESTROY
        && life.sent().state() == SendRecord.State.FIRST_ACKNOWLEDGED
        && life.step().bin()
        && !life.runsOn();
  }

  /** What was sent, and what looks showed since. */
  static ReleaseError unsettled(InstanceLife life) {
    Snapshot last = life.seen().last();
    String evidence =
        last == null || last.takenAt().isBefore(life.sent().endedAt())
            ? "and no look succeeded since"
            : "looks since: " + life.seen().looks() + shown(last);
    ReleaseError error = life.trouble().error();
    return ReleaseError.of(error.category(), error.code(), error.message() + ", " + evidence)
        .hint("look at it again before you send anything");
  }

  private static String shown(Snapshot last) {
    return last.state().isEmpty() ? "" : ", the last one shows " + last.state();
  }

  /** For what should never be: an instance that nothing can move any more. */
  public static ReleaseError stuck() {
    return ReleaseError.of(
        ErrorCategory.INTERNAL,
        OwnCodes.STUCK,
        "nothing was left to do for it; please report this");
  }

  /**
   * Before a look is planned at an instance that is waited for: whether there is time left to wait.
   */
  public static Decision withinWait(Decision decision, Instant now, Terms terms) {
    InstanceLife life = decision.life();
    if (life.standing() != Standing.WAITING || decision.next().kind() != Next.Kind.LOOK) {
      return decision;
    }
    Duration left = terms.waitAtMost().minus(Duration.between(life.sent().endedAt(), now));
    if (left.isNegative() || left.isZero()) {
      return waited(life, terms);
    }
    return decision.next().after().compareTo(left) < 0
        ? decision
        : Decision.look(life, Standing.WAITING, Next.look(left));
  }
}
