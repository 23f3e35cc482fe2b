package io.cloudrelease.credentials.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long services are waited for; what becomes of those that take longer is told elsewhere. */
class DirectCallTest {
  @Test
  void a_machine_costs_two_seconds_at_most_and_a_named_service_what_the_vendor_gives_it() {
    assertThat(DirectCall.Limits.OF_METADATA)
        .isEqualTo(new DirectCall.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    assertThat(SourceHttp.CONNECT_LIMIT).isEqualTo(Duration.ofSeconds(5));
    assertThat(SourceHttp.ANSWER_LIMIT).isEqualTo(Duration.ofSeconds(10));
  }
}
