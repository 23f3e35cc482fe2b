package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.commandline.Command.Flag;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.FileJournal;
import java.util.concurrent.CompletionException;

/** Carries out one {@code resume}: the journal says of what. */
final class ResumeRun {
  private final Surroundings surroundings;
  private final Command.Resume command;

  ResumeRun(Surroundings surroundings, Command.Resume command) {
    this.surroundings = surroundings;
    this.command = command;
  }

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when there is nothing to resume, or not with these settings; nothing was
   *     sent
   */
  int run() throws UsageException {
    // How many there are is learned from the events.
    Progress progress = new Progress(surroundings.err(), surroundings.terminal(), 0);
    ReleaseClientBuilder builder = surroundings.clients().get().listener(progress);
    command.safeguards().guard(builder);
    Accounts.register(builder, surroundings.environment(), command.endpoints());
    try (ReleaseClient client = builder.build()) {
      return new Ending(surroundings, command.has(Flag.JSON), progress)
          .of(client.resumeAsync(FileJournal.at(command.journal()), ResumeOptions.defaults()));
    } catch (ConfigurationException wrong) {
      throw new UsageException(String.valueOf(wrong.getMessage()));
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ConfigurationException wrong) {
        throw new UsageException(String.valueOf(wrong.getMessage()));
      }
      throw failed;
    }
  }
}
