package io.cloudrelease.execution.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.outcome.PlanDigest;
import io.cloudrelease.spi.Assessment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan that was made without looks holds a resumed run to. */
class PlanCheckTest {
  private static final InstanceRef REF = InstanceRef.of("fake", "i-1");
  private static final Snapshot NOW =
      Snapshot.builder(REF, Instant.EPOCH, LifecyclePhase.STABLE).chargeType("POSTPAID").build();

  private final PlanCheck blind = new PlanCheck(Map.of(REF, "- Terminate "));

  @Test
  void the_group_that_only_a_look_tells_is_no_change() {
    assertThat(blind.objection(REF, NOW, step("Terminate", "POSTPAID"))).isEmpty();
    assertThat(blind.objection(REF, null, step("Terminate", ""))).isEmpty();
  }

  @Test
  void another_call_is_one() {
    assertThat(blind.objection(REF, NOW, step("Destroy", "POSTPAID"))).isPresent();
    assertThat(blind.objection(REF, null, step("Terminate", "POSTPAID"))).isPresent();
  }

  @Test
  void what_a_resumed_run_does_not_know_is_no_change() {
    assertThat(blind.more(REF, () -> List.of(CollateralItem.of("disk", "d-1", Fate.GOES))))
        .isEmpty();
  }

  private static Assessment.Step step(String action, String group) {
    return new Assessment.Step(action, 1, group, false);
  }

  /** Its phase alone tells that another call would be needed, where both steps are one action. */
  @Test
  void what_was_planned_out_of_its_bin_is_not_sent_once_somebody_took_it_out_of_there() {
    PlanCheck inBin = new PlanCheck(Map.of(REF, mark() + " Terminate POSTPAID (in its bin)"));
    assertThat(inBin.objection(REF, NOW, step("Terminate", "POSTPAID")).orElseThrow().message())
        .isEqualTo("it lay in the recycle bin when it was planned, and somebody took it out");
    Snapshot there =
        Snapshot.builder(REF, Instant.EPOCH, LifecyclePhase.RECYCLED)
            .chargeType("POSTPAID")
            .build();
    assertThat(inBin.objection(REF, there, step("Terminate", "POSTPAID"))).isEmpty();
    assertThat(inBin.objection(REF, there, step("Destroy", "POSTPAID")).orElseThrow().message())
        .isEqualTo("the plan sends Terminate POSTPAID, now it would be Destroy POSTPAID");
  }

  private static String mark() {
    return PlanDigest.mark(NOW);
  }
}
