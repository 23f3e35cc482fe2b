package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two jobs of one machine, alive at once, that nobody told of each other. */
@Timeout(120)
class TwoJobsTest {
  @TempDir Path folder;
  private final SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());

  private Process job(String name, WireMockFace face, List<String> refs) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "release",
                "--yes",
                "--json",
                "--deadline=60s",
                "--endpoint=tencent-cvm=" + face.endpoint()));
    command.addAll(refs);
    ProcessBuilder job = new ProcessBuilder(command).directory(folder.toFile());
    job.environment().keySet().removeIf(variable -> !variable.equals("PATH"));
    job.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    job.environment().put("TENCENTCLOUD_SECRET_ID", cloud.credentials().accessKeyId());
    job.environment().put("TENCENTCLOUD_SECRET_KEY", cloud.credentials().secretKey().reveal());
    return job.redirectOutput(folder.resolve(name).toFile())
        .redirectError(folder.resolve(name + ".err").toFile())
        .start();
  }

  /**
   * The same call a second time would take them out of the recycle bin, for good; and the second
   * job's looks show them as they were before the first's call.
   */
  @Test
  void the_second_keeps_off_what_the_first_has_under_way() throws Exception {
    cloud.shortTransitions();
    List<SimulatedInstance> all = cloud.add(5, i -> i.prepaid());
    List<String> refs =
        all.stream().map(i -> i.ref("tencent-cvm")).map(InstanceRef::toString).toList();
    cloud.lookLag(Duration.ofSeconds(6));
    try (WireMockFace face = WireMockFace.of(cloud)) {
      Process first = job("first", face, refs);
      try {
        while (first.isAlive() && cloud.ledger().destructiveRequests().isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
        Process second = job("second", face, refs);
        try {
          assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
          assertThat(first.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
          second.destroyForcibly();
        }
      } finally {
        first.destroyForcibly();
      }
    }
    assertThat(cloud.ledger().destructiveRequests()).hasSize(1);
    assertThat(cloud.ledger().effects()).hasSize(5);
    assertThat(verdicts("first")).containsOnly("RECYCLED").hasSize(5);
    // It looked on, and says what became of them.
    assertThat(verdicts("second")).containsOnly("ALREADY_DONE").hasSize(5);
  }

  private List<String> verdicts(String name) throws IOException {
    return JsonValue.parse(Files.readAllBytes(folder.resolve(name)))
        .orElseThrow()
        .get("verdicts")
        .items()
        .stream()
        .map(verdict -> verdict.text("verdict"))
        .toList();
  }
}
