package io.cloudrelease.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A large account, into a pipe, in a process that may not have much. */
@Timeout(180)
class LargeFindTest {
  @TempDir Path folder;

  @Test
  void ten_thousand_instances_are_found_in_less_than_256_megabytes() throws Exception {
    SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
    cloud.add(10_000, i -> i.postpaid().name("worker").tag("purpose", "ci"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    try (WireMockFace face = WireMockFace.of(cloud)) {
      ProcessBuilder tool =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              // The heap, and besides it classes, code and buffers.
              "-Xmx160m",
              "-XX:MaxMetaspaceSize=48m",
              "-XX:ReservedCodeCacheSize=24m",
              "-XX:MaxDirectMemorySize=16m",
              "-Duser.home=" + folder,
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "find",
              "tencent-cvm:ap-guangzhou",
              "--tag",
              "purpose=ci",
              "--endpoint=tencent-cvm=" + face.endpoint());
      tool.environment().keySet().removeIf(name -> !name.equals("PATH"));
      tool.environment().put("TENCENTCLOUD_SECRET_ID", cloud.credentials().accessKeyId());
      tool.environment().put("TENCENTCLOUD_SECRET_KEY", cloud.credentials().secretKey().reveal());
      Process process = tool.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    }
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(lines).allMatch(line -> line.endsWith(" # worker"));
  }
}
