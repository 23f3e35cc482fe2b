package io.cloudrelease.journal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * When this process first read how far each journal file went, by its steady clock: so that a later
 * run does not wait anew for what an earlier one has seen. Thread-safe.
 */
final class FirstReadings {
  /**
   * More would be finer than anybody needs; of those left out a later one counts, which is safe.
   */
  private static final int MOST = 64;

  /**
   * A file, by its name and by what it is.
   *
   * @param identity see {@link JournalPlace#identity}
   */
  record FileId(Path path, Object identity) {}

  /**
   * A file whose process was found dead.
   *
   * @param offset how far it was read then
   * @param nanos when
   */
  private record Death(long offset, long nanos) {}

  private final Map<FileId, String> beginnings = new HashMap<>();
  private final Map<FileId, TreeMap<Long, Long>> readings = new HashMap<>();
  private final Map<FileId, Death> deaths = new HashMap<>();

  /**
   * The file is that long and begins so. One that was emptied and written anew is another one,
   * whatever the system says: of its lines none was read before.
   *
   * @param beginning its first bytes, as many as there are of a fixed number
   */
  synchronized void found(FileId file, long length, String beginning) {
    String before = beginnings.put(file, beginning);
    TreeMap<Long, Long> marks = readings.get(file);
    boolean shorter = marks != null && !marks.isEmpty() && length < marks.lastKey();
    if (shorter || before != null && !beginning.startsWith(before)) {
      readings.remove(file);
      deaths.remove(file);
    }
  }

  /** The file was read up to there at that time. */
  synchronized void mark(FileId file, long offset, long nanos) {
    TreeMap<Long, Long> marks = readings.computeIfAbsent(file, f -> new TreeMap<>());
    if (marks.isEmpty() || marks.lastKey() < offset) {
      marks.put(offset, nanos);
    }
    if (marks.size() > MOST) {
      marks.pollFirstEntry();
    }
  }

  /** When the line that ends there was first read; now, if that is now. */
  synchronized long firstRead(FileId file, long end, long now) {
    Map.Entry<Long, Long> mark = readings.getOrDefault(file, new TreeMap<>()).ceilingEntry(end);
    return mark == null ? now : mark.getValue();
  }

  /** Its process is dead: when that was first found, with nothing written since. */
  synchronized long dead(FileId file, long offset, long now) {
    Death death = deaths.get(file);
    if (death == null || death.offset() != offset) {
      death = new Death(offset, now);
      deaths.put(file, death);
    }
    return death.nanos();
  }

  /** Its process lives. */
  synchronized void alive(FileId file) {
    deaths.remove(file);
  }
}
