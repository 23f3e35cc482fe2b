package io.cloudrelease.execution;

import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.schedule.PlanCheck;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.model.ReleaseInstancesRequest;
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

  /** Names the run; a broken source of nonces must not keep a result from anybody. */
  String runId() {
    try {
      return Extension.ask(parts.nonces()::get);
    } catch (Extension.BrokenException broken) {
      return "run-" + UUID.randomUUID();
    }
  }
}
