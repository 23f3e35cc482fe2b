package io.cloudrelease.find;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.InvalidRequestException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void conditions_that_could_only_select_by_mistake_are_refused() {
    List<ThrowableAssert.ThrowingCallable> settings =
        List.of(
            () -> Condition.name(""),
            () -> Condition.tag(" "),
            () -> Condition.tag("", "ci"),
            () -> Condition.state(""),
            () -> Condition.chargeType(""),
            () -> Condition.zone(""),
            () -> Condition.vpc(""),
            () -> Condition.olderThan(Duration.ofDays(-7)),
            () -> Condition.youngerThan(Duration.ofDays(-7)));
    for (ThrowableAssert.ThrowingCallable setting : settings) {
      assertThatThrownBy(setting).isInstanceOf(InvalidRequestException.class);
    }
  }
}
