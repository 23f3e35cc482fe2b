package io.cloudrelease.execution.instance;

/** What is still open of the sends for an instance, from the least to the most. */
public enum Openness {
  /** Nothing: each send was acknowledged, or is proven not to have touched it. */
  CLOSED,
  /**
   * Its batch was refused as a whole, and no cloud promises that this touched none of the others.
   */
  TOGETHER,
  /** A call was answered, and the answer does not tell whether it was carried out. */
  ANSWERED,
  /** A call got no answer: it may even be carried out later. */
  UNANSWERED;

  Openness and(Openness other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
