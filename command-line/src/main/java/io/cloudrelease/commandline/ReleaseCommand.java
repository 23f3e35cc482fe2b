package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code release}: its arguments. What is dangerous is off unless it is asked for. */
@Command(
    name = "release",
    header = "Releases instances: shows the plan, asks, sends, and says what became of each.",
    customSynopsis = "cloudrelease release [options] [REF...]%n",
    synopsisHeading = "%n",
    sortOptions = false)
final class ReleaseCommand implements Job {
  @Parameters(
      paramLabel = "REF",
      arity = "0..*",
      description = {
        "provider:region:id, or provider:id on Zenlayer:",
        "tencent-cvm:ap-guangzhou:ins-1a2b3c4d",
        "aliyun-ecs:cn-hangzhou:i-bp1...",
        "zenlayer-zec:1234567  zenlayer-bmc:1234567  zenlayer-vm:1234567"
      })
  private final List<String> texts = new ArrayList<>();

  @Option(
      names = "--file",
      paramLabel = "FILE|-",
      converter = Values.FileName.class,
      description = "more of them, one a line; # begins a comment; - is the standard input")
  String file = "";

  @Option(
      names = "--goal",
      paramLabel = "release|destroy",
      converter = Values.OfGoal.class,
      description = {
        "release: one step, a recycle bin is a fine place to end (default)",
        "destroy: through the recycle bin until it is gone"
      })
  private Goal goal = Goal.RELEASE;

  @Option(
      names = "--collateral",
      paramLabel = "keep|release",
      converter = Values.OfCollateral.class,
      description = "addresses, disks, dependants: keep them (default), or release them too")
  private Collateral collateral = Collateral.KEEP;

  @Option(
      names = "--force",
      arity = "0",
      description = "running instances too, where the cloud asks for that word (Aliyun)")
  private boolean force;

  @Option(
      names = "--force-stop",
      arity = "0",
      description = "with --force: cut the power instead of shutting down (Aliyun)")
  private boolean forceStop;

  @Option(
      names = "--terminate-subscription",
      arity = "0",
      description = "expired prepaid instances too (Aliyun)")
  private boolean terminateSubscription;

  @Option(names = "--plan", arity = "0", description = "print what would be sent, send nothing")
  boolean plan;

  @Option(
      names = "--yes",
      arity = "0",
      description = "do not ask; without it the number of instances has to be typed")
  boolean yes;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = Values.OfDuration.class,
      description = "wait for the goal at most so long (default: until the deadline)")
  private @Nullable Duration wait;

  @Option(
      names = "--no-wait",
      arity = "0",
      description = "do not wait: ACCEPTED is the best verdict then")
  private boolean noWait;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = Values.Deadline.class,
      description = "all of it at most so long (default 15m); 30s, 5m or 1h")
  Duration deadline = ReleaseInstancesRequest.DEFAULT_DEADLINE;

  @Option(
      names = "--max-instances",
      paramLabel = "N",
      converter = Values.Whole.class,
      description = "refuse longer lists (default 100; 0 means none)")
  int maxInstances = ReleaseInstancesRequest.DEFAULT_MAX_INSTANCES;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      converter = Values.OfPath.class,
      description = "write down what is sent, before it is sent; with it a run can be resumed")
  @Nullable Path journal;

  @Option(
      names = "--no-look",
      arity = "0",
      description = "send without reading the instances: nothing can be proven then")
  boolean noLook;

  @Mixin SharedOptions shared = new SharedOptions();

  private final List<InstanceRef> refs = new ArrayList<>();

  @Override
  public void check(List<String> problems) {
    for (String text : texts) {
      try {
        refs.add(InstanceRef.parse(text));
      } catch (InvalidRequestException wrong) {
        problems.add(String.valueOf(wrong.getMessage()));
      }
    }
    if (wait != null && noWait) {
      problems.add("--wait and --no-wait exclude each other; give one of them");
    }
    if (forceStop && !force) {
      problems.add("--force-stop needs --force; give both, or --force alone to shut down in order");
    }
    if (plan && shared.json) {
      problems.add("--plan prints a table; leave out --json");
    }
    if (noLook && !shared.denyTags.isEmpty()) {
      problems.add("--deny-tag has to read the tags; leave out --no-look");
    }
    shared.check(problems);
    if (texts.isEmpty() && file.isEmpty() && problems.isEmpty()) {
      problems.add(
          "no instance is named; give references (tencent-cvm:ap-guangzhou:ins-1a2b3c4d) or"
              + " --file FILE");
    }
  }

  @Override
  public int run(Surroundings surroundings) throws UsageException {
    return new ReleaseRun(surroundings, this).run();
  }

  /** Goal, collateral and powers. */
  Intent intent() {
    Set<Power> powers = EnumSet.noneOf(Power.class);
    if (force) {
      powers.add(Power.FORCE);
    }
    if (forceStop) {
      powers.add(Power.FORCE_STOP);
    }
    if (terminateSubscription) {
      powers.add(Power.TERMINATE_SUBSCRIPTION);
    }
    return new Intent(goal, collateral, powers, false);
  }

  /** How long to wait for the goal after the sending; zero does not wait. */
  Duration waitAtMost() {
    if (noWait) {
      return Duration.ZERO;
    }
    return wait == null ? deadline : wait;
  }

  /** The references given as arguments. */
  List<InstanceRef> refs() {
    return List.copyOf(refs);
  }

  /** Whether the references come from the standard input, which then cannot answer questions. */
  boolean readsStandardInput() {
    return file.equals("-");
  }
}
