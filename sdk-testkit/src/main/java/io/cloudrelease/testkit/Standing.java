package io.cloudrelease.testkit;

/** What a state means for the instance's life, on every simulated cloud alike. */
public enum Standing {
  /** There, whatever it is doing. */
  PRESENT,
  /** On its way into the bin or out of existence. */
  LEAVING,
  /** In the recycle bin. */
  IN_BIN,
  /** Gone for good: no look shows it any more. */
  GONE
}
