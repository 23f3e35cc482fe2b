package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process saw in the bin, another one with older looks does not take further. */
class SeenByOthersTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();

  /** A steady clock of its own is all that two processes have apart here. */
  private ReleaseClientBuilder process() {
    return Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts());
  }

  private FileJournal journal() {
    return FileJournal.inFolder(folder).steadyClock(Death.nanos(sky.clock));
  }

  @Test
  void a_run_that_only_saw_it_holds_others_back_by_its_journal() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    // Somebody, in the console.
    sky.release(process(), r -> r.instance(ref));
    assertThat(sky.applied(ref)).isEqualTo(1);
    ReleaseInstancesResult saw = sky.release(process().journal(journal()), r -> r.instance(ref));
    assertThat(verdict(saw, ref)).isEqualTo(Verdict.ALREADY_DONE);
    sky.tencent.lookLag(Duration.ofSeconds(100));
    ReleaseInstancesResult later = sky.release(process().journal(journal()), r -> r.instance(ref));
    assertThat(sky.applied(ref)).as("%s", later.verdicts()).isEqualTo(1);
    assertThat(verdict(later, ref)).isEqualTo(Verdict.ALREADY_DONE);
    assertThat(sky.tencent.ledger().stepsBeyond(ref.id(), Goal.RELEASE)).isZero();
  }
}
