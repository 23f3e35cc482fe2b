package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Billing;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of the billing of instances that stay. */
@Timeout(30)
class BillingTest extends FakeRuns {

  /** One without an end, one whose end is to come, and one whose end has passed. */
  private void three() {
    cloud.with(3);
    cloud.ends.put("i-1", time.instant().plus(Duration.ofDays(1)));
    cloud.ends.put("i-2", time.instant().minus(Duration.ofHours(12)));
  }

  private static void assertBilled(ReleaseInstancesResult result, Verdict verdict) {
    allAre(result, verdict);
    assertThat(result.verdicts())
        .extracting(InstanceVerdict::billing)
        .containsExactly(Billing.CONTINUES, Billing.CONTINUES, Billing.UNKNOWN);
  }

  @Test
  void what_was_refused_is_billed_on_unless_what_was_paid_for_has_ended() {
    three();
    cloud.trouble =
        (call, number) -> call.startsWith("release ") ? FakeCloud.answer(403, "Forbidden") : null;
    assertBilled(release(request(3)), Verdict.REJECTED);
  }

  @Test
  void what_was_not_sent_is_billed_on_unless_what_was_paid_for_has_ended() {
    three();
    try (ReleaseClient client = builder().killSwitch(() -> true).build()) {
      assertBilled(client.releaseInstances(request(3).build()), Verdict.NOT_SENT);
    }
    assertThat(cloud.releases()).isZero();
  }
}
