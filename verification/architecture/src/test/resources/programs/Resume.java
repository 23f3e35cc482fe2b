package programs;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.journal.FileJournal;
import java.nio.file.Path;

/** Completes what a dead process began. */
final class Resume {

  public static void main(String[] args) {
    FileJournal journal = FileJournal.at(Path.of(args[0]));
    try (ReleaseClient client = ReleaseClient.fromEnvironment()) {
      System.out.print(
          client.resume(journal, ResumeOptions.defaults().renewedKeys()).toTable());
    }
  }
}
