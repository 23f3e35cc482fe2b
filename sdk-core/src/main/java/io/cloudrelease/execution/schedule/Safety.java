package io.cloudrelease.execution.schedule;

import io.cloudrelease.journal.ReleaseJournal;

/**
 * What stands around the runs of a client and beneath them.
 *
 * @param journal where intents are made durable
 * @param guards what may hold instances back
 * @param memory what is known of instances beyond a single run
 */
public record Safety(ReleaseJournal journal, Guards guards, InstanceMemory memory) {

  /** Neither journal nor guards, and nothing remembered yet. */
  public static Safety none() {
    return new Safety(ReleaseJournal.none(), Guards.none(), new InstanceMemory());
  }
}
