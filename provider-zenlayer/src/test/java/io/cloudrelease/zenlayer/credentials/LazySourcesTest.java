package io.cloudrelease.zenlayer.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has keys in variables pays for no other source. */
class LazySourcesTest {

  @Test
  void keys_in_variables_load_no_class_of_another_source() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-verbose:class",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            StaticKeys.class.getName());
    builder.environment().clear();
    builder.environment().put("ZENLAYERCLOUD_ACCESS_KEY_ID", "id");
    builder.environment().put("ZENLAYERCLOUD_ACCESS_KEY_PASSWORD", "key");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed).contains("found id").contains("ZenlayerCredentials");
    for (String source :
        List.of(
            "credentials.ZenoProfile",
            "sources.KeyFile",
            "sources.DirectCall",
            "ScheduledThreadPoolExecutor")) {
      assertThat(printed).doesNotContain(source);
    }
  }
}
