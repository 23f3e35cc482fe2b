package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Until when an instance can be had back is never told too late: somebody relies on it. */
class RestorableUntilTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();
  private final InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));

  private static Instant until(InstanceVerdict verdict) {
    assertThat(verdict.verdict()).isEqualTo(Verdict.RECYCLED);
    return verdict.restorableUntil().orElseThrow();
  }

  private static ReleaseInstancesRequest request(InstanceRef ref) {
    return ReleaseInstancesRequest.builder().instance(ref).build();
  }

  @Test
  void of_a_run_that_is_resumed_days_later_it_counts_from_its_call() {
    InstanceRef ref = ref(sky.tencent.add(i -> i.prepaid()));
    Instant begun = sky.clock.instant();
    Death death = whenItLooksAgain(request(ref));
    sky.clock.advance(Duration.ofDays(6));
    try (ReleaseClient client = sky.parts().build()) {
      InstanceVerdict resumed =
          client.resume(death.journal(), ResumeOptions.defaults()).verdict(ref).orElseThrow();
      assertThat(Duration.between(begun, until(resumed)))
          .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusSeconds(5));
    }
  }

  @Test
  void of_a_run_that_is_resumed_by_a_clock_set_back_it_is_not_known() {
    Death death = whenItLooksAgain(request(ref));
    sky.clock.advance(Duration.ofMinutes(100));
    try (ReleaseClient client = parts(() -> Duration.ofHours(-2)).build()) {
      InstanceVerdict resumed =
          client.resume(death.journal(), ResumeOptions.defaults()).verdict(ref).orElseThrow();
      assertThat(resumed.verdict()).isEqualTo(Verdict.RECYCLED);
      assertThat(resumed.restorableUntil()).isEmpty();
    }
  }

  @Test
  void of_a_run_whose_clock_is_put_right_while_it_is_resumed_it_is_that_of_its_journal() {
    Instant begun = sky.clock.instant();
    Death death = whenItLooksAgain(request(ref));
    sky.clock.advance(Duration.ofHours(3));
    boolean[] right = {false};
    HttpTransport wire = sky.wire();
    HttpTransport first =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            right[0] = true;
            return wire.send(request);
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    try (ReleaseClient client =
        parts(() -> Duration.ofHours(right[0] ? 0 : -2)).transport(first).build()) {
      countsFrom(
          begun,
          client.resume(death.journal(), ResumeOptions.defaults()).verdict(ref).orElseThrow());
    }
  }

  /** Parts of a client whose wall clock is so much ahead. */
  private ReleaseClientBuilder parts(Supplier<Duration> ahead) {
    return Clockwork.real()
        .clock(() -> sky.clock.instant().plus(ahead.get()))
        .steadyClock(sky.clock::instant)
        .sleeper((duration, wake) -> sky.clock.advance(duration))
        .singleThreaded(true)
        .in(sky.parts());
  }

  @Test
  void of_several_sends_it_counts_from_the_first_that_may_have_done_it() {
    sky.tencent.postpaidGoesToBin(true);
    InstanceRef ref = ref(sky.tencent.add(i -> i.postpaid()));
    sky.clock.advance(Duration.ofMinutes(5));
    sky.tencent.lookLag(Duration.ofSeconds(60));
    sky.tencent.faults(
        new FaultScript()
            .first(SimulatedCall::destructive, Fault.dropped().afterEffect())
            .always(SimulatedCall::destructive, Fault.dropped()));
    Instant begun = sky.clock.instant();
    try (ReleaseClient client = sky.parts().build()) {
      InstanceVerdict verdict = client.releaseInstances(request(ref)).verdict(ref).orElseThrow();
      assertThat(sky.calls(ref)).isGreaterThan(1);
      assertThat(until(verdict)).isBefore(begun.plus(Duration.ofHours(2)).plusSeconds(3));
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void of_a_refusal_for_several_that_did_it_all_the_same_it_counts_from_that_call(String code) {
    InstanceRef other = ref(sky.tencent.add(i -> i.prepaid()));
    refuseOnceAfterTheEffect(code);
    Instant begun = sky.clock.instant();
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult result = client.releaseInstances(both(other));
      countsFrom(begun, result.verdict(ref).orElseThrow());
      countsFrom(begun, result.verdict(other).orElseThrow());
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void so_it_does_when_the_run_is_resumed_days_later(String code) {
    InstanceRef other = ref(sky.tencent.add(i -> i.prepaid()));
    refuseOnceAfterTheEffect(code);
    Instant begun = sky.clock.instant();
    Death death = whenItLooksAgain(both(other));
    sky.clock.advance(Duration.ofDays(6));
    try (ReleaseClient client = sky.parts().build()) {
      ReleaseInstancesResult resumed = client.resume(death.journal(), ResumeOptions.defaults());
      countsFrom(begun, resumed.verdict(ref).orElseThrow());
      countsFrom(begun, resumed.verdict(other).orElseThrow());
    }
  }

  @Test
  void of_a_call_that_is_answered_late_it_counts_from_when_it_was_sent() {
    sky.tencent.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.hang().afterEffect()));
    Instant begun = sky.clock.instant();
    try (ReleaseClient client = sky.parts().build()) {
      countsFrom(begun, client.releaseInstances(request(ref)).verdict(ref).orElseThrow());
    }
  }

  @Test
  void of_what_nobody_saw_before_a_refusal_for_several_it_is_not_known() {
    InstanceRef there =
        ref(sky.tencent.add(i -> i.prepaid().state("SHUTDOWN").isolatedSource("MANMADE")));
    sky.tencent.faults(
        new FaultScript()
            .first(
                SimulatedCall::destructive,
                Fault.code(200, "UnsupportedOperation.InstanceChargeType", "no")));
    ReleaseInstancesRequest blind = both(there).toBuilder().lookFirst(false).build();
    try (ReleaseClient client = sky.parts().build()) {
      InstanceVerdict verdict = client.releaseInstances(blind).verdict(there).orElseThrow();
      assertThat(verdict.verdict()).isEqualTo(Verdict.RECYCLED);
      assertThat(verdict.restorableUntil()).isEmpty();
    }
  }

  /** Each may have been carried out for the others of its call. */
  static List<String> refusals() {
    return List.of(
        "UnsupportedOperation.InstanceStateStarting",
        "UnsupportedOperation.SpecialInstanceType",
        "OperationDenied.InstanceOperationInProgress");
  }

  /** The process dies with the first look after its call. */
  private Death whenItLooksAgain(ReleaseInstancesRequest request) {
    Death death = new Death(folder, sky.clock);
    boolean[] sent = {false};
    death.comes(
        sky.parts(),
        sky.wire(),
        request,
        call -> {
          boolean looksAgain = sent[0] && !call.destructive();
          sent[0] |= call.destructive();
          return looksAgain;
        });
    return death;
  }

  private void refuseOnceAfterTheEffect(String code) {
    sky.clock.advance(Duration.ofMinutes(10));
    sky.tencent.faults(
        new FaultScript()
            .first(SimulatedCall::destructive, Fault.code(200, code, "no").afterEffect()));
  }

  private ReleaseInstancesRequest both(InstanceRef other) {
    return ReleaseInstancesRequest.builder().instance(ref).instance(other).build();
  }

  private static void countsFrom(Instant begun, InstanceVerdict verdict) {
    assertThat(Duration.between(begun, until(verdict)))
        .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusSeconds(5));
  }
}
