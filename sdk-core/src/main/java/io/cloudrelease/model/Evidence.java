package io.cloudrelease.model;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happened in a run, line by line: what was asked for, each destructive call with its
 * instances and the last look at them, each answer with its request ids, decisions of guards, and
 * each verdict with the looks before and after. Immutable and thread-safe.
 *
 * <p>Each line is {@code {"hash":"<64 hex digits>","entry":{...}}}, its hash the SHA-256 of the
 * hash before it (64 zeros for the first) and the UTF-8 text of its entry. The last entry is {@code
 * ended}. So a changed, missing or cut line is noticed by {@link #verify}; whoever can write the
 * whole text anew can also chain it anew, unless its {@link #head} is kept elsewhere.
 */
public final class Evidence {
  private static final String START = "0".repeat(64);
  private static final String BEFORE_HASH = "{\"hash\":\"";
  private static final String BEFORE_ENTRY = "\",\"entry\":";

  private final Supplier<List<String>> entries;

  private Evidence(Supplier<List<String>> entries) {
    this.entries = entries;
  }

  /** Of these entries, each a JSON object without line breaks; asked for when it is printed. */
  public static Evidence of(Supplier<List<String>> entries) {
    return new Evidence(Objects.requireNonNull(entries, "entries"));
  }

  /** Of a run that did not begin. */
  public static Evidence none() {
    return new Evidence(List::of);
  }

  /** The chained lines, each ending in a line feed. */
  public String toJsonLines() {
    StringBuilder text = new StringBuilder();
    String hash = START;
    for (String entry : entries.get()) {
      hash = hash(hash, entry);
      text.append(BEFORE_HASH).append(hash).append(BEFORE_ENTRY).append(entry).append("}\n");
    }
    return text.toString();
  }

  /** The hash of the last line: keep it elsewhere to notice a text that was chained anew. */
  public String head() {
    String hash = START;
    for (String entry : entries.get()) {
      hash = hash(hash, entry);
    }
    return hash;
  }

  /** What is wrong with chained lines, one sentence each; empty when they are whole. */
  public static List<String> verify(String jsonLines) {
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
