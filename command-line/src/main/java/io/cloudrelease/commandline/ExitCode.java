package io.cloudrelease.commandline;

import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import java.util.Collection;

/** The exit codes that scripts rely on. */
public final class ExitCode {
  /** All are at the goal, accepted, or were so before. */
  public static final int GOOD = 0;

  /**
   * The command line or the configuration is wrong, and nothing was sent; or all is good, and what
   * was to be printed could not be written whole.
   */
  public static final int USAGE = 2;

  /** Some were rejected, not sent, not found, or ended short of the goal; none is unknown. */
  public static final int NOT_ALL = 3;

  /** Of some it is not known what became of them. */
  public static final int UNKNOWN = 4;

  /** Not everything was seen that was to be looked through. */
  public static final int INCOMPLETE = 5;

  /** With {@code --detailed-exitcode}: a plan would send something. */
  public static final int SOMETHING_TO_SEND = 6;

  private ExitCode() {}

  /** That code; in place of a good one {@link #USAGE} where not all was printed. */
  static int printed(boolean whole, int code) {
    return whole || code != GOOD ? code : USAGE;
  }

  /** The code for these verdicts: the worst of them counts; in the bin is short of DESTROY. */
  public static int of(Collection<InstanceVerdict> verdicts, Goal goal) {
    int code = GOOD;
    for (InstanceVerdict verdict : verdicts) {
      if (verdict.verdict() == Verdict.UNKNOWN) {
        return UNKNOWN;
      }
      if (!verdict.isGoodFor(goal)) {
        code = NOT_ALL;
      }
    }
    return code;
  }
}
