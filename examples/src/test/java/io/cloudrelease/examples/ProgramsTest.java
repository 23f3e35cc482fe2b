package io.cloudrelease.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs as they stand in the README, in a JVM of their own, asking the real host names. */
@Timeout(120)
class ProgramsTest {
  private static final String HOST = "cvm.tencentcloudapi.com";

  private final SimulatedTencent cloud = new SimulatedTencent(InstantSource.system());
  private final WireMockFace face = WireMockFace.of(cloud);
  @TempDir Path folder;
  private PretendInternet internet;

  @BeforeEach
  void start() throws Exception {
    internet = new PretendInternet(face::endpoint, folder, HOST);
    cloud.terminating(Duration.ofMillis(100));
  }

  @AfterEach
  void close() throws IOException {
    internet.close();
    face.close();
  }

  private record Ended(int exit, String says) {}

  private Ended java(Map<String, String> variables, List<String> program) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(internet.jvmOptions());
    command.add("-Duser.home=" + folder);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process process = builder.start();
    String says = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), says);
  }

  private Map<String, String> keys() {
    return Map.of(
        "TENCENTCLOUD_SECRET_ID", cloud.credentials().accessKeyId(),
        "TENCENTCLOUD_SECRET_KEY", cloud.credentials().secretKey().reveal());
  }

  @Test
  void hello_release_releases() throws Exception {
    cloud.add(i -> i.id("ins-1a2b3c4d").region("ap-guangzhou"));
    Ended hello = java(keys(), List.of(HelloRelease.class.getName()));
    assertThat(ReadmeTest.blocks("README.md", "text")).containsExactly(hello.says());
    assertThat(hello.exit()).isZero();
    assertThat(cloud.ledger().isGone("ins-1a2b3c4d")).isTrue();
    assertThat(internet.hosts).containsOnly(HOST);
  }

  @Test
  void hello_release_without_credentials_names_the_variables_and_sends_nothing() throws Exception {
    Ended hello = java(Map.of(), List.of(HelloRelease.class.getName()));
    assertThat(hello.says())
        .contains("NOT_SENT", "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY");
    assertThat(internet.hosts).isEmpty();
  }

  @Test
  void the_script_runs_from_its_one_file() throws Exception {
    cloud.add(i -> i.id("ins-1a2b3c4d").region("ap-guangzhou"));
    cloud.add(i -> i.id("ins-99999999").region("ap-guangzhou").protectedFromRelease());
    Ended sweep =
        java(
            keys(),
            List.of(
                "scripts/Sweep.java",
                "tencent-cvm:ap-guangzhou:ins-1a2b3c4d",
                "tencent-cvm:ap-guangzhou:ins-99999999"));
    assertThat(sweep.says())
        .contains("tencent-cvm:ap-guangzhou:ins-99999999 REJECTED", "RELEASED=1")
        .doesNotContain("ins-1a2b3c4d");
    assertThat(sweep.exit()).isEqualTo(1);
  }
}
