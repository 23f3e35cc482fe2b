package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.plan.Approval;
import io.cloudrelease.plan.KeptPlan;
import java.nio.file.Path;

/** Carries out one {@code apply}: reads the plan, asks, sends that and nothing else, prints. */
final class ApplyRun {
  private final Session session;
  private final Apply command;

  ApplyRun(Session session, Apply command) {
    this.session = session;
    this.command = command;
  }

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when the file is no plan, or something else is wrong beforehand; nothing
   *     was sent
   */
  int run() throws UsageException {
    KeptPlan plan = PlanFile.read(command.file());
    Setup setup = command.clouds().setup(session);
    checkFiles(setup);
    Progress progress = session.progress(plan.plan().request().instances().size());
    Ending ending =
        new Ending(
            session,
            command.output(),
            NextStep.afterApply(
                setup.again(command.safeguards()),
                setup.recordingOfRun(command.recording()),
                plan,
                command.file()),
            progress);
    try (Logbook logbook = Logbook.open(setup.recordingOfRun(command.recording()), session);
        ReleaseClient client = client(setup, ending, logbook)) {
      RequestChecked.by(client, plan.plan().request());
      if (command.approval().isEmpty() && !isConfirmed(plan)) {
        return ExitCode.NOT_ALL;
      }
      Approval approval = command.approval().orElse(Approval.yes());
      return ending.of(() -> client.executeAsync(plan, approval));
    } catch (ConfigurationException | InvalidRequestException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  private void checkFiles(Setup setup) throws UsageException {
    NamedFiles files = setup.files().read("apply", command.file());
    command.safeguards().name(files);
    command.output().name(files);
    files.journal(setup.recordingOfRun(command.recording())).check(session);
  }

  private ReleaseClient client(Setup setup, Ending ending, Logbook logbook) throws UsageException {
    ReleaseClientBuilder builder = setup.client();
    ending.tell(builder);
    command.safeguards().guard(builder);
    logbook.tell(builder, setup.mostPerHour(command.safeguards()));
    return builder.build();
  }

  private boolean isConfirmed(KeptPlan plan) throws UsageException {
    if (!session.surroundings().terminal()) {
      throw new UsageException(Message.of("apply.no-terminal", plan.digest()));
    }
    Path file = command.file();
    session.surroundings().err().print(PlanFile.shown(plan, file, session, command.output().all()));
    return Confirmation.isGiven(plan.plan().instances().size(), session);
  }
}
