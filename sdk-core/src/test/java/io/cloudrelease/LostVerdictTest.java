package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger's journal that for once cannot write a verdict, and then goes on. */
class LostVerdictTest {
  private final FakeRuns runs = new FakeRuns();
  private final List<JournalEntry> lines = new ArrayList<>();

  /** Which verdict is not written, counted from 1. */
  private int lost;

  private boolean throwing;

  private final class Log implements RunLog {
    private final List<JournalEntry> before;

    Log(List<JournalEntry> before) {
      this.before = List.copyOf(before);
    }

    @Override
    public List<JournalEntry> history() {
      return before;
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) {
      lines.add(intent);
      return Map.of();
    }

    @Override
    public void note(JournalEntry entry) throws JournalException {
      if (entry instanceof JournalEntry.VerdictGiven && --lost == 0) {
        if (throwing) {
          throw new IllegalStateException("away");
        }
        throw new JournalException("the store is away", "");
      }
      lines.add(entry);
    }

    @Override
    public void close() {}
  }

  private final ReleaseJournal journal =
      new ReleaseJournal() {
        @Override
        public RunLog begin(JournalEntry.RunStarted started) {
          lines.add(started);
          return new Log(List.of());
        }

        @Override
        public RunLog resume() {
          return new Log(lines);
        }
      };

  private ReleaseInstancesResult release() {
    for (int i = 0; i < 3; i++) {
      runs.cloud.instances.put("i-" + i, LifecyclePhase.STABLE);
    }
    try (ReleaseClient client = runs.builder().journal(journal).build()) {
      return client.releaseInstances(FakeRuns.request(3).build());
    }
  }

  private boolean isEnded() {
    return lines.stream().anyMatch(JournalEntry.RunEnded.class::isInstance);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void its_run_can_be_resumed(boolean thrown) {
    lost = 2;
    throwing = thrown;
    ReleaseInstancesResult result = release();
    FakeRuns.allAre(result, Verdict.RELEASED);
    assertThat(Evidence.verify(result.evidence().toJsonLines())).isEmpty();
    assertThat(isEnded()).isFalse();

    runs.time.pass(Duration.ofHours(1));
    try (ReleaseClient client = runs.builder().build()) {
      ReleaseInstancesResult resumed = client.resume(journal, ResumeOptions.defaults());
      FakeRuns.allAre(resumed, Verdict.RELEASED);
      assertThat(resumed.verdicts()).hasSize(3);
    }
    assertThat(isEnded()).isTrue();
    assertThat(runs.cloud.applied).hasSize(3);
  }

  @Test
  void where_none_is_lost_it_ends() {
    release();
    assertThat(isEnded()).isTrue();
  }
}
