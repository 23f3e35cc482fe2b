package io.cloudrelease.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.testkit.fake.LogCapture;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void simulate_starts_the_clouds_alone() {
    try (LogCapture printed = LogCapture.start()) {
      Main.main(new String[] {"simulate", "--help"});
      assertThat(printed.text()).contains("simulated clouds over HTTP", "--port N");
    }
  }
}
