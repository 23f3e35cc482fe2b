package io.cloudrelease.commandline;

import java.util.Objects;

/**
 * Releases instances.
 *
 * @param wish what is to become of which
 * @param unasked whether nobody is asked
 * @param safeguards what holds the run back
 * @param recording where the run is written down
 * @param clouds the accounts
 * @param output what is printed
 */
record Release(
    Wish wish,
    boolean unasked,
    Safeguards safeguards,
    Recording recording,
    CloudOptions clouds,
    OutputOptions output)
    implements Task {

  Release {
    Objects.requireNonNull(wish, "wish");
    Objects.requireNonNull(safeguards, "safeguards");
    Objects.requireNonNull(recording, "recording");
    Objects.requireNonNull(clouds, "clouds");
    Objects.requireNonNull(output, "output");
  }

  @Override
  public int run(Session session) throws UsageException {
    output.check();
    return new ReleaseRun(session, this).run();
  }
}
