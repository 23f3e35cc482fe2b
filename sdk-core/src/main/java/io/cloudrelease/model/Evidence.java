package io.cloudrelease.model;

import io.cloudrelease.json.ChainedLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a run, line by line: what was asked for, each destructive call with its
 * instances and the last look at them, each answer with its request ids, decisions of guards, and
 * each verdict with the looks before and after. Immutable and thread-safe. Handed out by the SDK,
 * and not meant to be implemented.
 *
 * <p>Each line is {@code {"hash":"<64 hex digits>","entry":{...}}}, its hash the SHA-256 of the
 * hash before it (64 zeros for the first) and the UTF-8 text of its entry. The last entry is {@code
 * ended}. So a changed, missing or cut line is noticed by {@link #verify}; whoever can write the
 * whole text anew can also chain it anew, unless its {@link #head} is kept elsewhere.
 */
public interface Evidence {

  /**
   * The chained lines, each ending in a line feed; empty where the client keeps no evidence.
   *
   * @throws java.io.UncheckedIOException when they are kept in a file that cannot be read
   */
  String toJsonLines();

  /**
   * The hash of the last line: keep it elsewhere to notice a text that was chained anew. Empty
   * where the client keeps no evidence.
   */
  String head();

  /** The file that it was written to, where the client keeps evidence in a folder. */
  default Optional<Path> file() {
    return Optional.empty();
  }

  /** What is wrong with chained lines, one sentence each; empty when they are whole. */
  static List<String> verify(String jsonLines) {
    return ChainedLines.faults(jsonLines);
  }

  /**
   * What is wrong with the chained lines of a file of any size.
   *
   * @throws java.nio.charset.CharacterCodingException when it is not UTF-8
   * @throws IOException when it cannot be read
   */
  static List<String> verify(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      return ChainedLines.faults(lines);
    }
  }
}
