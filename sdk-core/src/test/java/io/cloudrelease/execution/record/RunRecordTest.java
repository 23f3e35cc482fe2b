package io.cloudrelease.execution.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cloudrelease.execution.call.Withheld;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  private static final InstanceRef REF = InstanceRef.of("fake", "r", "i-1");

  /** A journal whose every method throws that. */
  private record Broken(Error error) implements RunLog {
    @Override
    public List<JournalEntry> history() {
      return List.of();
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) {
      throw error;
    }

    @Override
    public void checkOwner() {
      throw error;
    }

    @Override
    public void note(JournalEntry entry) {
      throw error;
    }

    @Override
    public void close() {
      throw error;
    }
  }

  private static JournalEntry.BatchIntent intent(String id) {
    return new JournalEntry.BatchIntent(
        Instant.EPOCH,
        id,
        "fake",
        "fake",
        "r",
        "Release",
        1,
        "",
        true,
        true,
        "",
        Duration.ofSeconds(10),
        Duration.ofMinutes(7),
        Duration.ofMinutes(5),
        List.of(REF),
        Map.of());
  }

  private static RunRecord after(String... ids) throws JournalException {
    List<JournalEntry> written = Arrays.stream(ids).map(id -> (JournalEntry) intent(id)).toList();
    return RunRecord.of(
        Clock.systemUTC(), RunLog.none(), run -> EvidenceLog.inMemory(), "run-1", written);
  }

  @Test
  void a_resumed_run_never_names_two_calls_alike() throws Exception {
    // The first waited for its turn when its process died: it was never written.
    assertThat(after("b2").nextBatchId()).isEqualTo("b3");
    assertThat(after("b12", "b3").nextBatchId()).isEqualTo("b13");
    assertThat(after("batch", "b", "b-7", "b99999999999", "b1").nextBatchId()).isEqualTo("b2");
    assertThat(after().nextBatchId()).isEqualTo("b1");
  }

  @Test
  void an_error_of_a_journal_keeps_a_call_back_and_else_breaks_nothing() throws Exception {
    RunRecord record =
        RunRecord.of(
            Clock.systemUTC(),
            new Broken(new StackOverflowError("c4n4ry")),
            run -> EvidenceLog.inMemory(),
            "run-1",
            List.of());
    Optional<Withheld> withheld = record.intend(intent("b1"));
    assertThat(withheld.orElseThrow().kind()).isEqualTo(Withheld.Kind.JOURNAL);
    assertThat(withheld.orElseThrow().error().message())
        .isEqualTo("the journal threw java.lang.StackOverflowError");
    assertThat(record.checkOwner()).isPresent();
    assertThatCode(record::ended).doesNotThrowAnyException();
    assertThatCode(record::close).doesNotThrowAnyException();
  }
}
