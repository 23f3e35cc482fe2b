package io.cloudrelease.json;

import io.cloudrelease.digest.Hashes;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON lines that are chained by hashes: {@code {"hash":"<64 hex digits>","entry":{...}}}, the hash
 * that of the hash before (64 zeros for the first) and the UTF-8 text of the entry.
 */
public final class ChainedLines {
  /** What is wrong with lines that are whole, but for the end of their run. */
  public static final String NO_END =
      "lines are missing at the end: the run is not said to have ended";

  private static final String START = "0".repeat(64);
  private static final String BEFORE_HASH = "{\"hash\":\"";
  private static final String BEFORE_ENTRY = "\",\"entry\":";

  private ChainedLines() {}

  /** Lines of one chain, one after the other. Not thread-safe. */
  public static final class Chain {
    private String hash = START;

    /** The hash of the last line; 64 zeros before the first. */
    public String head() {
      return hash;
    }

    /** Writes the line of the next entry, with its line feed. */
    public void write(String entry, Appendable to) throws IOException {
      String next = hash(hash, entry);
      to.append(BEFORE_HASH).append(next).append(BEFORE_ENTRY).append(entry).append("}\n");
      hash = next;
    }
  }

  /** The chained lines, each ending in a line feed. */
  public static String of(List<String> entries) {
    StringBuilder text = new StringBuilder();
    chain(entries, text);
    return text.toString();
  }

  /** The hash of the last line. */
  public static String head(List<String> entries) {
    return chain(entries, new StringBuilder()).head();
  }

  private static Chain chain(List<String> entries, StringBuilder text) {
    Chain chain = new Chain();
    try {
      for (String entry : entries) {
        chain.write(entry, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chain;
  }

  /** What is wrong with chained lines, one sentence each; empty when they are whole. */
  public static List<String> faults(String jsonLines) {
    try {
      return faults(new StringReader(jsonLines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same of lines that are read one by one; each has room in memory. */
  public static List<String> faults(Reader jsonLines) throws IOException {
    List<String> faults = new ArrayList<>();
    String hash = START;
    String lastEntry = "";
    int number = 0;
    StringBuilder read = new StringBuilder();
    while (readLine(jsonLines, read)) {
      String line = read.toString();
      number++;
      Optional<String> entry = entry(line);
      // Half a character is hashed as a question mark is, and so would pass for one.
      if (entry.isEmpty() || !JsonWriter.isWhole(line)) {
        faults.add("line " + number + " is not a line of evidence");
        return List.copyOf(faults);
      }
      lastEntry = entry.get();
      String expected = hash(hash, lastEntry);
      hash = line.substring(BEFORE_HASH.length(), BEFORE_HASH.length() + START.length());
      if (!expected.equals(hash)) {
        faults.add("line " + number + " was changed, or a line before it is missing");
      }
    }
    if (!read.isEmpty()) {
      faults.add("the last line is cut");
    } else if (number == 0) {
      faults.add("there are no lines: none were kept, or all are missing");
    } else if (!endsRun(lastEntry)) {
      faults.add(NO_END);
    }
    return List.copyOf(faults);
  }

  /** Reads up to the next line feed; false when the text ends before it. */
  private static boolean readLine(Reader from, StringBuilder line) throws IOException {
    line.setLength(0);
    for (int next = from.read(); next >= 0; next = from.read()) {
      if (next == '\n') {
        return true;
      }
      line.append((char) next);
    }
    return false;
  }

  private static Optional<String> entry(String line) {
    int start = BEFORE_HASH.length() + START.length();
    boolean whole =
        line.startsWith(BEFORE_HASH)
            && line.startsWith(BEFORE_ENTRY, start)
            && line.endsWith("}")
            && line.length() > start + BEFORE_ENTRY.length();
    return whole
        ? Optional.of(line.substring(start + BEFORE_ENTRY.length(), line.length() - 1))
        : Optional.empty();
  }

  private static boolean endsRun(String entry) {
    return JsonValue.parse(entry.getBytes(StandardCharsets.UTF_8))
        .filter(json -> json.text("kind").equals("ended"))
        .isPresent();
  }

  private static String hash(String before, String entry) {
    MessageDigest digest = Hashes.sha256();
    digest.update(Hashes.utf8(before));
    return Hashes.hex(digest.digest(Hashes.utf8(entry)));
  }
}
