package io.cloudrelease.simulation;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Real journals in files, on a disk that fills up, of processes that die while they write. */
final class Disk implements AutoCloseable {
  private final Map<SimulatedProcess, FileJournal> journals = new HashMap<>();
  private static final Path ROOT = root();

  private final Story story;
  private final Path folder;
  private final List<Log> open = new ArrayList<>();
  private final List<Announced> announced = new ArrayList<>();
  private int intents;
  private int notes;
  private long tearFrom;
  private Path torn = Path.of("none");

  Disk(Story story) {
    this.story = story;
    this.folder = ROOT.resolve(Long.toString(story.world.seed));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In memory where the system has such a folder: hundreds of thousands of files are written. */
  private static Path root() {
    try {
      Path memory = Path.of("/dev/shm");
      Path root =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "cloudrelease-simulation")
              : Files.createTempDirectory("cloudrelease-simulation");
      root.toFile().deleteOnExit();
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Texts name the folder, which is another in each process: the same for all. */
  static String withoutPlace(String text) {
    return text.replace(ROOT.toString(), "");
  }

  /** One object a process: it keeps when it first read what others wrote. */
  private FileJournal real(SimulatedProcess process) {
    return journals.computeIfAbsent(
        process,
        p ->
            (story.hardships.journal == Hardships.JournalKind.FOLDER
                    ? FileJournal.inFolder(folder)
                    : FileJournal.at(folder.resolve("journal.jsonl")))
                .steadyClock(() -> Duration.between(Instant.EPOCH, p.steady.instant()).toNanos()));
  }

  /** The journal as that process has it. */
  ReleaseJournal journal(SimulatedProcess process) {
    return new ReleaseJournal() {
      @Override
      public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
        process.live();
        if (story.hardships.full == Hardships.Full.AT_BEGIN) {
          story.reached("disk full when a run begins");
          throw full();
        }
        return opened(process, real(process).begin(started));
      }

      @Override
      public RunLog resume() throws JournalException {
        process.live();
        RunLog log = real(process).resume();
        log.history().stream()
            .filter(JournalEntry.RunStarted.class::isInstance)
            .map(JournalEntry.RunStarted.class::cast)
            .findFirst()
            .ifPresent(started -> story.takenUp(process, started));
        return opened(process, log);
      }
    };
  }

  private RunLog opened(SimulatedProcess process, RunLog log) {
    Log mine = new Log(process, log);
    open.add(mine);
    return mine;
  }

  private static JournalException full() {
    return new JournalException("no space left on device", "make room");
  }

  /** An intent that was durable, and the last call that left under it. */
  private static final class Announced {
    final SimulatedProcess process;
    final JournalEntry.BatchIntent intent;
    Optional<Traffic.Call> call = Optional.empty();

    Announced(SimulatedProcess process, JournalEntry.BatchIntent intent) {
      this.process = process;
      this.intent = intent;
    }

    /** One call, which may be repeated where that does no harm. */
    boolean covers(Traffic.Call next) {
      return process == next.run.process
          && Set.copyOf(intent.instances()).equals(Set.copyOf(next.named()))
          && call.filter(last -> !mayBeRepeated(last)).isEmpty();
    }

    private boolean mayBeRepeated(Traffic.Call last) {
      boolean turnedAway =
          last.answer.filter(answer -> Refusal.of(answer) == Refusal.ALL).isPresent();
      boolean harmless = last.answer.isPresent() && !intent.escalates();
      boolean sameToken =
          !intent.token().isEmpty() && last.request.target().contains(intent.token());
      return !last.left || turnedAway || harmless || sameToken;
    }
  }

  /** Whether an intent for it was durable before; each is used up by one call. */
  boolean announced(Traffic.Call call) {
    Optional<Announced> covering = announced.stream().filter(a -> a.covers(call)).findFirst();
    covering.ifPresent(a -> a.call = Optional.of(call));
    return covering.isPresent();
  }

  /** What the system does when a process dies: its files are closed; a line may be half there. */
  void died(SimulatedProcess process) {
    for (Log log : List.copyOf(open)) {
      if (log.process == process) {
        log.letGo();
      }
    }
    if (tearFrom > 0 && Files.exists(torn)) {
      try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
        long length = file.length();
        if (length > tearFrom) {
          file.setLength(tearFrom + story.draw.below((int) (length - tearFrom)));
          story.reached("a torn line");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    tearFrom = 0;
  }

  private Map<Path, Long> lengths() {
    Map<Path, Long> lengths = new HashMap<>();
    files().forEach(file -> lengths.put(file, file.toFile().length()));
    return lengths;
  }

  /** All that was written, for the search for secrets. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      try {
        text.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text.toString();
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Log log : List.copyOf(open)) {
      log.letGo();
    }
    try {
      for (Path file : files()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A log that fails when the disk is full, and ends its process where it is to die. */
  private final class Log implements RunLog {
    private final SimulatedProcess process;
    private final RunLog log;

    Log(SimulatedProcess process, RunLog log) {
      this.process = process;
      this.log = log;
    }

    @Override
    public List<JournalEntry> history() {
      return log.history();
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
      process.live();
      intents++;
      Hardships hardships = story.hardships;
      if (hardships.full == Hardships.Full.AT_INTENT && intents >= hardships.fullAt) {
        story.reached("disk full at an intent");
        throw full();
      }
      story.reachesCrash(Hardships.Crash.BEFORE_INTENT, process);
      boolean tears = story.crashesNext(Hardships.Crash.WITHIN_INTENT, process);
      Map<Path, Long> before = tears ? lengths() : Map.of();
      Map<InstanceRef, Claim> claimed = log.intend(intent);
      before.forEach(
          (file, length) -> {
            if (file.toFile().length() > length) {
              torn = file;
              tearFrom = length;
            }
          });
      if (claimed.isEmpty()) {
        announced.add(new Announced(process, intent));
      } else {
        story.reached("claimed by another run");
      }
      story.reachesCrash(Hardships.Crash.WITHIN_INTENT, process);
      story.reachesCrash(Hardships.Crash.AFTER_INTENT, process);
      return claimed;
    }

    @Override
    public void note(JournalEntry entry) throws JournalException {
      process.live();
      notes++;
      if (story.hardships.full == Hardships.Full.AT_NOTE && notes >= story.hardships.fullAt) {
        story.reached("disk full at a note");
        throw full();
      }
      log.note(entry);
    }

    @Override
    public void close() throws JournalException {
      open.remove(this);
      log.close();
    }

    private void letGo() {
      try {
        close();
      } catch (JournalException gone) {
        story.trace.accept("  a journal could not be closed: " + gone);
      }
    }
  }
}
