package io.cloudrelease.journal;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the other runs of a folder send and have sent, read from their journals as these grow. Used
 * while the folder is held.
 *
 * <p>An instance is another run's from its intent until a look taken after the end of that call,
 * and after the time that looks may lag: an older look may show it as it was before.
 */
final class Claims {
  /**
   * No look lags that long; a run that ended so long before ours began concerns no look of ours.
   */
  private static final Duration LONG_OVER = Duration.ofHours(1);

  private static final int TAIL = 4096;

  private final Path folder;
  private final Path own;
  private final Instant began;
  private final Set<Path> over;
  private final Map<Path, Other> others = new HashMap<>();

  private Claims(Path own, Path folder, Instant began, Set<Path> over) {
    this.own = own;
    this.folder = folder;
    this.began = began;
    this.over = over;
  }

  /**
   * The claims around a run.
   *
   * @param own its journal
   * @param began when it began: what it sends without a look was decided then
   */
  static Claims around(Path own, Instant began) throws JournalException {
    Path folder = own.toAbsolutePath().getParent();
    if (folder == null) {
      throw new JournalException("journal " + own + " has no folder", "");
    }
    Set<Path> over = new HashSet<>();
    for (Path file : FileJournal.files(folder)) {
      if (isLongOver(file)) {
        over.add(file);
      }
    }
    return new Claims(own, folder, began, over);
  }

  Path folder() {
    return folder;
  }

  /** Those of the batch that are another run's, with words for it. */
  Map<InstanceRef, String> against(JournalEntry.BatchIntent intent) throws JournalException {
    Map<InstanceRef, String> taken = new LinkedHashMap<>();
    for (Path file : FileJournal.files(folder)) {
      if (file.equals(own) || over.contains(file)) {
        continue;
      }
      Other other = others.computeIfAbsent(file, Other::new);
      other.readOn();
      for (InstanceRef ref : intent.instances()) {
        Snapshot seen = intent.seen().get(ref);
        String claim = other.claim(ref, seen == null ? began : seen.takenAt(), intent.settling());
        if (claim != null) {
          taken.putIfAbsent(ref, claim);
        }
      }
    }
    return taken;
  }

  private static boolean isLongOver(Path file) throws JournalException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      Instant touched = Files.getLastModifiedTime(file).toInstant();
      if (touched.plus(LONG_OVER).isAfter(Instant.now())) {
        return false;
      }
      byte[] tail = new byte[(int) Math.min(TAIL, open.length())];
      open.seek(open.length() - tail.length);
      open.readFully(tail);
      int to = tail.length - 1;
      if (to < 0 || tail[to] != '\n') {
        return false;
      }
      int from = to;
      while (from > 0 && tail[from - 1] != '\n') {
        from--;
      }
      return JsonValue.parse(tail, from, to - from)
          .filter(json -> json.text("kind").equals("ended"))
          .isPresent();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static JournalException unreadable(Path file, IOException e) {
    return new JournalException(
        "journal " + file + " of another run cannot be read: " + e,
        "what it sends must be known; move it out of the folder if it is none",
        e);
  }

  /** Another run's journal, as far as it was read. */
  private static final class Other {
    private final Path file;
    private long read;

    /** Calls that have not ended, with those of their instances that have no verdict since. */
    private final Map<String, Set<InstanceRef>> open = new HashMap<>();

    /** When the last call for an instance ended. */
    private final Map<InstanceRef, Instant> ended = new HashMap<>();

    Other(Path file) {
      this.file = file;
    }

    void readOn() throws JournalException {
      byte[] bytes;
      try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
        long length = in.length();
        if (length <= read) {
          return;
        }
        in.seek(read);
        bytes = new byte[(int) Math.min(length - read, Integer.MAX_VALUE - 8)];
        in.readFully(bytes);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          line(bytes, from, i - from);
          from = i + 1;
        }
      }
      read += from;
    }

    private void line(byte[] bytes, int from, int length) throws JournalException {
      JsonValue json = JsonValue.parse(bytes, from, length).orElse(JsonValue.missing());
      EntryReader.LineKind kind = EntryReader.kindOf(java.util.Optional.of(json));
      JournalEntry entry =
          kind == EntryReader.LineKind.ENTRY ? EntryReader.read(json).orElse(null) : null;
      if (entry == null) {
        throw new JournalException(
            "journal " + file + " of another run cannot be understood",
            "move it out of the folder if it is none");
      }
      apply(entry);
    }

    private void apply(JournalEntry entry) {
      if (entry instanceof JournalEntry.BatchIntent intent) {
        open.put(intent.batchId(), new HashSet<>(intent.instances()));
      } else if (entry instanceof JournalEntry.BatchOutcome outcome) {
        Set<InstanceRef> refs = open.remove(outcome.batchId());
        if (refs != null && outcome.sends() > 0) {
          refs.forEach(ref -> ended.put(ref, outcome.at()));
        }
      } else if (entry instanceof JournalEntry.VerdictGiven given) {
        // The run of a dead process, resumed, settles its open calls by looking.
        InstanceRef ref = given.verdict().ref();
        open.values().removeIf(refs -> refs.remove(ref) && settled(ref, given.at(), refs));
      } else if (entry instanceof JournalEntry.RunEnded) {
        open.values().forEach(refs -> refs.forEach(ref -> ended.put(ref, entry.at())));
        open.clear();
      }
    }

    private boolean settled(InstanceRef ref, Instant at, Set<InstanceRef> others) {
      ended.put(ref, at);
      return others.isEmpty();
    }

    private @Nullable String claim(InstanceRef ref, Instant lookedAt, Duration settling) {
      if (open.values().stream().anyMatch(refs -> refs.contains(ref))) {
        return "run " + file.getFileName() + " sent it and has not said what became of it";
      }
      Instant at = ended.get(ref);
      if (at == null) {
        return null;
      }
      return lookedAt.isBefore(at.plus(settling))
          ? "run " + file.getFileName() + " sent it at " + at + ", after our look at " + lookedAt
          : null;
    }
  }
}
