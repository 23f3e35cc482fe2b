package io.cloudrelease.execution.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.outcome.RunEvidence;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Evidence on a disk that is full: the file could be made, and no line be written to it. */
class FullEvidenceTest {
  private final List<String> told = new ArrayList<>();

  private final EvidenceLog full =
      new EvidenceLog() {
        @Override
        public void add(JournalEntry entry) {}

        @Override
        public Optional<IOException> failure() {
          return Optional.of(new IOException("No space left on device"));
        }

        @Override
        public Evidence evidence() {
          return RunEvidence.none();
        }

        @Override
        public void discard() {
          told.add("discarded");
        }

        @Override
        public void close() {}
      };

  private static JournalEntry.RunStarted started() {
    InstanceRef ref = InstanceRef.of("fake", "r", "i-1");
    return new JournalEntry.RunStarted(
        Instant.EPOCH,
        "run-1",
        ReleaseInstancesRequest.builder().instance(ref).build(),
        Map.of(),
        false,
        Map.of(),
        Map.of(),
        Map.of(),
        OptionalLong.empty());
  }

  @Test
  void a_run_whose_beginning_cannot_be_written_does_not_begin() {
    assertThatThrownBy(
            () ->
                RunRecord.begun(
                    Clock.systemUTC(),
                    () -> {
                      told.add("journal begun");
                      return RunLog.none();
                    },
                    runId -> full,
                    started()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the evidence of the run cannot be written")
        .hasMessageContaining("No space left on device");
    assertThat(told).containsExactly("discarded");
  }

  @Test
  void a_run_that_is_gone_on_with_does_not_go_on_without_evidence() {
    assertThatThrownBy(
            () ->
                RunRecord.of(
                    Clock.systemUTC(), RunLog.none(), runId -> full, "run-1", List.of(started())))
        .isInstanceOf(JournalException.class);
    assertThat(told).containsExactly("discarded");
  }
}
