package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.plan.KeptPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Carries out one {@code plan}: reads, prints, keeps; nothing is sent. */
final class PlanRun {
  private final Session session;
  private final Plan command;

  PlanRun(Session session, Plan command) {
    this.session = session;
    this.command = command;
  }

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when something is wrong beforehand, or the plan cannot be kept
   */
  int run() throws UsageException {
    Setup setup = command.clouds().setup(session);
    NamedFiles files =
        setup
            .files()
            .journal(setup.recording(Recording.usual()))
            .written(PlanCommand.OUT, command.out(), OwnForm.PLAN);
    command.wish().name(files);
    command.safeguards().name(files);
    files.check(session);
    ReleaseInstancesRequest request = command.wish().request(session);
    Progress progress = session.progress(request.instances().size()).ofPlan(true);
    try (ReleaseClient client = client(setup, progress)) {
      RequestChecked.by(client, request);
      if (command.out().isPresent()) {
        request.instances().stream()
            .map(InstanceRef::provider)
            .distinct()
            .forEach(account -> bind(client, account));
      }
      ReleasePlan plan = client.plan(request);
      if (command.prices()) {
        plan = client.withPrices(plan);
      }
      progress.rest();
      return end(plan, setup);
    } catch (ConfigurationException | InvalidRequestException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  private ReleaseClient client(Setup setup, Progress progress) throws UsageException {
    ReleaseClientBuilder builder = setup.client().listener(progress);
    command.safeguards().guard(builder);
    // A plan writes nothing down, whatever a configuration says of runs.
    return builder.journal(ReleaseJournal.none()).build();
  }

  /** To the account's own id, so that whoever has other keys of it can carry the plan out. */
  private void bind(ReleaseClient client, String account) {
    try {
      client.whoAmI(account);
    } catch (ConfigurationException unknown) {
      session.note("plan.bound-to-key", account, String.valueOf(unknown.getMessage()));
    }
  }

  private int end(ReleasePlan plan, Setup setup) throws UsageException {
    Optional<KeptPlan> kept = Optional.empty();
    if (command.out().isPresent()) {
      kept = Optional.of(keep(plan, command.out().get()));
    }
    boolean whole =
        session.print(
            command.output().json()
                ? PlanJson.of(plan, kept) + '\n'
                : PlanShown.table(plan, session, command.output().all()));
    if (kept.isPresent()) {
      PlanShown.sayKept(
          kept.get(), command.out().orElseThrow(), setup.again(command.safeguards()), session);
    }
    if (command.detailed() && !plan.instances().isEmpty()) {
      return ExitCode.SOMETHING_TO_SEND;
    }
    return ExitCode.printed(whole, ExitCode.of(plan.excluded(), plan.request().intent().goal()));
  }

  private KeptPlan keep(ReleasePlan plan, Path file) throws UsageException {
    KeptPlan kept =
        command
            .validFor()
            .map(validity -> KeptPlan.of(plan, validity))
            .orElseGet(() -> KeptPlan.of(plan));
    Optional<Message> there = ReportFile.kept(PlanCommand.OUT, file, OwnForm.PLAN);
    if (there.isPresent()) {
      throw new UsageException(there.get());
    }
    try {
      kept.write(file);
      return kept;
    } catch (IOException unwritable) {
      throw new UsageException(
          Message.of("file.not-written", file, String.valueOf(unwritable.getMessage())));
    }
  }
}
