package io.cloudrelease.store.jdbc;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalLines;

/**
 * What is written where a run begins.
 *
 * @param run its id
 * @param owner with a mark that is this owner's alone
 * @param hold for how many seconds nothing must be heard of it until the run may be taken over
 * @param started its first entry
 */
record FirstLine(String run, String owner, double hold, JournalEntry.RunStarted started) {

  String line() {
    return JournalLines.encode(started, JournalLines.START);
  }

  /** The line that ends it at once. */
  String end() {
    return JournalLines.encode(
        new JournalEntry.RunEnded(started.at()), JournalLines.sumOf(line()).orElseThrow());
  }
}
