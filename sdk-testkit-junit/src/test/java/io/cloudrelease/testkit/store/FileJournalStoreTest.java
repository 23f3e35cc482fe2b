package io.cloudrelease.testkit.store;

import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;

/** The embedded default: files of one folder, for the processes of one machine. */
class FileJournalStoreTest extends StoreContract {
  @TempDir Path temporary;
  private final AtomicLong nanos = new AtomicLong();

  /** As the system clock of the machine, that all its processes see. */
  private FileJournal journal(FileJournal journal) {
    return journal.steadyClock(nanos::get);
  }

  @Override
  protected ReleaseJournal open() {
    return journal(FileJournal.inFolder(temporary.resolve("runs")));
  }

  @Override
  protected ReleaseJournal open(String runId) {
    return journal(FileJournal.at(file(runId)));
  }

  private Path file(String runId) {
    return temporary.resolve("runs").resolve("run-" + runId + ".jsonl");
  }

  @Override
  protected void kill(RunLog log) throws Exception {
    // What its death lets go of is the lock; its lines were handed to the system when written.
    log.close();
  }

  @Override
  protected void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  protected void tear(String runId) throws Exception {
    Files.writeString(file(runId), "{\"v\":2,\"kind\":\"inte", StandardOpenOption.APPEND);
  }

  @Override
  protected void change(String runId, int line) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(file(runId)));
    lines.set(line - 1, lines.get(line - 1).replace("ins-", "inx-"));
    Files.write(file(runId), lines);
  }

  @Override
  protected void remove(String runId, int line) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(file(runId)));
    lines.remove(line - 1);
    Files.write(file(runId), lines);
  }
}
