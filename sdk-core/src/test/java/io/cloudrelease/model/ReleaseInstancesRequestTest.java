package io.cloudrelease.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseInstancesRequestTest {

  private static ReleaseInstancesRequest.Builder one() {
    return ReleaseInstancesRequest.builder().instance("fake:i-1");
  }

  @Test
  void without_another_word_a_request_is_careful() {
    ReleaseInstancesRequest request = one().build();
    assertThat(request.intent().goal()).isEqualTo(Goal.RELEASE);
    assertThat(request.intent().collateral()).isEqualTo(Collateral.KEEP);
    assertThat(request.intent().powers()).isEmpty();
    assertThat(request.intent().dryRun()).isFalse();
    assertThat(request.lookFirst()).isTrue();
    assertThat(request.deadline()).isEqualTo(Duration.ofMinutes(15));
    assertThat(request.waitAtMost()).isGreaterThan(request.deadline());
    assertThat(request.maxInstances()).isEqualTo(100);
  }

  @Test
  void an_empty_request_is_an_error_that_says_what_to_add() {
    assertThatThrownBy(() -> ReleaseInstancesRequest.builder().build())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("names no instance")
        .hasMessageContaining("provider:region:id");
    assertThatThrownBy(() -> ReleaseInstancesRequest.builder().instances(List.of()).build())
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void an_id_named_twice_counts_once_where_it_was_first_named() {
    ReleaseInstancesRequest request =
        ReleaseInstancesRequest.builder()
            .instance("fake:i-2")
            .instance("fake:i-1")
            .instance("fake:i-2")
            .instances(List.of(InstanceRef.of("fake", "i-1"), InstanceRef.of("fake", "r", "i-1")))
            .build();
    assertThat(request.instances()).hasToString("[fake:i-2, fake:i-1, fake:r:i-1]");
  }

  @Test
  void a_built_request_does_not_change_with_its_builder() {
    ReleaseInstancesRequest.Builder builder = one();
    ReleaseInstancesRequest request = builder.build();
    builder.instance("fake:i-2").goal(Goal.DESTROY).grant(Power.FORCE);
    assertThat(request.instances()).hasSize(1);
    assertThat(request.intent().goal()).isEqualTo(Goal.RELEASE);
    assertThat(request.intent().grants(Power.FORCE)).isFalse();
  }

  @Test
  void powers_are_granted_by_name_and_none_implies_another() {
    Intent intent = one().grant(Power.FORCE).build().intent();
    assertThat(intent.grants(Power.FORCE)).isTrue();
    assertThat(intent.grants(Power.FORCE_STOP)).isFalse();
    assertThatThrownBy(() -> one().grant(Power.FORCE_STOP).build())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("FORCE_STOP is granted without FORCE");
  }

  @Test
  void times_and_limits_that_make_no_sense_are_refused_by_name() {
    assertThatThrownBy(() -> one().deadline(Duration.ZERO))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("deadline is PT0S");
    assertThatThrownBy(() -> one().deadline(Duration.ofNanos(-1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> one().waitAtMost(Duration.ofNanos(-1)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("waitAtMost");
    assertThatThrownBy(() -> one().maxInstances(-1))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("maxInstances is -1");
    assertThat(one().maxInstances(0).build().maxInstances()).isZero();
    assertThat(one().noWait().build().waitAtMost()).isZero();
  }

  @Test
  void what_remains_is_asked_for_alone_and_as_before() {
    ReleaseInstancesRequest request =
        one().instance("fake:i-2").instance("fake:i-3").goal(Goal.DESTROY).maxInstances(7).build();
    InstanceRef remains = InstanceRef.parse("fake:i-2");
    ReleaseInstancesRequest next = request.toBuilder().onlyInstances(List.of(remains)).build();
    assertThat(next.instances()).containsExactly(remains);
    assertThat(next.intent()).isEqualTo(request.intent());
    assertThat(next.maxInstances()).isEqualTo(7);
    assertThatThrownBy(() -> request.toBuilder().onlyInstances(List.of()).build())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("names no instance");
  }

  @Test
  void a_power_that_is_null_is_named() {
    ReleaseInstancesRequest.Builder builder = ReleaseInstancesRequest.builder();
    assertThatThrownBy(() -> builder.grant(Power.FORCE, none()))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("power");
  }

  @SuppressWarnings("NullAway") // what a caller without checks hands over
  private static Power none() {
    return null;
  }
}
