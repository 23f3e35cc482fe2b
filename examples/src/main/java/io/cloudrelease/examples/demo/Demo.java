package io.cloudrelease.examples.demo;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.commandline.Demonstration;
import io.cloudrelease.commandline.ExitCode;
import io.cloudrelease.commandline.Progress;
import io.cloudrelease.commandline.Surroundings;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Releases a mixed fleet on simulated clouds, and compares the verdicts with the truth. */
public final class Demo implements Demonstration {
  /** A verdict was wrong: the demo has found a fault of ours. */
  private static final int BROKEN = 1;

  /** Runs it; gives the exit code that {@code release} would end with. */
  @Override
  public int run(Surroundings surroundings, boolean json, boolean all) {
    PrintStream story = json ? surroundings.err() : surroundings.out();
    try (DemoClouds clouds = new DemoClouds(surroundings.clock())) {
      Fleet fleet = Fleet.on(clouds, surroundings.clock().instant());
      story.printf(
          Locale.ROOT,
          "Four simulated clouds on this machine, asked by the real providers over HTTP:%n%n%s%n"
              + "%d instances to release, one of them named twice. The plan, by reading only:%n%n",
          clouds.addresses(),
          fleet.size());
      ReleaseInstancesResult result = release(clouds, fleet, surroundings, story);
      if (json) {
        surroundings.print(result.toJson() + '\n');
      } else if (all) {
        story.println(result.toTable());
      }
      return report(fleet, result, story);
    }
  }

  private static ReleaseInstancesResult release(
      DemoClouds clouds, Fleet fleet, Surroundings surroundings, PrintStream story) {
    ReleaseInstancesRequest request = fleet.request();
    Progress progress = new Progress(surroundings.err(), surroundings.terminal(), fleet.size());
    Instant begun = surroundings.clock().instant();
    try (ReleaseClient client = clouds.client(surroundings.clients().get().listener(progress))) {
      ReleasePlan plan = client.plan(request);
      progress.rest();
      story.println(plan.toTable());
      story.printf(
          Locale.ROOT,
          "Planned in %.1f s, most of it for the id that is not there: it is looked for twice.%n"
              + "Now the calls, and then looks until each instance is at its goal.%n",
          seconds(Duration.between(begun, surroundings.clock().instant())));
      story.flush();
      ReleaseInstancesResult result = client.execute(plan);
      progress.rest();
      return result;
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static int report(Fleet fleet, ReleaseInstancesResult result, PrintStream story) {
    DemoReport report = new DemoReport(fleet, result);
    story.print(
        String.format(
            Locale.ROOT,
            "%nOne verdict for each of %d instances, after %.1f s more:%n%n%s%nOne of each kind:%n%n%s%n",
            result.verdicts().size(),
            seconds(result.took()),
            report.sums(),
            report.worthALook()));
    LedgerCheck check = LedgerCheck.of(fleet, result);
    int right = check.verdicts() - check.lies().size();
    story.println(
        "The clouds' own ledgers agree with "
            + right
            + " of "
            + check.verdicts()
            + " verdicts; "
            + check.calls()
            + " destructive calls reached them, "
            + (check.twice() == 0 ? "none" : check.twice())
            + " of them twice.");
    check.lies().forEach(lie -> story.println("  wrong: " + lie));
    int exit = check.agrees() ? ExitCode.of(result.verdicts(), result.intent().goal()) : BROKEN;
    story.println(
        "Exit code "
            + exit
            + (exit == ExitCode.NOT_ALL
                ? ": some were not found or refused, as they must be."
                : ""));
    story.flush();
    return exit;
  }
}
