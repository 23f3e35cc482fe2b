package io.cloudrelease.commandline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Says what a release would send, and keeps it for who approves it.
 *
 * @param wish what is to become of which
 * @param out the file that keeps the plan; empty for one that is only shown
 * @param validFor how long a kept plan may be carried out
 * @param prices whether clouds are asked what they would pay back
 * @param detailed whether the exit code tells that something would be sent
 * @param safeguards what holds it back
 * @param clouds the accounts
 * @param output what is printed
 */
record Plan(
    Wish wish,
    Optional<Path> out,
    Optional<Duration> validFor,
    boolean prices,
    boolean detailed,
    Safeguards safeguards,
    CloudOptions clouds,
    OutputOptions output)
    implements Task {

  Plan {
    Objects.requireNonNull(wish, "wish");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(validFor, "validFor");
    Objects.requireNonNull(safeguards, "safeguards");
    Objects.requireNonNull(clouds, "clouds");
    Objects.requireNonNull(output, "output");
  }

  @Override
  public int run(Session session) throws UsageException {
    if (out.isPresent()) {
      ReportFile.check(PlanCommand.OUT, out.get());
    }
    return new PlanRun(session, this).run();
  }
}
