package io.cloudrelease.commandline;

import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the run that a bare {@code resume} means. */
final class Unfinished {
  private final Session session;

  Unfinished(Session session) {
    this.session = session;
  }

  /**
   * The journal file that is named, or the only one of its folder that can be resumed.
   *
   * @throws UsageException when there is none, or several, which are then named
   */
  Path only(Recording recording) throws UsageException {
    Optional<Path> named = recording.journal();
    if (named.isPresent() && !Files.isDirectory(named.get())) {
      return named.get();
    }
    Optional<Path> folder = named.or(() -> StateFolder.path(session.surroundings().environment()));
    if (folder.isEmpty()) {
      throw new UsageException(Message.of("resume.no-folder"));
    }
    List<FileRun> runs = abandoned(folder.get());
    if (runs.isEmpty()) {
      throw new UsageException(Message.of("resume.none", folder.get()));
    }
    if (runs.size() == 1) {
      session.note("resume.this", runs.get(0).file());
      return runs.get(0).file();
    }
    List<Message> which = new ArrayList<>(List.of(Message.of("resume.several", runs.size())));
    for (FileRun run : runs) {
      which.add(
          Message.of(
              "resume.one-of",
              Shell.command("resume", "--journal", run.file().toString()),
              run.beganAt().map(Times::shown).orElse(""),
              run.instances()));
    }
    throw new UsageException(which);
  }

  private static List<FileRun> abandoned(Path folder) throws UsageException {
    try {
      return FileJournal.inFolder(folder).runs().stream()
          .filter(run -> run.state() == FileRun.State.ABANDONED)
          .toList();
    } catch (JournalException unreadable) {
      throw new UsageException(Message.plain(String.valueOf(unreadable.getMessage())));
    }
  }
}
