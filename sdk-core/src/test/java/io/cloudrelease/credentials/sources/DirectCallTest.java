package io.cloudrelease.credentials.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long services are waited for; what becomes of those that take longer is told elsewhere. */
class DirectCallTest {
  @Test
  void each_call_to_a_machine_has_a_second_to_connect_and_one_to_answer() {
    assertThat(DirectCall.Limits.ofMetadata(Duration.ofSeconds(2)))
        .isEqualTo(
            new DirectCall.Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertThat(MetadataVisit.WHOLE).isEqualTo(Duration.ofSeconds(2));
    assertThat(SourceHttp.CONNECT_LIMIT).isEqualTo(Duration.ofSeconds(5));
    assertThat(SourceHttp.ANSWER_LIMIT).isEqualTo(Duration.ofSeconds(10));
  }

  /** It takes the connection, and never says anything. */
  @Test
  void what_one_call_to_a_machine_took_the_next_one_has_no_more() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      MetadataVisit visit = new MetadataVisit(Duration.ofMillis(300));
      assertThatThrownBy(() -> visit.ask("GET", address, List.of()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no whole answer within");
      assertThatThrownBy(() -> visit.ask("GET", address, List.of()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("gave no keys in time");
    }
  }

  @Test
  void a_machine_that_is_named_is_asked_again_and_one_that_is_only_looked_for_is_not()
      throws IOException {
    ServerSocket taken = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    URI address = URI.create("http://127.0.0.1:" + taken.getLocalPort() + "/");
    taken.close();
    for (String why : List.of("no metadata service at", "asked before")) {
      assertThatThrownBy(() -> new MetadataVisit().ask("GET", address, List.of()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(why);
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> new MetadataVisit(true).ask("GET", address, List.of()))
          .hasMessageContaining("no metadata service at");
    }
  }

  @Test
  void a_call_that_may_fail_leaves_half_of_the_time_to_those_after_it() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      MetadataVisit visit = new MetadataVisit(Duration.ofMinutes(1));
      assertThatThrownBy(() -> visit.askBriefly("PUT", address, List.of()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no answer within 1000 ms");
      MetadataVisit brief = new MetadataVisit(Duration.ofSeconds(1));
      assertThatThrownBy(() -> brief.askBriefly("PUT", address, List.of()))
          .hasMessageMatching(".* no whole answer within ([1-4]?\\d{1,2}|500) ms");
    }
  }
}
