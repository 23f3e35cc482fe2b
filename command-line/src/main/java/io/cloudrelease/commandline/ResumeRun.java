package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.FileJournal;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** Carries out one {@code resume}: the journal says of what. */
final class ResumeRun {
  private final Surroundings surroundings;
  private final SharedOptions options;
  private final Path journal;

  ResumeRun(Surroundings surroundings, ResumeCommand command, Path journal) {
    this.surroundings = surroundings;
    this.options = command.shared;
    this.journal = journal;
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
    ReleaseClient.Builder builder = surroundings.clients().get().listener(progress);
    options.guard(builder);
    Accounts.register(builder, surroundings.environment(), options.endpoints());
    try (ReleaseClient client = builder.build()) {
      return new Ending(surroundings, options.json, progress)
          .of(client.resumeAsync(FileJournal.at(journal)));
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
