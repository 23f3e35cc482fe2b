package io.cloudrelease.commandline;

import java.util.Objects;
import java.util.Optional;

/**
 * Goes on with a run that broke off.
 *
 * @param recording where it was written down
 * @param run its id, where there are several
 * @param renewedKeys whether other keys than those of then are taken for keys of the same account
 * @param safeguards what holds it back from now on
 * @param clouds the accounts
 * @param output what is printed
 */
record Resume(
    Recording recording,
    Optional<String> run,
    boolean renewedKeys,
    Safeguards safeguards,
    CloudOptions clouds,
    OutputOptions output)
    implements Task {

  Resume {
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(safeguards, "safeguards");
    Objects.requireNonNull(clouds, "clouds");
    Objects.requireNonNull(output, "output");
  }

  @Override
  public int run(Session session) throws UsageException {
    output.check();
    return new ResumeRun(session, this).run();
  }
}
