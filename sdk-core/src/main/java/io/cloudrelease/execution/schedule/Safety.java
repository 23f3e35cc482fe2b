package io.cloudrelease.execution.schedule;

import io.cloudrelease.guard.Guards;
import io.cloudrelease.journal.ReleaseJournal;

/**
 * What stands around the runs of a client and beneath them.
 *
 * @param journal where intents are made durable
 * @param guards what may hold instances back
 */
public record Safety(ReleaseJournal journal, Guards guards) {

  /** Neither journal nor guards. */
  public static Safety none() {
    return new Safety(ReleaseJournal.none(), Guards.none());
  }
}
