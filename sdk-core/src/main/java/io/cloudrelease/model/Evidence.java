package io.cloudrelease.model;

import io.cloudrelease.json.ChainedLines;
import java.util.List;

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

  /** The chained lines, each ending in a line feed. */
  String toJsonLines();

  /** The hash of the last line: keep it elsewhere to notice a text that was chained anew. */
  String head();

  /** What is wrong with chained lines, one sentence each; empty when they are whole. */
  static List<String> verify(String jsonLines) {
    return ChainedLines.faults(jsonLines);
  }
}
