package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A quota may be used up, and an order found open, when a part of a batch is done already. */
class RefusedHalfwayTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LimitExceeded",
        "LimitExceeded.UserReturnQuota",
        "ResourceInsufficient",
        "UnsupportedOperation.UserLimitOperationExceedQuota",
        "InvalidAccount.UnpaidOrder"
      })
  void what_is_in_the_bin_all_the_same_is_told_so_and_not_sent_again(String code) {
    List<SimulatedInstance> all = cloud.add(3, i -> i.prepaid());
    cloud.faults(
        new FaultScript()
            .always(SimulatedCall::destructive, Fault.code(200, code, "enough").afterEffect()));
    assertThat(Fixtures.release(clock, cloud, all)).containsOnly(Verdict.RECYCLED).hasSize(3);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LimitExceeded.UserReturnQuota", "InvalidAccount.UnpaidOrder"})
  void what_looks_show_untouched_is_rejected_and_not_sent_again(String code) {
    List<SimulatedInstance> all = cloud.add(3, i -> i.prepaid());
    cloud.faults(
        new FaultScript().always(SimulatedCall::destructive, Fault.code(200, code, "enough")));
    assertThat(Fixtures.release(clock, cloud, all)).containsOnly(Verdict.REJECTED).hasSize(3);
    assertThat(cloud.ledger().destructiveRequests()).hasSize(1);
    assertThat(cloud.ledger().effects()).isEmpty();
  }
}
