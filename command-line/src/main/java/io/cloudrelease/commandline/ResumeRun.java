package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.error.ConfigurationException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Carries out one {@code resume}: the journal says of what. */
final class ResumeRun {
  private final Session session;
  private final Resume command;

  ResumeRun(Session session, Resume command) {
    this.session = session;
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
    Setup setup = command.clouds().setup(session);
    Recording place = setup.recordingOfRun(command.recording());
    NamedFiles files = setup.files();
    command.safeguards().name(files);
    command.output().name(files);
    files.journal(place).check(session);
    List<String> again = setup.again(command.safeguards());
    try (Unfinished run = Unfinished.of(place, again, command.run(), session)) {
      // How many there are is learned from the events.
      Progress progress = session.progress(0);
      Ending ending =
          new Ending(session, command.output(), NextStep.afterResume(again, place), progress);
      ReleaseClientBuilder builder = setup.client();
      ending.tell(builder);
      command.safeguards().guard(builder);
      run.tell(builder, setup.mostPerHour(command.safeguards()));
      ResumeOptions usual = ResumeOptions.defaults();
      ResumeOptions options = command.renewedKeys() ? usual.renewedKeys() : usual;
      try (ReleaseClient client = builder.build()) {
        return ending.of(() -> client.resumeAsync(run.journal(), options));
      }
    } catch (ConfigurationException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ConfigurationException wrong) {
        throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
      }
      throw failed;
    }
  }
}
