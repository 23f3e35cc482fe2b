package io.cloudrelease.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.model.Evidence;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerBuilder;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One key serves three products: a run is not resumed where its instances are strangers. */
class OtherCloudTest {
  private final Sky sky = new Sky();

  private ReleaseClient client(ZenlayerBuilder prod, FileJournal journal, boolean held) {
    return sky.bare()
        .provider(prod.name("prod").credentials(sky.zenlayer.credentials()).build())
        .journal(journal)
        .killSwitch(() -> held)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bmc", "vm"})
  void a_name_that_is_of_another_cloud_now_resumes_nothing(String now, @TempDir Path folder)
      throws IOException {
    InstanceRef ref = InstanceRef.of("prod", sky.zenlayer.addZec(i -> i.postpaid()).id());
    Path file = folder.resolve("run.jsonl");
    FileJournal journal = FileJournal.at(file).steadyClock(Death.nanos(sky.clock));
    ReleaseInstancesRequest request = ReleaseInstancesRequest.builder().instance(ref).build();
    try (ReleaseClient client = client(ZenlayerZec.builder(), journal, true)) {
      client.releaseInstances(request);
    }
    Files.write(file, Files.readAllLines(file).subList(0, 1));
    ZenlayerBuilder other = now.equals("bmc") ? ZenlayerBmc.builder() : ZenlayerVm.builder();
    Path evidence = folder.resolve("evidence.jsonl");
    try (ReleaseClient client =
        client(other, journal, false).toBuilder().evidenceAt(evidence).build()) {
      assertThatThrownBy(() -> client.resume(journal, ResumeOptions.defaults()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("prod is an account of zenlayer-" + now)
          .hasMessageContaining("was one of zenlayer-zec");
    }
    assertThat(evidence).doesNotExist();
    try (ReleaseClient client =
        client(ZenlayerZec.builder(), journal, false).toBuilder().evidenceAt(evidence).build()) {
      Verdict verdict =
          client.resume(journal, ResumeOptions.defaults()).verdicts().get(0).verdict();
      assertThat(verdict).isIn(Verdict.RELEASED, Verdict.RECYCLED);
      assertThat(Evidence.verify(evidence)).isEmpty();
    }
  }
}
