package io.cloudrelease.execution.record;

import io.cloudrelease.files.OwnFiles;
import io.cloudrelease.journal.JournalException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Where a client keeps the evidence of its runs. Thread-safe. */
@FunctionalInterface
public interface EvidencePlace {

  /**
   * Begins to keep that of a run.
   *
   * @throws JournalException when it cannot be written; then nothing may be sent
   */
  EvidenceLog open(String runId) throws JournalException;

  /** With the result, in memory. */
  static EvidencePlace memory() {
    return runId -> EvidenceLog.inMemory();
  }

  /** Nowhere. */
  static EvidencePlace none() {
    return runId -> EvidenceLog.none();
  }

  /** In that new file, written as the run goes on; a file that is there is never touched. */
  static EvidencePlace file(Path file) {
    return runId -> {
      try {
        return FileEvidence.create(file.toAbsolutePath());
      } catch (IOException e) {
        throw new JournalException(
            "the evidence cannot be written to " + file + " (" + e + ")",
            "name a file that is not there yet, in a folder that can be written",
            e);
      }
    };
  }

  /** In a file for each run, written as it goes on; a file that is there is never touched. */
  static EvidencePlace folder(Path folder) {
    return runId -> {
      String name = runId.replaceAll("[^A-Za-z0-9._-]", "_");
      try {
        OwnFiles.makeFolder(folder);
        for (int again = 1; ; again++) {
          String suffix = again == 1 ? "" : "-" + again;
          try {
            return FileEvidence.create(folder.toAbsolutePath().resolve(name + suffix + ".jsonl"));
          } catch (FileAlreadyExistsException there) {
            // The run was resumed: what it did before is told once more in a file of its own.
          }
        }
      } catch (IOException e) {
        throw new JournalException(
            "the evidence cannot be written to folder " + folder + " (" + e + ")",
            "name a folder that can be written",
            e);
      }
    };
  }
}
