package io.cloudrelease.pace;

import io.cloudrelease.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;

/**
 * How many instances of an account may be destroyed in a time. Charged before a call leaves, and
 * given back only when the cloud's refusal, or a send that never left, proves that nothing was
 * done. Each instance counts once in a run, however many calls it takes. Thread-safe; must answer
 * promptly. A budget that throws grants nothing.
 *
 * <p>The times it is told are of the client's steady clock, not of the machine's: they are compared
 * with each other, within one process only. A budget that several processes share goes by the clock
 * of what they share.
 */
public interface BlastBudget {

  /**
   * Takes as much as there is, up to what is wanted.
   *
   * @param account what tells the account from others: its cloud, and the cloud's own id where one
   *     is expected, else a digest of its lasting key, else the name it is registered under
   * @param wanted how many instances, at least 1
   * @param at now, by the steady clock
   * @return how many are granted, 0 to {@code wanted}
   */
  int take(String account, int wanted, Instant at);

  /**
   * Gives back what was taken within the last hour and not used; is not asked again where it
   * throws.
   *
   * @param account as it was taken for
   * @param at now, by the steady clock
   */
  void giveBack(String account, int count, Instant at);

  /** For people: how much there is altogether. */
  String describe();

  /** No limit. */
  static BlastBudget unlimited() {
    return Unlimited.UNLIMITED;
  }

  /**
   * So many instances in any hour, for each account; kept in memory, so a new process begins anew.
   *
   * @param most zero means none
   * @throws ConfigurationException when negative
   */
  static BlastBudget perHour(int most) {
    return new SlidingBudget(most, Duration.ofHours(1));
  }
}
