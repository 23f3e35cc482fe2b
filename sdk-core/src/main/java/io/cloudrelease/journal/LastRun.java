package io.cloudrelease.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last run of a journal file, and where to write on.
 *
 * @param entries its entries in order; empty when there is no run, or they were not asked for
 * @param from where it begins
 * @param length where its whole lines end; what follows is a torn end
 * @param sum of its last line; empty when that is one of version 1
 * @param finished whether it wrote that it is complete; true when there is no run
 */
record LastRun(
    List<JournalEntry> entries, long from, long length, Optional<String> sum, boolean finished) {

  LastRun {
    entries = List.copyOf(entries);
  }

  /**
   * Reads and checks the last run of a file.
   *
   * @throws JournalException when the file is not a journal, of a later version, or damaged before
   *     its end
   */
  static LastRun read(Path file) throws JournalException {
    return read(file, true);
  }

  /** As {@link #read}, without its entries. */
  static LastRun check(Path file) throws JournalException {
    return read(file, false);
  }

  private static LastRun read(Path file, boolean keep) throws JournalException {
    if (!Files.exists(file)) {
      return none();
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      return read(file, in, keep);
    } catch (JournalException e) {
      throw e;
    } catch (IOException e) {
      throw new JournalException("journal " + file + " cannot be read: " + e, "", e);
    }
  }

  private static LastRun none() {
    return new LastRun(List.of(), 0, 0, Optional.of(JournalLines.START), true);
  }

  private static LastRun read(Path file, RandomAccessFile in, boolean keep) throws IOException {
    long size = in.length();
    RunFinder finder = new RunFinder(in);
    long from = finder.lastBegun(size);
    Collector run = new Collector(file, keep);
    JournalReader reader = new JournalReader(file, from, run);
    if (from > 0 || beginsLikeOurs(in, size)) {
      reader.readOn(in, size);
      reader.checkEnd(in);
    }
    if (run.last == null) {
      if (size > 0 && (reader.sawLine() || !beginsLikeOurs(in, size))) {
        throw new JournalException(file + " is not a journal of this library", "name another file");
      }
      return none();
    }
    checkBefore(file, in, from, reader.firstPrev(), run.last.at());
    boolean finished = run.last instanceof JournalEntry.RunEnded;
    return new LastRun(run.entries, from, reader.end(), reader.lastSum(), finished);
  }

  /**
   * Checks that the last run was written where it stands: after the line before it, and after runs
   * that had ended. Of these it asks only where the file was changed by somebody else, since it may
   * be a long one.
   *
   * @param prev what its first line says of the line before it
   * @param lastLine the stamp of its last line
   */
  static void checkBefore(
      Path file, RandomAccessFile in, long from, Optional<String> prev, Instant lastLine)
      throws IOException {
    RunFinder finder = new RunFinder(in);
    Optional<String> sumBefore = finder.sumBefore(from);
    if (sumBefore.isPresent() && !sumBefore.equals(prev)) {
      throw JournalReader.damaged(
          file, in, from, "it is not what was written after the line before it");
    }
    if (RunFinder.isChangedAfter(file, lastLine)) {
      long unended = finder.unended(from);
      if (unended < from) {
        // What stands behind a run that did not end was put there, or its lines say otherwise.
        new JournalReader(file, unended, (entry, begin, end) -> {}).readOn(in, in.length());
      }
    }
  }

  /** Whether it may be a journal: its beginning may be torn, or only reserved by the system. */
  private static boolean beginsLikeOurs(RandomAccessFile in, long size) throws IOException {
    byte[] ours = "{\"v\":0,\"kind\":\"run\"".getBytes(StandardCharsets.US_ASCII);
    int version = 5;
    byte[] head = new byte[(int) Math.min(ours.length, size)];
    in.seek(0);
    in.readFully(head);
    for (int i = 0; i < head.length; i++) {
      boolean fits = i == version ? head[i] >= '0' && head[i] <= '9' : head[i] == ours[i];
      if (head[i] != 0 && !fits) {
        return false;
      }
    }
    return true;
  }

  private static final class Collector implements JournalReader.Sink {
    private final Path file;
    private final boolean keep;
    private final List<JournalEntry> entries = new ArrayList<>();
    private @Nullable JournalEntry last;

    Collector(Path file, boolean keep) {
      this.file = file;
      this.keep = keep;
    }

    @Override
    public void entry(JournalEntry entry, long from, long to) throws JournalException {
      if (last == null && !(entry instanceof JournalEntry.RunStarted)) {
        throw new JournalException(
            "journal " + file + " does not begin with a run", "its beginning was cut off");
      }
      last = entry;
      if (keep) {
        entries.add(entry);
      }
    }
  }
}
