package io.cloudrelease.commandline;

import io.cloudrelease.plan.Approval;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Carries out a plan that was kept.
 *
 * @param file the plan
 * @param approval somebody's yes to it; empty when it is asked for
 * @param safeguards what holds the run back beside what the plan says
 * @param recording where the run is written down
 * @param clouds the accounts
 * @param output what is printed
 */
record Apply(
    Path file,
    Optional<Approval> approval,
    Safeguards safeguards,
    Recording recording,
    CloudOptions clouds,
    OutputOptions output)
    implements Task {

  Apply {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(approval, "approval");
    Objects.requireNonNull(safeguards, "safeguards");
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(clouds, "clouds");
    Objects.requireNonNull(output, "output");
  }

  @Override
  public int run(Session session) throws UsageException {
    output.check();
    return new ApplyRun(session, this).run();
  }
}
