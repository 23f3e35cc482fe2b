package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.outcome.FinishedResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries out one {@code release}: check, plan, ask, send, print. */
final class ReleaseRun {
  private final Session session;
  private final Release command;

  ReleaseRun(Session session, Release command) {
    this.session = session;
    this.command = command;
  }

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when something is wrong beforehand; nothing was sent
   */
  int run() throws UsageException {
    boolean asks = !command.unasked();
    if (asks && command.wish().readsStandardInput()) {
      checkThatItCanAsk();
    }
    Setup setup = command.clouds().setup(session);
    checkFiles(setup);
    ReleaseInstancesRequest request = command.wish().request(session);
    Progress progress = session.progress(request.instances().size());
    Ending ending =
        new Ending(
            session,
            command.output(),
            NextStep.afterRelease(again(setup), setup.recordingOfRun(command.recording())),
            progress);
    try (Logbook logbook = Logbook.open(setup.recordingOfRun(command.recording()), session);
        ReleaseClient client = client(setup, ending, logbook)) {
      RequestChecked.by(client, request);
      if (asks) {
        // After all that is wrong with the list: nobody should add --yes to a list not yet checked.
        checkThatItCanAsk();
      }
      return asks
          ? releaseIfConfirmed(client, request, progress, ending)
          : ending.of(() -> client.releaseInstancesAsync(request));
    } catch (ConfigurationException | InvalidRequestException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  private void checkFiles(Setup setup) throws UsageException {
    NamedFiles files = setup.files();
    command.wish().name(files);
    command.safeguards().name(files);
    command.output().name(files);
    files.journal(setup.recordingOfRun(command.recording())).check(session);
  }

  private List<String> again(Setup setup) {
    List<String> again = new ArrayList<>(setup.again(command.safeguards()));
    again.addAll(command.wish().again());
    return again;
  }

  private void checkThatItCanAsk() throws UsageException {
    if (command.wish().readsStandardInput()) {
      throw new UsageException(Message.of("ask.input-taken"));
    }
    if (!session.surroundings().terminal()) {
      throw new UsageException(Message.of("ask.no-terminal"));
    }
  }

  private ReleaseClient client(Setup setup, Ending ending, Logbook logbook) throws UsageException {
    ReleaseClientBuilder builder = setup.client();
    ending.tell(builder);
    command.safeguards().guard(builder);
    logbook.tell(builder, setup.mostPerHour(command.safeguards()));
    return builder.build();
  }

  private int releaseIfConfirmed(
      ReleaseClient client, ReleaseInstancesRequest request, Progress progress, Ending ending) {
    progress.ofPlan(true);
    ReleasePlan plan = client.plan(request);
    progress.rest();
    progress.ofPlan(false);
    session.surroundings().err().print(PlanShown.table(plan, session, command.output().all()));
    if (plan.instances().isEmpty()) {
      return ending.print(
          new FinishedResult(request.intent(), plan.excluded(), plan.madeAt(), Duration.ZERO));
    }
    return Confirmation.isGiven(plan.instances().size(), session)
        ? ending.of(() -> client.executeAsync(plan))
        : ExitCode.NOT_ALL;
  }
}
