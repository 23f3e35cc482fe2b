package io.cloudrelease.execution;

import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** How runs begin: their names, and the first line of their journals. */
record RunStart(ClientParts parts, Accounts accounts) {

  JournalEntry.RunStarted started(
      ReleaseInstancesRequest request,
      Map<String, String> marks,
      Map<String, String> ids,
      Optional<PlanCheck> plan) {
    return new JournalEntry.RunStarted(
        parts.clock().instant(),
        runId(),
        request,
        marks,
        plan.isPresent(),
        plan.map(PlanCheck::planned).orElse(Map.of()),
        ids,
        accounts.clouds(marks.keySet()),
        OptionalLong.empty());
  }

  /**
   * The first line, written down.
   *
   * @throws JournalException when it cannot be, whatever the journal threw, or it handed out none
   */
  static RunLog log(ReleaseJournal journal, JournalEntry.RunStarted started)
      throws JournalException {
    try {
      return Extension.ask(
          () -> {
            try {
              return journal.begin(started);
            } catch (JournalException unusable) {
              throw new UncheckedIOException(unusable);
            }
          });
    } catch (Extension.BrokenException broken) {
      throw broken.getCause() instanceof UncheckedIOException told
              && told.getCause() instanceof JournalException unusable
          ? unusable
          : new JournalException("the journal threw " + broken.getMessage(), "");
    }
  }

  /** Names the run; a broken source of nonces must not keep a result from anybody. */
  String runId() {
    try {
      return Extension.ask(parts.nonces()::get);
    } catch (Extension.BrokenException broken) {
      return "run-" + UUID.randomUUID();
    }
  }
}
