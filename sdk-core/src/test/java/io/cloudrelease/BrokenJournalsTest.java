package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Journals of others that fail at the end, answer nonsense, or have nothing to be resumed. */
@Timeout(30)
class BrokenJournalsTest extends FakeRuns {
  private static final JournalException FULL = new JournalException("no space left", "make room");

  /** A journal in memory, with one thing wrong. */
  private static class Journal implements ReleaseJournal, RunLog {
    final List<JournalEntry> written = new ArrayList<>();
    int closed;

    @Override
    public RunLog begin(JournalEntry.RunStarted started) throws JournalException {
      written.add(started);
      return this;
    }

    @Override
    public RunLog resume() throws JournalException {
      return this;
    }

    @Override
    public List<JournalEntry> history() {
      return List.copyOf(written);
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
      written.add(intent);
      return Map.of();
    }

    @Override
    public void note(JournalEntry entry) throws JournalException {
      written.add(entry);
    }

    @Override
    public void close() throws JournalException {
      closed++;
    }
  }

  /** A disk that has room for intents only. */
  private static final class Full extends Journal {
    @Override
    public void note(JournalEntry entry) throws JournalException {
      throw FULL;
    }
  }

  private ReleaseInstancesResult stopped(Journal journal) {
    cloud.with(2);
    try (ReleaseClient client = builder().journal(journal).killSwitch(() -> true).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(2).build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(journal.closed).isEqualTo(1);
      return result;
    }
  }

  private static List<String> hints(ReleaseInstancesResult result) {
    return result.verdicts().stream().map(InstanceVerdict::hint).toList();
  }

  @Test
  void what_was_not_sent_and_would_be_by_a_resume_says_so() {
    Journal full = new Full();
    assertThat(hints(stopped(full)))
        .allSatisfy(hint -> assertThat(hint).contains("a resume of this run", "denyName(\"*\")"));
    Journal away =
        new Journal() {
          @Override
          public void close() throws JournalException {
            super.close();
            throw FULL;
          }
        };
    assertThat(hints(stopped(away)))
        .allSatisfy(hint -> assertThat(hint).contains("a resume of this run"));
    assertThat(hints(stopped(new Journal())))
        .allSatisfy(hint -> assertThat(hint).doesNotContain("resume"));
  }

  @Test
  void a_verdict_that_is_in_the_journal_stays_as_it_is() {
    Journal oneMore =
        new Journal() {
          @Override
          public void note(JournalEntry entry) throws JournalException {
            if (written.stream().anyMatch(JournalEntry.VerdictGiven.class::isInstance)) {
              throw FULL;
            }
            super.note(entry);
          }
        };
    assertThat(hints(stopped(oneMore)))
        .satisfiesExactlyInAnyOrder(
            hint -> assertThat(hint).doesNotContain("resume"),
            hint -> assertThat(hint).contains("a resume of this run"));
    assertThat(oneMore.written).noneMatch(JournalEntry.RunEnded.class::isInstance);
  }

  @Test
  void what_is_gone_needs_no_word_and_what_may_come_back_does() {
    Journal full = new Full();
    cloud.with(1);
    try (ReleaseClient client = builder().journal(full).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(2).build());
      assertThat(result.verdicts())
          .extracting(InstanceVerdict::verdict)
          .containsExactly(Verdict.RELEASED, Verdict.NOT_FOUND);
      assertThat(hints(result).get(0)).doesNotContain("resume");
      assertThat(hints(result).get(1)).contains("a resume of this run");
    }
  }

  @Test
  void a_resume_under_the_guard_that_is_named_closes_it_and_sends_nothing() {
    Journal full = new Full();
    stopped(full);
    Journal room = new Journal();
    room.written.addAll(full.written);
    try (ReleaseClient client =
        builder().guard(io.cloudrelease.guard.ReleaseGuard.denyName("*")).build()) {
      allAre(client.resume(room, ResumeOptions.defaults()), Verdict.NOT_SENT);
    }
    assertThat(room.written).last().isInstanceOf(JournalEntry.RunEnded.class);
    assertThat(cloud.releases()).isZero();
  }

  @Test
  void claims_of_instances_that_were_not_asked_for_end_the_sending() {
    cloud.with(2);
    List<String> intents = new ArrayList<>();
    Journal odd =
        new Journal() {
          @Override
          public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) {
            intents.add(intent.batchId());
            return Map.of(InstanceRef.of("fake", "i-other"), Claim.of("run-2", "it has it"));
          }
        };
    try (ReleaseClient client = builder().journal(odd).build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(2).build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).code()).isEqualTo("Journal");
      assertThat(error(result, 0).message()).contains("i-other");
    }
    assertThat(intents).hasSizeLessThan(10);
    assertThat(cloud.releases()).isZero();
  }

  /** What may go wrong before there is a run to go on with. */
  private enum Fault {
    NULL(() -> null),
    EXCEPTION(
        () -> {
          throw new IllegalStateException("c4n4ry");
        }),
    ERROR(
        () -> {
          throw new StackOverflowError("c4n4ry");
        });

    private final Supplier<Object> does;

    Fault(Supplier<Object> does) {
      this.does = does;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T answer() {
      return (T) does.get();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void nothing_to_resume_is_said_and_no_log_is_left_open(Fault fault) {
    Journal none =
        new Journal() {
          @Override
          public RunLog resume() {
            return fault.answer();
          }
        };
    Journal untold =
        new Journal() {
          @Override
          public List<JournalEntry> history() {
            return fault.answer();
          }
        };
    Journal shutBadly =
        new Journal() {
          @Override
          public void close() throws JournalException {
            super.close();
            fault.answer();
            throw FULL;
          }
        };
    try (ReleaseClient client = builder().build()) {
      assertThatThrownBy(() -> client.resume(shutBadly, ResumeOptions.defaults()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("the journal holds no run");
      for (Journal journal : List.of(none, untold)) {
        assertThatThrownBy(() -> client.resume(journal, ResumeOptions.defaults()))
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("the journal threw ")
            .hasMessageNotContaining("c4n4ry");
      }
    }
    assertThat(untold.closed).isEqualTo(1);
  }

  @Test
  void a_pace_that_never_gives_a_turn_lets_the_deadline_pass() {
    cloud.with(1);
    Duration never = Duration.ofSeconds(Long.MAX_VALUE);
    Duration atOnce = Duration.ofSeconds(Long.MIN_VALUE);
    try (ReleaseClient client = builder().pace((lane, now) -> atOnce).build()) {
      allAre(client.releaseInstances(request(1).build()), Verdict.RELEASED);
    }
    cloud.with(1);
    try (ReleaseClient client =
        builder()
            .pace((lane, now) -> lane.toString().contains("elease") ? never : Duration.ZERO)
            .build()) {
      ReleaseInstancesResult result = client.releaseInstances(request(1).build());
      allAre(result, Verdict.NOT_SENT);
      assertThat(error(result, 0).code()).isEqualTo("DeadlinePassed");
    }
  }
}
