package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.commandline.Command.Flag;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.outcome.FinishedResult;
import io.cloudrelease.text.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Carries out one {@code release}: check, plan, ask, send, print. */
final class ReleaseRun {
  private static final int LONGEST_ANSWER = 100;

  private final Surroundings surroundings;
  private final PrintStream err;
  private final Command.Release command;

  ReleaseRun(Surroundings surroundings, Command.Release command) {
    this.surroundings = surroundings;
    this.err = surroundings.err();
    this.command = command;
  }

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when something is wrong beforehand; nothing was sent
   */
  int run() throws UsageException {
    boolean asks = !command.has(Flag.YES) && !command.has(Flag.PLAN);
    if (asks && command.readsStandardInput()) {
      checkThatItCanAsk();
    }
    ReleaseInstancesRequest request = request();
    Progress progress = new Progress(err, surroundings.terminal(), request.instances().size());
    try (ReleaseClient client = client(progress)) {
      check(client, request);
      if (asks) {
        // After all that is wrong with the list: nobody should add --yes to a list not yet checked.
        checkThatItCanAsk();
      }
      if (command.has(Flag.PLAN)) {
        return printPlan(client.plan(request), progress);
      }
      return asks
          ? releaseIfConfirmed(client, request, progress)
          : ending(progress).of(client.releaseInstancesAsync(request));
    } catch (ConfigurationException | InvalidRequestException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    }
  }

  private void checkThatItCanAsk() throws UsageException {
    if (command.readsStandardInput()) {
      throw new UsageException(
          "--file - takes the standard input, so nobody can be asked; add --yes to release without"
              + " asking, or --plan to see what would be sent");
    }
    if (!surroundings.terminal()) {
      throw new UsageException(
          "there is no terminal to ask at; add --yes to release without asking, or --plan to see"
              + " what would be sent");
    }
  }

  private ReleaseInstancesRequest request() throws UsageException {
    List<InstanceRef> named = new ArrayList<>(command.refs());
    if (!command.file().isEmpty()) {
      named.addAll(RefFile.read(command.file(), surroundings.in()));
    }
    if (named.isEmpty()) {
      String file = command.readsStandardInput() ? "the standard input" : command.file();
      throw new UsageException(file + " names no instance; write one reference a line");
    }
    int distinct = new LinkedHashSet<>(named).size();
    if (distinct > command.maxInstances()) {
      throw new UsageException(
          distinct
              + " instances are named, and --max-instances is "
              + command.maxInstances()
              + "; give --max-instances "
              + distinct
              + " if that many are meant");
    }
    if (distinct < named.size()) {
      err.println(
          "cloudrelease: " + (named.size() - distinct) + " named more than once; each counts once");
    }
    return ReleaseInstancesRequest.builder()
        .instances(named)
        .goal(command.intent().goal())
        .collateral(command.intent().collateral())
        .grant(command.intent().powers().toArray(Power[]::new))
        .lookFirst(!command.has(Flag.NO_LOOK))
        .waitAtMost(command.waitAtMost())
        .deadline(command.deadline())
        .maxInstances(command.maxInstances())
        .build();
  }

  private ReleaseClient client(Progress progress) throws UsageException {
    ReleaseClientBuilder builder = surroundings.clients().get().listener(progress);
    command.safeguards().guard(builder);
    command.journal().map(FileJournal::at).ifPresent(builder::journal);
    Accounts.register(builder, surroundings.environment(), command.endpoints());
    return builder.build();
  }

  /** What is wrong with many instances for one reason is said once. */
  private static void check(ReleaseClient client, ReleaseInstancesRequest request)
      throws UsageException {
    Map<String, Integer> problems = new LinkedHashMap<>();
    for (ReleaseError problem : client.check(request).values()) {
      problems.merge(problem.summary(), 1, Integer::sum);
    }
    if (!problems.isEmpty()) {
      List<String> lines = new ArrayList<>();
      problems.forEach(
          (problem, times) ->
              lines.add(times == 1 ? problem : problem + " [" + times + " instances]"));
      throw new UsageException(lines);
    }
  }

  private int printPlan(ReleasePlan plan, Progress progress) {
    progress.rest();
    surroundings.print(plan.toTable());
    return ExitCode.of(plan.excluded(), plan.request().intent().goal());
  }

  private int releaseIfConfirmed(
      ReleaseClient client, ReleaseInstancesRequest request, Progress progress) {
    ReleasePlan plan = client.plan(request);
    progress.rest();
    err.print(plan.toTable());
    if (plan.instances().isEmpty()) {
      return ending(progress)
          .print(
              new FinishedResult(request.intent(), plan.excluded(), plan.madeAt(), Duration.ZERO));
    }
    if (!confirmed(plan.instances().size())) {
      err.println("Nothing was sent.");
      return ExitCode.NOT_ALL;
    }
    return ending(progress).of(client.executeAsync(plan));
  }

  /** The number has to be typed: a "y" is typed too easily. */
  private boolean confirmed(int instances) {
    err.print("Type the number of instances to release them (" + instances + "): ");
    err.flush();
    try {
      return answer(surroundings.in()).equals(Integer.toString(instances));
    } catch (IOException unreadable) {
      err.println(TerminalText.of("the answer cannot be read: " + unreadable.getMessage()));
      return false;
    }
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < LONGEST_ANSWER) {
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  private Ending ending(Progress progress) {
    return new Ending(surroundings, command.has(Flag.JSON), progress);
  }
}
