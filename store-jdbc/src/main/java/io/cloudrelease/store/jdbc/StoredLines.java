package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.JournalLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of a run as they were read, checked one against the other. */
final class StoredLines {
  private StoredLines() {}

  /**
   * Checks the lines and reads them.
   *
   * @param count how many there must be
   * @param head the sum that the last of them must have
   * @throws JournalException which line was changed, is missing, or does not belong there
   */
  static List<JournalEntry> read(String run, List<String> lines, long count, String head)
      throws JournalException {
    List<JournalEntry> entries = new ArrayList<>();
    String before = JournalLines.START;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty()) {
        throw damaged(run, i + 1, "is missing");
      }
      if (i >= count) {
        throw damaged(run, i + 1, "was not written by an owner of the run");
      }
      Optional<JournalEntry> entry;
      try {
        entry = JournalLines.decode(line, before);
      } catch (JournalException wrong) {
        throw new JournalException(
            "run " + run + " is damaged: line " + (i + 1) + ": " + wrong.getMessage(),
            wrong.hint());
      }
      before = JournalLines.sumOf(line).orElse("");
      entry.ifPresent(entries::add);
    }
    if (lines.size() < count) {
      throw damaged(run, lines.size() + 1, "is missing");
    }
    if (!before.equals(head)) {
      throw damaged(run, lines.size(), "is not the one that was written last");
    }
    return entries;
  }

  private static JournalException damaged(String run, int line, String how) {
    return new JournalException(
        "run " + run + " is damaged: line " + line + " " + how,
        "keep the tables and look at its instances by hand");
  }
}
