package io.cloudrelease.execution.instance;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Scope;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;

/** What follows when a look was not answered with a list. */
public final class AfterFailedLook {
  /** So often a first look may fail before the instance is left alone. */
  private static final int MOST_FIRST_FAILURES = 4;

  /**
   * So often a look at what was sent already may fail for a reason of the account: what became of
   * it is worth more than one try, since tokens are renewed and challenge pages go away.
   */
  private static final int MOST_FAILURES_OF_THE_ACCOUNT = 4;

  /** So often a look may fail while others wait for what it shows. */
  private static final int MOST_WAITED_FOR = 4;

  private AfterFailedLook() {}

  /** Whether looks at it failed so often that nobody waits any longer for what they would show. */
  public static boolean isWaitedForInVain(InstanceLife life) {
    return life.efforts().lookFailures() >= MOST_WAITED_FOR;
  }

  /** A look failed, and those that it was tried with after it. */
  public static Decision failed(
      InstanceLife life, ReleaseError error, Scope scope, Instant now, Terms terms) {
    int failures = life.efforts().lookFailures() + 1;
    InstanceLife blind = life.efforts(life.efforts().lookFailures(failures));
    boolean hopeless = scope == Scope.ACCOUNT || scope == Scope.INSTANCE;
    if (life.isUnsent() && (hopeless || failures >= MOST_FIRST_FAILURES)) {
      ReleaseError told =
          error.hint().isEmpty()
              ? error.hint("it could not be looked at, so nothing was sent for it")
              : error;
      return Decision.verdict(blind, Verdict.NOT_SENT, told);
    }
    if (scope == Scope.ACCOUNT && failures >= MOST_FAILURES_OF_THE_ACCOUNT) {
      InstanceLife told =
          life.trouble().known().isPresent()
              ? blind
              : blind.trouble(Trouble.of(error, life.trouble().rule(), 1));
      return EndRules.ended(told, error, now, terms);
    }
    boolean telling = life.isUnsent() ? life.standing() == Standing.NEW : scope == Scope.ACCOUNT;
    InstanceLife told = telling ? blind.trouble(life.trouble().andLooksFail(error)) : blind;
    Duration pause = Pauses.afterFailedLook(blind, terms);
    boolean alone = life.standing() == Standing.ASKING && isWaitedForInVain(blind);
    return Decision.look(told, alone ? Standing.OPEN : life.standing(), Next.poll(pause));
  }
}
