package io.cloudrelease.journal;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.json.JsonValue;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the lines of a journal file in order, each checked against the one before, as far as the
 * file goes and later on as it grows. Keeps no more than one line in memory.
 */
final class JournalReader {
  private static final int BLOCK = 1 << 16;

  /** No run that we can carry out has a longer line. */
  private static final int LONGEST_LINE = 1 << 28;

  /** Takes what was read. */
  interface Sink {
    /**
     * Takes an entry.
     *
     * @param from where its line begins
     * @param to where the next one does
     */
    void entry(JournalEntry entry, long from, long to) throws JournalException;
  }

  private final Path file;
  private final Sink sink;
  private long offset;

  /** The sum of the line before; empty where that is not known, or is a line of version 1. */
  private Optional<String> before;

  /** Whether lines of version 2 were read: none of version 1 can follow. */
  private boolean chained;

  /** Whether the line before is one of version 1. */
  private boolean unchained;

  /** Where lines of version 1 begin that cannot be read: a torn end, unless others follow. */
  private long tornFrom = -1;

  /** What the first line said stood before it; empty for one of version 1. */
  private Optional<String> firstPrev = Optional.empty();

  private byte[] line = new byte[1024];
  private int length;

  /** A reader that begins there: at the beginning of the file or at a line that begins a run. */
  JournalReader(Path file, long offset, Sink sink) {
    this.file = file;
    this.offset = offset;
    this.sink = sink;
    this.before = offset == 0 ? Optional.of(JournalLines.START) : Optional.empty();
  }

  /** Where the whole lines end that were read. */
  long end() {
    return tornFrom >= 0 ? tornFrom : offset;
  }

  /** The sum of the last line; empty where it is of version 1. */
  Optional<String> lastSum() {
    return before;
  }

  /** What the line before the first that was read had as its sum, by what that one says. */
  Optional<String> firstPrev() {
    return firstPrev;
  }

  /** Whether a whole line was read, of whatever kind. */
  boolean sawLine() {
    return chained || unchained || tornFrom >= 0;
  }

  /** Reads all whole lines that begin before that place. */
  void readOn(RandomAccessFile in, long limit) throws IOException {
    long at = offset;
    byte[] block = new byte[(int) Math.max(1, Math.min(BLOCK, Math.min(limit, in.length()) - at))];
    length = 0;
    in.seek(at);
    while (at < limit) {
      int read = in.read(block, 0, (int) Math.min(block.length, limit - at));
      if (read < 0) {
        break;
      }
      at += read;
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (block[i] == '\n') {
          keep(block, from, i);
          accept(in);
          from = i + 1;
        }
      }
      keep(block, from, read);
    }
  }

  /** Checks what stands behind the last whole line. */
  void checkEnd(RandomAccessFile in) throws IOException {
    if (JournalLines.holdsMoreThanALine(Arrays.copyOf(line, length))) {
      throw damaged(in, "its end was changed");
    }
  }

  private void keep(byte[] block, int from, int to) throws JournalException {
    int more = to - from;
    if (length + more > LONGEST_LINE) {
      throw new JournalException(
          "journal " + file + " is none of this library: a line has no end", "name another file");
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
    }
    System.arraycopy(block, from, line, length, more);
    length += more;
  }

  private void accept(RandomAccessFile in) throws IOException {
    Optional<JsonValue> json = JsonValue.parse(line, 0, length);
    EntryReader.LineKind kind = EntryReader.kindOf(json);
    if (kind == EntryReader.LineKind.NEWER) {
      throw new JournalException(
          "journal " + file + " was written by a later version (line " + number(in) + ")",
          "complete it with that version");
    }
    boolean old = kind == EntryReader.LineKind.ENTRY && json.orElseThrow().number("v", 0) == 1;
    if (kind == EntryReader.LineKind.ENTRY && !old) {
      chained(in, json.orElseThrow());
    } else if (chained) {
      throw damaged(in, "it was changed, or is not of this library");
    } else {
      unchained(in, old ? EntryReader.read(json.orElseThrow()) : Optional.empty());
    }
    offset += length + 1L;
    length = 0;
  }

  private void chained(RandomAccessFile in, JsonValue json) throws IOException {
    if (tornFrom >= 0) {
      throw damaged(in, tornFrom, "it cannot be read, later ones can");
    }
    Optional<String> known = unchained ? Optional.of(digest(in, offset)) : before;
    byte[] bytes = Arrays.copyOf(line, length);
    Optional<String> fault = JournalLines.fault(bytes, Optional.of(json), known);
    if (fault.isPresent()) {
      throw damaged(in, "it " + fault.get());
    }
    Optional<JournalEntry> entry;
    try {
      entry = JournalLines.read(json);
    } catch (JournalException unreadable) {
      // Read once more it is told the same.
      throw damaged(in, "it holds what this version cannot read");
    }
    if (!chained) {
      firstPrev = Optional.of(json.text("prev"));
    }
    before = JournalLines.sumOf(bytes);
    chained = true;
    unchained = false;
    if (entry.isPresent()) {
      sink.entry(entry.get(), offset, offset + length + 1);
    }
  }

  private void unchained(RandomAccessFile in, Optional<JournalEntry> entry) throws IOException {
    if (entry.isEmpty()) {
      tornFrom = tornFrom < 0 ? offset : tornFrom;
      return;
    }
    if (tornFrom >= 0) {
      throw damaged(in, tornFrom, "it cannot be read, later ones can");
    }
    before = Optional.empty();
    unchained = true;
    sink.entry(entry.get(), offset, offset + length + 1);
  }

  private JournalException damaged(RandomAccessFile in, String how) throws IOException {
    return damaged(in, offset, how);
  }

  private JournalException damaged(RandomAccessFile in, long from, String how) throws IOException {
    return damaged(file, in, from, how);
  }

  static JournalException damaged(Path file, RandomAccessFile in, long from, String how)
      throws IOException {
    return new JournalException(
        "journal " + file + " is damaged: line " + number(in, from) + ": " + how,
        "keep the file in another folder, and look at its instances by hand");
  }

  private long number(RandomAccessFile in) throws IOException {
    return number(in, offset);
  }

  /** Counted only where it is to be told: a file may be long. */
  private static long number(RandomAccessFile in, long from) throws IOException {
    long number = 1;
    byte[] block = new byte[BLOCK];
    in.seek(0);
    for (long at = 0; at < from; ) {
      int read = in.read(block, 0, (int) Math.min(BLOCK, from - at));
      if (read < 0) {
        break;
      }
      for (int i = 0; i < read; i++) {
        number += block[i] == '\n' ? 1 : 0;
      }
      at += read;
    }
    return number;
  }

  /** The digest of everything before that place. */
  static String digest(RandomAccessFile in, long to) throws IOException {
    long back = in.getFilePointer();
    MessageDigest digest = Hashes.sha256();
    byte[] block = new byte[BLOCK];
    in.seek(0);
    for (long at = 0; at < to; ) {
      int read = in.read(block, 0, (int) Math.min(BLOCK, to - at));
      if (read < 0) {
        throw new EOFException("it has become shorter");
      }
      digest.update(block, 0, read);
      at += read;
    }
    in.seek(back);
    return JournalLines.cut(digest.digest());
  }
}
