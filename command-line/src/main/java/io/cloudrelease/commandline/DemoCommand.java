package io.cloudrelease.commandline;

import java.util.ServiceLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: its arguments. */
@Command(
    name = "demo",
    header = "Releases a mixed fleet on simulated clouds on this machine.",
    customSynopsis = "cloudrelease demo [--json] [--all]%n",
    synopsisHeading = "%n",
    sortOptions = false)
final class DemoCommand implements Job {
  @Option(names = "--json", arity = "0", description = "print the result as JSON")
  boolean json;

  @Option(names = "--all", arity = "0", description = "print every verdict")
  boolean all;

  @Option(
      names = {"-h", "--help"},
      arity = "0",
      usageHelp = true,
      description = "print this")
  private boolean help;

  @Override
  public int run(Surroundings surroundings) throws UsageException {
    return ServiceLoader.load(Demonstration.class)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "the simulated clouds of the demo are not in this jar; in a copy of the"
                        + " repository run mvn -q -Pdemo, and java -jar examples/target/demo.jar"
                        + " from then on"))
        .run(surroundings, json, all);
  }
}
