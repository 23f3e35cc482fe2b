package io.cloudrelease.execution.schedule;

import io.cloudrelease.execution.record.EvidencePlace;
import io.cloudrelease.journal.ReleaseJournal;

/**
 * What stands around the runs of a client and beneath them.
 *
 * @param journal where intents are made durable
 * @param guards what may hold instances back
 * @param memory what is known of instances beyond a single run
 * @param checkGroups whether clouds are asked who is a member of a group
 * @param checkLeftovers whether clouds are asked what instances leave behind
 * @param evidence where the evidence of runs is kept
 */
public record Safety(
    ReleaseJournal journal,
    Guards guards,
    InstanceMemory memory,
    boolean checkGroups,
    boolean checkLeftovers,
    EvidencePlace evidence) {

  /** These, clouds are asked nothing beside, and evidence stays in memory. */
  public Safety(ReleaseJournal journal, Guards guards, InstanceMemory memory) {
    this(journal, guards, memory, false, false, EvidencePlace.memory());
  }

  /** For a plan: the same with other guards, without a journal, and nothing asked of what stays. */
  public Safety planning(Guards other) {
    return new Safety(ReleaseJournal.none(), other, memory, checkGroups, false, evidence);
  }

  /** Neither journal nor guards, and nothing remembered yet. */
  public static Safety none() {
    return new Safety(ReleaseJournal.none(), Guards.none(), new InstanceMemory());
  }
}
