package io.cloudrelease;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second call that could go too far, once looks prove that the first was not carried out. */
class SendsOnceTest extends FakeRuns {

  @BeforeEach
  void the_first_call_is_lost_before_it_arrives() {
    cloud.with(1);
    cloud.trouble =
        (call, number) -> {
          if (call.startsWith("release") && number == 1) {
            throw FakeCloud.lost();
          }
          return null;
        };
  }

  @Test
  void is_made() {
    cloud.recycles = true;
    allAre(release(request(1)), Verdict.RECYCLED);
    assertThat(cloud.releases()).isEqualTo(2);
  }

  @Test
  void is_not_made_for_those_who_send_once() {
    cloud.recycles = true;
    ReleaseInstancesResult result = release(request(1).sendsOnce(true));
    allAre(result, Verdict.UNKNOWN);
    assertThat(cloud.releases()).isEqualTo(1);
    assertThat(result.verdicts().get(0).sends()).isEqualTo(1);
  }

  @Test
  void one_that_cannot_go_too_far_is_made_all_the_same() {
    allAre(release(request(1).sendsOnce(true)), Verdict.RELEASED);
    assertThat(cloud.releases()).isEqualTo(2);
  }
}
