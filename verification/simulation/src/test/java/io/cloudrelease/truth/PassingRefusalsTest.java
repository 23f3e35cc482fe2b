package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes is waited for by time, however often it was refused meanwhile. */
class PassingRefusalsTest {
  private final Sky sky = new Sky();

  @ParameterizedTest
  @CsvSource({
    "tencent, UnsupportedOperation.InstanceStatePending",
    "tencent, UnsupportedOperation.InstanceStateRebooting",
    "aliyun, IncorrectInstanceStatus.Initializing",
    "aliyun, OperationConflict"
  })
  void a_state_that_passes_after_four_minutes_is_sent_again_until_then(String cloud, String code) {
    boolean tencent = cloud.equals("tencent");
    InstanceRef ref =
        tencent ? ref(sky.tencent.add(i -> i.postpaid())) : ref(sky.aliyun.add(i -> i.postpaid()));
    Instant passes = sky.clock.instant().plusSeconds(240);
    sky.cloud(ref)
        .faults(
            call ->
                call.destructive() && sky.clock.instant().isBefore(passes)
                    ? Optional.of(Fault.code(tencent ? 200 : 403, code, "it passes"))
                    : Optional.empty());
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofMinutes(15)));
    assertThat(verdict(result, ref)).as("%s", result.verdicts()).isEqualTo(Verdict.RELEASED);
    assertThat(sky.applied(ref)).isEqualTo(1);
  }

  @Test
  void an_answer_of_a_dry_run_to_a_real_call_closes_no_lost_one() {
    InstanceRef ref = ref(sky.aliyun.add(i -> i.postpaid()));
    AtomicInteger first = new AtomicInteger();
    sky.aliyun.faults(
        call -> {
          if (!call.destructive()) {
            return Optional.empty();
          }
          first.compareAndSet(0, call.number());
          return Optional.of(
              call.number() == first.get()
                  ? Fault.dropped().lateEffect(Duration.ofSeconds(90))
                  : Fault.code(400, "DRYRUN.SUCCESS", "would do"));
        });
    ReleaseInstancesResult result =
        sky.release(r -> r.instance(ref).deadline(Duration.ofMinutes(5)));
    assertThat(sky.applied(ref)).isEqualTo(1);
    assertThat(verdict(result, ref)).as("%s", result.verdicts()).isEqualTo(Verdict.RELEASED);
  }
}
