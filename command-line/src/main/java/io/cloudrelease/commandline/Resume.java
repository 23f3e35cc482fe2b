package io.cloudrelease.commandline;

import java.util.Objects;

/**
 * Goes on with a run that broke off.
 *
 * @param recording where it was written down
 * @param safeguards what holds it back from now on
 * @param clouds the accounts
 * @param output what is printed
 */
record Resume(Recording recording, Safeguards safeguards, CloudOptions clouds, OutputOptions output)
    implements Task {

  Resume {
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(safeguards, "safeguards");
    Objects.requireNonNull(clouds, "clouds");
    Objects.requireNonNull(output, "output");
  }

  @Override
  public int run(Session session) throws UsageException {
    return new ResumeRun(session, this).run();
  }
}
