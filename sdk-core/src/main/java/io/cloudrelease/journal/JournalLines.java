package io.cloudrelease.journal;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a journal, format version 2: pure functions, so that a journal can be kept anywhere.
 *
 * <p>A line is one JSON object without a line break. Its first member is {@code "v":2}, its last
 * {@code "sum"}: the first 32 hex digits of the SHA-256 of the sum of the line before and all of
 * this line that stands before {@code ,"sum":}. The first line of all follows {@link #START}. A
 * line that begins a run also has {@code "prev"}, the sum of the line before, so that a run can be
 * checked without what stands before it; so has the first line after lines of version 1, where it
 * is the digest of all bytes before it, cut likewise.
 *
 * <p>Members that a reader does not know are passed over, and so are lines of a kind that it does
 * not know, once their sum is right. What must not be passed over by an older reader is written
 * with a later version, which is refused.
 */
public final class JournalLines {
  /** What stands in place of a sum before the first line. */
  public static final String START = "0".repeat(32);

  private static final String SUM = ",\"sum\":\"";
  private static final String END = "\"}";

  /** How long the end of a line is, its sum included. */
  static final int TAIL = SUM.length() + START.length() + END.length();

  private JournalLines() {}

  /**
   * The line of an entry, without a line break, after the line of that sum.
   *
   * @throws IllegalArgumentException when that is no sum
   */
  public static String encode(JournalEntry entry, String before) {
    if (before.length() != START.length() || !isHex(before)) {
      throw new IllegalArgumentException(
          "'" + before + "' is no sum of a line; it must be 32 hex digits in lower case");
    }
    return encode(entry, before, entry instanceof JournalEntry.RunStarted);
  }

  /** The line of an entry after what is not a line of this version, by the digest of all of it. */
  static String encodeAfterDigest(JournalEntry entry, String digest) {
    return encode(entry, digest, true);
  }

  private static String encode(JournalEntry entry, String before, boolean anchored) {
    String body = entry.toJson();
    body = body.substring(0, body.length() - 1);
    if (anchored) {
      body += ",\"prev\":\"" + before + "\"";
    }
    return body + SUM + sum(before, body.getBytes(StandardCharsets.UTF_8)) + END;
  }

  /** The sum that a line says it has; empty when it is not a line of this version. */
  public static Optional<String> sumOf(String line) {
    return sumOf(line.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks a line and reads it.
   *
   * @param line without its line break
   * @param before the sum of the line before, or the digest of what stands before it; empty text
   *     when it is not known, for the line that begins a run
   * @return empty for a kind of entry that this version does not know
   * @throws JournalException when the line was changed, does not follow that line, is of a later
   *     version or cannot be read
   */
  public static Optional<JournalEntry> decode(String line, String before) throws JournalException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    Optional<JsonValue> json = JsonValue.parse(bytes);
    if (EntryReader.kindOf(json) == EntryReader.LineKind.NEWER) {
      throw new JournalException(
          "the line was written by a later version", "read it with that version");
    }
    Optional<String> fault = fault(bytes, json, Optional.of(before).filter(sum -> !sum.isEmpty()));
    if (fault.isPresent()) {
      throw new JournalException("the line " + fault.get(), "look at its instances by hand");
    }
    return read(json.orElseThrow());
  }

  /** The digest of all bytes that stand before the first line of this version. */
  static String digest(byte[] bytes) {
    return cut(Hashes.sha256().digest(bytes));
  }

  /** What is wrong with a line, as the end of a sentence. */
  static Optional<String> fault(byte[] line, Optional<JsonValue> json, Optional<String> before) {
    Optional<String> sum = sumOf(line);
    if (sum.isEmpty() || json.isEmpty() || !json.get().isObject()) {
      return Optional.of("is not one of this library, or was changed");
    }
    String prev = json.get().text("prev");
    if (before.isEmpty() && prev.isEmpty()) {
      return Optional.of("does not follow what stands before it");
    }
    String base = prev.isEmpty() ? before.orElseThrow() : prev;
    if (!sum(base, Arrays.copyOf(line, line.length - TAIL)).equals(sum.get())) {
      return Optional.of("was changed, or a line before it is missing");
    }
    return before.filter(known -> !known.equals(base)).isPresent()
        ? Optional.of("is not what was written after the line before it")
        : Optional.empty();
  }

  /** The entry of a checked line; empty when this version does not know its kind. */
  static Optional<JournalEntry> read(JsonValue json) throws JournalException {
    Optional<JournalEntry> entry = EntryReader.read(json);
    if (entry.isEmpty() && EntryReader.knows(json.text("kind"))) {
      throw new JournalException("the line holds what this version cannot read", "");
    }
    return entry;
  }

  static Optional<String> sumOf(byte[] line) {
    int from = line.length - TAIL;
    if (from < 0 || line[0] != '{') {
      return Optional.empty();
    }
    String tail = new String(line, from, TAIL, StandardCharsets.ISO_8859_1);
    if (!tail.startsWith(SUM) || !tail.endsWith(END)) {
      return Optional.empty();
    }
    String sum = tail.substring(SUM.length(), SUM.length() + START.length());
    return isHex(sum) ? Optional.of(sum) : Optional.empty();
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }

  /**
   * Whether an unfinished last line is a whole one with something else in place of its line break.
   */
  static boolean holdsMoreThanALine(byte[] torn) {
    String text = new String(torn, StandardCharsets.ISO_8859_1);
    for (int sum = text.indexOf(SUM); sum >= 0; sum = text.indexOf(SUM, sum + 1)) {
      int end = sum + TAIL;
      // A file system may have reserved room behind the line, and not filled it.
      if (end < torn.length
          && isWhole(Arrays.copyOf(torn, end))
          && text.substring(end).chars().anyMatch(c -> c != 0)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is a line to its end; a tag, too, may be called "sum". */
  private static boolean isWhole(byte[] line) {
    return sumOf(line).isPresent() && JsonValue.parse(line).filter(JsonValue::isObject).isPresent();
  }

  private static String sum(String before, byte[] body) {
    MessageDigest digest = Hashes.sha256();
    digest.update(before.getBytes(StandardCharsets.US_ASCII));
    return cut(digest.digest(body));
  }

  static String cut(byte[] digest) {
    return Hashes.hex(digest).substring(0, START.length());
  }
}
