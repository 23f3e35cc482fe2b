package io.cloudrelease.credentials.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeFolderTest {

  @Test
  void whom_the_system_does_not_know_has_the_home_of_the_variable() {
    assertThat(HomeFolder.of("?", "/home/job")).isEqualTo(Path.of("/home/job"));
    assertThat(HomeFolder.of("/home/me", "/home/other")).isEqualTo(Path.of("/home/me"));
  }

  @Test
  void whoever_has_no_home_has_one_that_holds_nothing_and_not_the_working_folder() {
    Path none = Path.of("/dev/null");
    assertThat(HomeFolder.of("?", "")).isEqualTo(none);
    assertThat(HomeFolder.of("?", "relative")).isEqualTo(none);
    assertThat(HomeFolder.of(".", "")).isEqualTo(none);
    // As a path of which the locale of the process has no characters.
    assertThat(HomeFolder.of("/home/\0", "/home/me")).isEqualTo(none);
  }
}
