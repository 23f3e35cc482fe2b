package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.Assessment;

/**
 * What is known of one instance in a run. A value: rules make a new one of it, and one place keeps
 * the latest.
 *
 * @param standing where it stands
 * @param step what is to be sent, or was sent last
 * @param hint what to tell when the acknowledgement of the step is all that is known
 * @param runsOn whether all that could be asked for was, and it runs until something outside
 *     happens
 * @param sent what the sends may have done
 * @param seen what was seen of it
 * @param trouble the last that went wrong
 * @param efforts how often what was tried
 */
public record InstanceLife(
    Standing standing,
    Assessment.Step step,
    String hint,
    boolean runsOn,
    SendRecord sent,
    Sightings seen,
    Trouble trouble,
    Efforts efforts) {
  private static final Assessment.Step NO_STEP = new Assessment.Step("", 0, "", false);

  /** An instance of which nothing is known. */
  public static final InstanceLife NEW =
      new InstanceLife(
          Standing.NEW,
          NO_STEP,
          "",
          false,
          SendRecord.NONE,
          Sightings.NONE,
          Trouble.NONE,
          Efforts.NONE);

  /** What is kept of one whose verdict was written out: a run may have a million of them. */
  public static final InstanceLife OVER = NEW.at(Standing.DONE);

  public boolean isDone() {
    return standing == Standing.DONE;
  }

  /** What a refusal is called that ends it: what was only throttled was never taken in. */
  Verdict refusal() {
    boolean turnedAway =
        sent.state() == SendRecord.State.TURNED_AWAY
            && trouble.rule().category() == ErrorCategory.THROTTLED;
    return turnedAway ? Verdict.NOT_SENT : refused();
  }

  /**
   * REJECTED says that nothing of ours changed it: not of what lies in the bin after several sends,
   * and no look showed there before them.
   */
  Verdict refused() {
    boolean perhapsByUs =
        sent.sends() > 1 && !knownBeforeSend() && seen.lastShows(LifecyclePhase.RECYCLED);
    return perhapsByUs ? Verdict.UNKNOWN : Verdict.REJECTED;
  }

  /** Whether nothing left for it, in this run or one before. */
  public boolean isUnsent() {
    return sent.sends() == 0;
  }

  /** Whether it is known where it was before its first send. */
  boolean knownBeforeSend() {
    return seen.beforeSend();
  }

  public InstanceLife at(Standing now) {
    return new InstanceLife(now, step, hint, runsOn, sent, seen, trouble, efforts);
  }

  public InstanceLife sent(SendRecord now) {
    return new InstanceLife(standing, step, hint, runsOn, now, seen, trouble, efforts);
  }

  public InstanceLife seen(Sightings now) {
    return new InstanceLife(standing, step, hint, runsOn, sent, now, trouble, efforts);
  }

  public InstanceLife trouble(Trouble now) {
    return new InstanceLife(standing, step, hint, runsOn, sent, seen, now, efforts);
  }

  InstanceLife efforts(Efforts now) {
    return new InstanceLife(standing, step, hint, runsOn, sent, seen, trouble, now);
  }

  /** What is to be sent for it next, and what an acknowledgement of it does not mean. */
  public InstanceLife next(Assessment.Step wanted, String meaning) {
    return new InstanceLife(standing, wanted, meaning, runsOn, sent, seen, trouble, efforts);
  }

  /**
   * A journal tells that this step was to be sent for it. Where something was open then, it was
   * sent again; by which reason no journal tells, so the one leave to do that without proof is used
   * up.
   *
   * @param left whether a request may have left
   */
  public InstanceLife toldAsSent(Assessment.Step told, boolean left) {
    boolean again =
        left && sent.openness() != Openness.CLOSED && (step.escalates() || told.escalates());
    return next(told, "").efforts(again ? efforts.leave(Efforts.Leave.USED) : efforts);
  }

  InstanceLife runsOn(boolean now) {
    return now == runsOn
        ? this
        : new InstanceLife(standing, step, hint, now, sent, seen, trouble, efforts);
  }

  /** At most so many may stand in its next call. */
  public InstanceLife together(int most) {
    return efforts(efforts.together(most));
  }
}
