package io.cloudrelease.spi;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says should happen next with an instance, from what a look showed and what is
 * wanted. Made by the static methods; immutable.
 */
public final class Assessment {
  private static final ReleaseError NONE = ReleaseError.of(ErrorCategory.UNKNOWN, "", "");

  private final Kind kind;
  private final Step step;
  private final ReleaseError error;
  private final String hint;

  private Assessment(Kind kind, Step step, ReleaseError error, String hint) {
    this.kind = kind;
    this.step = step;
    this.error = error;
    this.hint = hint;
  }

  /** Send this step. */
  public static Assessment send(Step step) {
    return new Assessment(Kind.SEND, step, NONE, "");
  }

  /** It is at the goal: in the recycle bin, and the goal does not ask for more. */
  public static Assessment atGoal() {
    return new Assessment(Kind.AT_GOAL, Step.NONE, NONE, "");
  }

  /** It is on its way out; nothing to send, look again. */
  public static Assessment leaving() {
    return new Assessment(Kind.LEAVING, Step.NONE, NONE, "");
  }

  /**
   * As {@link #leaving}, and it is seen that it goes into a recycle bin, whatever the step that was
   * sent was taken to lead to.
   */
  public static Assessment leavingIntoBin() {
    return new Assessment(Kind.LEAVING, Step.INTO_BIN, NONE, "");
  }

  /** It is between two states; nothing can be sent yet, look again. */
  public static Assessment changing() {
    return new Assessment(Kind.CHANGING, Step.NONE, NONE, "");
  }

  /**
   * All that can be asked for has been asked for, and the instance stays until something outside
   * happens (a subscription that was told not to renew runs until it expires).
   *
   * @param hint what the caller must know
   */
  public static Assessment endsLater(String hint) {
    return new Assessment(Kind.ENDS_LATER, Step.NONE, NONE, hint);
  }

  /** It cannot be released as asked; nothing is sent. */
  public static Assessment refused(ReleaseError error) {
    return new Assessment(Kind.REFUSED, Step.NONE, error, "");
  }

  /**
   * This one, and what the caller must know of it.
   *
   * @param text with a step, what its acknowledgement does not mean, told when the end state is not
   *     waited for; at the goal, what an instance in this recycle bin still means (what of it is
   *     billed)
   */
  public Assessment hint(String text) {
    return new Assessment(kind, step, error, text);
  }

  public Kind kind() {
    return kind;
  }

  /** What to send, for {@link Kind#SEND}; otherwise one without an action. */
  public Step step() {
    return step;
  }

  /** Why not, for {@link Kind#REFUSED}. */
  public ReleaseError error() {
    return error;
  }

  /** For people; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }

  @Override
  public String toString() {
    return kind == Kind.SEND ? kind + " " + step : kind.name();
  }

  /** The kinds of assessments. */
  public enum Kind {
    SEND,
    AT_GOAL,
    LEAVING,
    CHANGING,
    ENDS_LATER,
    REFUSED
  }

  /**
   * One destructive call on the way to the goal.
   *
   * @param action one of the provider's release actions
   * @param stage 1 for the first call an instance needs, 2 for the call that takes it out of the
   *     recycle bin; a stage that was acknowledged is never sent again
   * @param group instances of different groups must not stand in one call (charge types); empty
   *     when all may
   * @param escalates whether applying it twice could take the instance further than the goal
   * @param bin whether the instance may stand in a recycle bin after it, or stood in one before it
   */
  public record Step(String action, int stage, String group, boolean escalates, boolean bin) {
    static final Step NONE = new Step("", 0, "", false);
    static final Step INTO_BIN = new Step("", 0, "", false, true);

    public Step {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(group, "group");
      if (stage < 0) {
        throw new IllegalArgumentException("stage must not be negative: " + stage);
      }
    }

    /** A step with a recycle bin in play only as far as its stage and its escalation tell. */
    public Step(String action, int stage, String group, boolean escalates) {
      this(action, stage, group, escalates, escalates || stage > 1);
    }

    // Written out for the sake of starts, as in InstanceRef.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Step step
          && stage == step.stage
          && escalates == step.escalates
          && bin == step.bin
          && action.equals(step.action)
          && group.equals(step.group);
    }

    @Override
    public int hashCode() {
      return (action.hashCode() * 31 + group.hashCode()) * 31 + stage;
    }
  }
}
