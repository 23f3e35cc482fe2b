package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;

/** How a refused batch is taken apart: as few more calls as what is known of it allows. */
public final class Division {
  private static final int MOST_BUSY_RETRIES = 3;

  /** Enough to halve the largest batch down to one, and for what passes meanwhile. */
  private static final int MOST_REFUSALS = 14;

  /** Where each answer names one more there may be many: a batch is halved while that is left. */
  private static final int MOST_NAMED = 5;

  private Division() {}

  /**
   * A batch that was refused, all of whose instances were looked at since.
   *
   * @param size how many stood in it
   * @param survivors how many looks could not explain
   * @param groups how many kinds of step these are to be sent with now
   * @param named how many of them the answer blames
   */
  public record Refused(int size, int survivors, int groups, int named) {}

  /** Whether it was tried often enough. */
  public static boolean isOver(InstanceLife life) {
    return life.efforts().refusals() >= MOST_REFUSALS;
  }

  /** How many may stand together in the next call of that survivor. */
  public static int together(InstanceLife life, Refused batch, boolean named) {
    if (batch.survivors() == 1) {
      return 1;
    }
    Trouble trouble = life.trouble();
    boolean waits = life.step().escalates() && trouble.rule().proves() != Proof.ALL;
    if (waits) {
      // Each refusal costs a longest lag: groups of the square root, then each by itself.
      boolean first = life.efforts().together() == Integer.MAX_VALUE;
      int root = (int) Math.ceil(Math.sqrt(batch.size()));
      // Never the whole again.
      return first ? Math.max(1, Math.min(root, batch.size() / 2)) : 1;
    }
    // A look found out who it was: the others can stand together again.
    if (batch.survivors() < batch.size()) {
      return batch.size();
    }
    // Their charge types are known now, and batches are made by them.
    if (trouble.rule().remedy() == Remedy.REGROUP && batch.groups() > 1) {
      return batch.size();
    }
    // It passes: the whole again, a few times.
    boolean busy = trouble.rule().category() == ErrorCategory.BUSY;
    if (busy && life.efforts().refusals() <= MOST_BUSY_RETRIES) {
      return batch.size();
    }
    boolean told = batch.named() > 0 && batch.named() < batch.survivors();
    if (told && life.efforts().refusals() <= MOST_NAMED) {
      return named ? 1 : batch.size();
    }
    return Math.max(1, batch.size() / 2);
  }

  /** A survivor of a refused batch is sent again, with at most so many others. */
  public static Decision send(InstanceLife life, int together) {
    return Decision.send(life.together(together), reason(life));
  }

  private static SendReason reason(InstanceLife life) {
    if (life.trouble().rule().proves() == Proof.ALL) {
      return SendReason.REFUSED_UNSEEN;
    }
    return life.sent().openness() == Openness.CLOSED
        ? SendReason.PROVEN_UNTOUCHED
        : SendReason.CANNOT_GO_TOO_FAR;
  }
}
