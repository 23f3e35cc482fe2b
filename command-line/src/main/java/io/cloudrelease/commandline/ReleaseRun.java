package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.outcome.FinishedResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out one {@code release}: check, plan, ask, send, print. */
final class ReleaseRun {
  private static final int LONGEST_ANSWER = 100;

  private final Session session;
  private final PrintStream err;
  private final Release command;

  ReleaseRun(Session session, Release command) {
    this.session = session;
    this.err = session.surroundings().err();
    this.command = command;
  }

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when something is wrong beforehand; nothing was sent
   */
  int run() throws UsageException {
    boolean asks = !command.unasked() && !command.planOnly();
    if (asks && command.wish().readsStandardInput()) {
      checkThatItCanAsk();
    }
    ReleaseInstancesRequest request = command.wish().request(session);
    Progress progress = session.progress(request.instances().size());
    Recording recording = command.planOnly() ? Recording.none() : command.recording();
    try (Logbook logbook = Logbook.open(recording, session);
        ReleaseClient client = client(progress, logbook)) {
      check(client, request);
      if (asks) {
        // After all that is wrong with the list: nobody should add --yes to a list not yet checked.
        checkThatItCanAsk();
      }
      if (command.planOnly()) {
        return printPlan(client.plan(request), progress);
      }
      Ending ending = new Ending(session, command.output(), progress);
      return asks
          ? releaseIfConfirmed(client, request, progress, ending)
          : ending.of(client.releaseInstancesAsync(request));
    } catch (ConfigurationException | InvalidRequestException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  private void checkThatItCanAsk() throws UsageException {
    if (command.wish().readsStandardInput()) {
      throw new UsageException(Message.of("ask.input-taken"));
    }
    if (!session.surroundings().terminal()) {
      throw new UsageException(Message.of("ask.no-terminal"));
    }
  }

  private ReleaseClient client(Progress progress, Logbook logbook) throws UsageException {
    ReleaseClientBuilder builder = command.clouds().client(session).listener(progress);
    command.safeguards().guard(builder);
    logbook.tell(builder);
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
      List<Message> lines = new ArrayList<>();
      problems.forEach(
          (problem, times) ->
              lines.add(
                  times == 1 ? Message.plain(problem) : Message.of("problem.of", problem, times)));
      throw new UsageException(lines);
    }
  }

  private int printPlan(ReleasePlan plan, Progress progress) {
    progress.rest();
    session.print(
        command.output().json()
            ? PlanShown.json(plan) + '\n'
            : PlanShown.table(plan, session, command.output().all()));
    return ExitCode.of(plan.excluded(), plan.request().intent().goal());
  }

  private int releaseIfConfirmed(
      ReleaseClient client, ReleaseInstancesRequest request, Progress progress, Ending ending) {
    ReleasePlan plan = client.plan(request);
    progress.rest();
    err.print(PlanShown.table(plan, session, command.output().all()));
    if (plan.instances().isEmpty()) {
      return ending.print(
          new FinishedResult(request.intent(), plan.excluded(), plan.madeAt(), Duration.ZERO));
    }
    if (!confirmed(plan.instances().size())) {
      err.println(session.say("ask.refused"));
      return ExitCode.NOT_ALL;
    }
    return ending.of(client.executeAsync(plan));
  }

  /** The number has to be typed: a "y" is typed too easily. */
  private boolean confirmed(int instances) {
    err.print(session.say("ask.number", instances) + " ");
    err.flush();
    try {
      return answer(session.surroundings().in()).equals(Integer.toString(instances));
    } catch (IOException unreadable) {
      session.warn(Message.of("ask.unreadable", String.valueOf(unreadable.getMessage())));
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
}
