package io.cloudrelease.credentials.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeFolderTest {

  @Test
  void whom_the_system_does_not_know_has_the_home_of_the_variable() {
    assertThat(HomeFolder.of("?", "/home/job")).isEqualTo(Path.of("/home/job"));
    assertThat(HomeFolder.of("/home/me", "/home/other")).isEqualTo(Path.of("/home/me"));
    assertThat(HomeFolder.of("?", "")).isEqualTo(Path.of("?"));
    assertThat(HomeFolder.of("?", "relative")).isEqualTo(Path.of("?"));
  }
}
