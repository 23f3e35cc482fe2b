package io.cloudrelease.remains;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RefundTest {

  @Test
  void less_than_nothing_is_nothing_and_takes_nothing_from_a_sum() {
    Refund refund = Refund.of(new BigDecimal("-1.50"), "CNY");
    assertThat(refund.amount()).contains(BigDecimal.ZERO);
    assertThat(refund).hasToString("0 CNY");
  }

  @Test
  void an_amount_is_as_the_cloud_wrote_it() {
    assertThat(Refund.of(new BigDecimal("12.50"), "CNY")).hasToString("12.50 CNY");
    assertThat(Refund.of(new BigDecimal("0.00"), "").amount()).contains(new BigDecimal("0.00"));
  }
}
