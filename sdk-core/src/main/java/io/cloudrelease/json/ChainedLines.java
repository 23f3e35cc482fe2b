package io.cloudrelease.json;

import io.cloudrelease.digest.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON lines that are chained by hashes: {@code {"hash":"<64 hex digits>","entry":{...}}}, the hash
 * that of the hash before (64 zeros for the first) and the UTF-8 text of the entry.
 */
public final class ChainedLines {
  private static final String START = "0".repeat(64);
  private static final String BEFORE_HASH = "{\"hash\":\"";
  private static final String BEFORE_ENTRY = "\",\"entry\":";

  private ChainedLines() {}

  /** The chained lines, each ending in a line feed. */
  public static String of(List<String> entries) {
    StringBuilder text = new StringBuilder();
    String hash = START;
    for (String entry : entries) {
      hash = hash(hash, entry);
      text.append(BEFORE_HASH).append(hash).append(BEFORE_ENTRY).append(entry).append("}\n");
    }
    return text.toString();
  }

  /** The hash of the last line. */
  public static String head(List<String> entries) {
    String hash = START;
    for (String entry : entries) {
      hash = hash(hash, entry);
    }
    return hash;
  }

  /** What is wrong with chained lines, one sentence each; empty when they are whole. */
  public static List<String> faults(String jsonLines) {
    List<String> faults = new ArrayList<>();
    String hash = START;
    String lastEntry = "";
    int number = 0;
    int from = 0;
    for (int to = jsonLines.indexOf('\n'); to >= 0; to = jsonLines.indexOf('\n', from)) {
      String line = jsonLines.substring(from, to);
      from = to + 1;
      number++;
      Optional<String> entry = entry(line);
      if (entry.isEmpty()) {
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
    if (from < jsonLines.length()) {
      faults.add("the last line is cut");
    } else if (!endsRun(lastEntry)) {
      faults.add("lines are missing at the end: the run is not said to have ended");
    }
    return List.copyOf(faults);
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
    return Hashes.sha256Hex(before + entry);
  }
}
