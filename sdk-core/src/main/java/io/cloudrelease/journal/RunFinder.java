package io.cloudrelease.journal;

import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds places in a journal from its end backwards, a block at a time: a file of many runs is not
 * read whole when only its last ones matter.
 */
final class RunFinder {
  private static final int BLOCK = 1 << 16;

  /** What a line that begins a run begins with, its version left out. */
  private static final byte[] BEGINS = ascii("{\"v\":");

  private static final byte[] RUN = ascii(",\"kind\":\"run\"");
  private static final int LONGEST_BEGINNING = BEGINS.length + 10 + RUN.length;

  /** No line that ends a run is longer. */
  private static final int LONGEST_END = 1 << 12;

  /** A line is written as soon as it is stamped. */
  private static final Duration PROMPTLY = Duration.ofMinutes(1);

  private final RandomAccessFile in;

  RunFinder(RandomAccessFile in) {
    this.in = in;
  }

  /**
   * Where the last run begins that begins before that place, its line torn or whole; 0 when none is
   * found.
   */
  long lastRun(long before) throws IOException {
    byte[] block = new byte[(int) Math.min(BLOCK + LONGEST_BEGINNING, before)];
    for (long to = before; to > 0; to -= BLOCK) {
      long from = Math.max(0, to - BLOCK);
      // A beginning that lies across the edge of two blocks is seen whole in the earlier one.
      int length = (int) (Math.min(before, to + LONGEST_BEGINNING) - from);
      in.seek(from);
      in.readFully(block, 0, length);
      for (int i = (int) (to - from) - 1; i >= 0; i--) {
        boolean earlier = from + i + 1 < before;
        if (block[i] == '\n' && earlier && beginsRun(block, i + 1, length)) {
          return from + i + 1;
        }
      }
    }
    return 0;
  }

  /**
   * Where the last run of a file of that size begins. A line that is torn begins none: its process
   * went no further, and what it had written of it is the torn end of the run before.
   */
  long lastBegun(long size) throws IOException {
    long from = lastRun(size);
    return from == 0 || endsLine(from, size) ? from : lastRun(from);
  }

  /** Whether a line ends between those places. */
  boolean endsLine(long from, long to) throws IOException {
    byte[] block = new byte[BLOCK];
    in.seek(from);
    for (long at = from; at < to; ) {
      int read = in.read(block, 0, (int) Math.min(block.length, to - at));
      if (read < 0) {
        return false;
      }
      for (int i = 0; i < read; i++) {
        if (block[i] == '\n') {
          return true;
        }
      }
      at += read;
    }
    return false;
  }

  private static boolean beginsRun(byte[] block, int at, int length) {
    if (!matches(block, at, length, BEGINS)) {
      return false;
    }
    int i = at + BEGINS.length;
    while (i < length && block[i] >= '0' && block[i] <= '9') {
      i++;
    }
    return matches(block, i, length, RUN);
  }

  private static boolean matches(byte[] block, int at, int length, byte[] text) {
    if (at + text.length > length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (block[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a file was changed later than its last line was written, by that line: then somebody
   * else may have put it together.
   */
  static boolean isChangedAfter(Path file, Instant lastLine) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isAfter(lastLine.plus(PROMPTLY));
  }

  /**
   * Where the earliest run begins that lies before that place and did not end; that place, when all
   * of them did. Goes through all the file.
   */
  long unended(long end) throws IOException {
    long unended = end;
    for (long to = end; to > 0; ) {
      boolean ended = endedAt(to).isPresent();
      to = lastRun(to);
      unended = ended ? unended : to;
    }
    return unended;
  }

  /** The line that ends just before that place; empty when there is none or it is a long one. */
  private Optional<byte[]> lineBefore(long end) throws IOException {
    int length = (int) Math.min(end, LONGEST_END);
    byte[] tail = new byte[length];
    in.seek(end - length);
    in.readFully(tail);
    if (length < 2 || tail[length - 1] != '\n') {
      return Optional.empty();
    }
    int from = length - 1;
    while (from > 0 && tail[from - 1] != '\n') {
      from--;
    }
    if (from == 0 && length < end) {
      return Optional.empty();
    }
    byte[] line = new byte[length - 1 - from];
    System.arraycopy(tail, from, line, 0, line.length);
    return Optional.of(line);
  }

  /**
   * When the run ended whose last line ends just before that place; empty when it did not, or when
   * the line before that one does not vouch for it.
   */
  Optional<Instant> endedAt(long end) throws IOException {
    Optional<byte[]> line = lineBefore(end);
    Optional<JsonValue> json = line.flatMap(JsonValue::parse);
    if (json.isEmpty()
        || !json.get().text("kind").equals("ended")
        || json.get().number("v", 0) != 1 && !isVouchedFor(line.get(), json, end)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(json.get().text("at")));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  private boolean isVouchedFor(byte[] line, Optional<JsonValue> json, long end) throws IOException {
    Optional<String> before = sumBefore(end - line.length - 1);
    return before.isPresent() && JournalLines.fault(line, json, before).isEmpty();
  }

  /**
   * The sum of the line that ends just before that place, however long it is; empty when there is
   * none, or it is one of version 1.
   */
  Optional<String> sumBefore(long end) throws IOException {
    byte[] tail = new byte[JournalLines.TAIL + 2];
    if (end < tail.length) {
      return Optional.empty();
    }
    in.seek(end - tail.length);
    in.readFully(tail);
    tail[0] = '{';
    return tail[tail.length - 1] == '\n'
        ? JournalLines.sumOf(Arrays.copyOf(tail, tail.length - 1))
        : Optional.empty();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
