package io.cloudrelease.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.config.ClientConfig;
import io.cloudrelease.error.ConfigurationException;
import org.junit.jupiter.api.Test;

class PolicyTest {

  @Test
  void of_two_the_tighter_counts_in_each_point() {
    Policy one =
        Policy.builder().denyTag("env", "prod").mostPerRequest(10).approvalAbove(5).build();
    Policy other =
        Policy.builder()
            .denyTag("keep")
            .denyName("db-*")
            .mostPerRequest(20)
            .mostPerHour(7)
            .approvalAbove(0)
            .build();
    Policy both =
        Policy.builder()
            .denyTag("keep", "*")
            .denyTag("env", "prod")
            .denyName("db-*")
            .mostPerRequest(10)
            .mostPerHour(7)
            .approvalAbove(0)
            .build();
    assertThat(one.tightenedBy(other)).isEqualTo(both);
    assertThat(other.tightenedBy(one)).isEqualTo(both);
    assertThat(one.tightenedBy(one)).isEqualTo(one);
    assertThat(one.tightenedBy(Policy.none())).isEqualTo(one);
    assertThat(Policy.none().tightenedBy(one)).isEqualTo(one);
  }

  @Test
  void waves_of_two_end_wherever_one_of_either_ends() {
    Policy both =
        Policy.builder()
            .waves(10, 1, 5, 25)
            .build()
            .tightenedBy(Policy.builder().waves(5, 10, 21).build());
    assertThat(both.wavePercents()).containsExactly(1, 5, 4, 21);
    assertThat(both.mostTroublePercent()).isEqualTo(5);
  }

  @Test
  void nonsense_is_refused_where_it_is_written() {
    Policy.Builder builder = Policy.builder();
    assertThatThrownBy(() -> builder.mostPerRequest(-1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mostPerRequest");
    assertThatThrownBy(() -> builder.mostPerHour(-1)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.approvalAbove(-1)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.denyName(" ")).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.denyTag("")).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.waves(101, 5)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.waves(5, 60, 60)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.waves(5, 0)).isInstanceOf(ConfigurationException.class);
    assertThat(builder.build()).isEqualTo(Policy.none());
  }

  @Test
  void a_configuration_that_is_given_two_is_held_to_both() {
    Policy one = Policy.builder().denyTag("keep").mostPerRequest(5).build();
    Policy other = Policy.builder().mostPerRequest(50).build();
    assertThat(ClientConfig.builder().policy(one).policy(other).build().policy()).isEqualTo(one);
  }
}
