package io.cloudrelease.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A look whose answer would be too large is asked in parts. */
class LargeAnswersTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);

  @Test
  void what_does_not_fit_one_answer_is_asked_for_in_halves_and_not_again_as_it_was() {
    List<SimulatedInstance> all = cloud.add(100, i -> i.name("one of many"));
    cloud.faults(
        new FaultScript()
            .always(
                call -> call.action().equals("DescribeInstances") && call.ids().size() > 30,
                Fault.code(200, "ResponseSizeLimitExceeded", "the answer is too large")));
    assertThat(Fixtures.release(clock, cloud, all)).containsOnly(Verdict.RELEASED).hasSize(100);
    assertThat(cloud.ledger().requests("DescribeInstances"))
        .filteredOn(request -> request.call().ids().size() == 100)
        .hasSize(1);
  }
}
