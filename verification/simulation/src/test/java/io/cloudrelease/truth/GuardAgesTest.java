package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How old an instance is the cloud's clock tells, however far ours, of either kind, are off. */
class GuardAgesTest {
  private static final Duration SIX_HOURS = Duration.ofHours(6);
  private final Sky sky = new Sky();

  private Verdict verdictOf(Duration age, long steadyAhead, long wallAhead, ReleaseGuard guard) {
    InstanceRef ref =
        ref(sky.tencent.add(i -> i.postpaid().createdAt(sky.clock.instant().minus(age))));
    ReleaseInstancesResult result =
        sky.release(
            parts ->
                Clockwork.real()
                    .clock(() -> sky.clock.instant().plusSeconds(wallAhead))
                    .steadyClock(() -> sky.clock.instant().plusSeconds(steadyAhead))
                    .in(parts)
                    .guard(guard),
            request -> request.instance(ref));
    return verdict(result, ref);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "28800,0", "-28800,0", "0,28800", "0,-28800", "28800,-28800"})
  void the_young_are_spared_and_the_old_are_not(long steadyAhead, long wallAhead) {
    ReleaseGuard guard = ReleaseGuard.olderThan(SIX_HOURS);
    assertThat(verdictOf(Duration.ofMinutes(1), steadyAhead, wallAhead, guard))
        .isEqualTo(Verdict.NOT_SENT);
    assertThat(verdictOf(Duration.ofHours(7), steadyAhead, wallAhead, guard))
        .isEqualTo(Verdict.RELEASED);
  }
}
