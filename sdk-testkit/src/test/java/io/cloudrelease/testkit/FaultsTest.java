package io.cloudrelease.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.tencent.TencentCalls;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
  private final VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
  private final SimulatedTencent cloud = new SimulatedTencent(clock);
  private final InProcessTransport transport = InProcessTransport.to(clock, cloud);
  private final String id = cloud.add(i -> {}).id();

  private HttpResponse terminate(String... ids) throws TransportException {
    String body = "{\"InstanceIds\":" + TencentCalls.ids(List.of(ids)) + '}';
    return transport.send(TencentCalls.request(clock.instant(), "TerminateInstances", body));
  }

  private String describe() throws TransportException {
    return transport
        .send(TencentCalls.request(clock.instant(), "DescribeInstances", "{}"))
        .body()
        .text();
  }

  private SendPhase phase(Fault fault) {
    cloud.faults(new FaultScript().first(SimulatedCall::destructive, fault));
    try {
      terminate(id);
      return SendPhase.ANSWERED;
    } catch (TransportException e) {
      return e.phase();
    }
  }

  static Stream<Fault> spoiled() {
    return Faults.spoiledAnswers().stream();
  }

  @ParameterizedTest
  @MethodSource("spoiled")
  void a_spoiled_answer_strikes_before_the_effect_or_after_it(Fault fault) {
    SendPhase before = phase(fault);
    assertThat(cloud.ledger().timesApplied(id)).isZero();
    assertThat(phase(fault.afterEffect())).isEqualTo(before).isNotEqualTo(SendPhase.NOT_SENT);
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
    assertThat(cloud.ledger().requests()).hasSize(2);
    assertThat(cloud.ledger().requests().get(1).fault().orElseThrow().toString())
        .endsWith("after the effect");
  }

  @Test
  void a_refused_connection_never_reaches_the_cloud() {
    assertThat(phase(Fault.connectionRefused())).isEqualTo(SendPhase.NOT_SENT);
    assertThat(cloud.ledger().requests()).isEmpty();
    assertThatThrownBy(() -> Fault.connectionRefused().afterEffect())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hanging_and_slow_answers_cost_the_callers_whole_patience() {
    Instant start = clock.instant();
    assertThat(phase(Fault.hang())).isEqualTo(SendPhase.NO_ANSWER);
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(30));
    assertThat(phase(Fault.slow(Duration.ofMinutes(1)))).isEqualTo(SendPhase.NO_ANSWER);
    assertThat(clock.instant()).isEqualTo(start.plusSeconds(60));
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
  }

  @Test
  void a_slow_answer_within_patience_arrives_late() throws TransportException {
    Instant start = clock.instant();
    cloud.faults(
        new FaultScript().first(SimulatedCall::destructive, Fault.slow(Duration.ofSeconds(9))));
    assertThat(terminate(id).status()).isEqualTo(200);
    assertThat(clock.instant()).isEqualTo(start.plusMillis(9020));
  }

  @Test
  void a_stale_look_shows_the_past_and_the_next_one_the_present() throws TransportException {
    terminate(id);
    cloud.faults(
        new FaultScript()
            .first(call -> !call.destructive(), Fault.staleLook(Duration.ofSeconds(5))));
    assertThat(describe()).contains("RUNNING").doesNotContain("TERMINATING");
    assertThat(describe()).contains("TERMINATING");
  }

  @Test
  void a_lag_hides_a_change_for_a_bounded_while() throws TransportException {
    cloud.lookLag(Duration.ofSeconds(3));
    terminate(id);
    assertThat(describe()).contains("RUNNING");
    clock.advance(Duration.ofSeconds(3));
    assertThat(describe()).contains("TERMINATING");
  }

  @Test
  void a_batch_can_be_carried_out_in_part_and_refused() throws TransportException {
    String second = cloud.add(i -> {}).id();
    String kept = cloud.add(i -> i.protectedFromRelease()).id();
    cloud.faults(new FaultScript().always(SimulatedCall::destructive, Fault.partlyApplied(1)));
    assertThat(terminate(id, second).body().text()).contains("\"InternalError\"");
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
    assertThat(cloud.ledger().timesApplied(second)).isZero();
    assertThat(terminate(second, kept).body().text()).contains("InstancesProtected");
    assertThat(cloud.ledger().timesApplied(second)).isEqualTo(1);
  }

  @Test
  void a_script_strikes_by_order() throws TransportException {
    cloud.faults(new FaultScript().nth(2, call -> true, Fault.gateway(502)));
    assertThat(describe()).contains("InstanceSet");
    assertThat(describe()).contains("502");
    assertThat(describe()).contains("InstanceSet");
  }

  @Test
  void one_seed_gives_one_schedule() {
    assertThat(schedule(7)).isEqualTo(schedule(7)).isNotEqualTo(schedule(8)).contains("");
    assertThat(schedule(7)).anyMatch(text -> text.endsWith("after the effect"));
  }

  private static List<String> schedule(long seed) {
    VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
    RandomFaults faults =
        new RandomFaults(new Random(seed))
            .destructive(0.5, Faults.destructive())
            .looks(0.5, Faults.looks())
            .atMost(20);
    List<String> schedule = new ArrayList<>();
    SimulatedTencent cloud = new SimulatedTencent(clock);
    cloud.faults(faults);
    for (int i = 0; i < 60; i++) {
      String action = i % 2 == 0 ? "TerminateInstances" : "DescribeInstances";
      cloud.handle(TencentCalls.request(clock.instant(), action, "{}"));
    }
    cloud
        .ledger()
        .requests()
        .forEach(request -> schedule.add(request.fault().map(Fault::toString).orElse("")));
    return schedule;
  }

  @Test
  void the_same_bytes_twice_are_noticed() throws TransportException {
    var request = TencentCalls.request(clock.instant(), "TerminateInstances", "{}");
    transport.send(request);
    assertThat(cloud.ledger().identicalRequests()).isEmpty();
    transport.send(request);
    assertThat(cloud.ledger().identicalRequests()).hasSize(1);
  }

  @Test
  void somebody_else_can_release_an_instance() throws TransportException {
    cloud.vanish(id);
    assertThat(cloud.ledger().isGone(id)).isTrue();
    assertThat(cloud.ledger().timesApplied(id)).isZero();
    assertThat(terminate(id).body().text()).contains("InvalidInstanceId.NotFound");
  }

  @Test
  void nobody_is_there_for_another_clouds_request() {
    InProcessTransport empty = InProcessTransport.to(clock);
    assertThatThrownBy(
            () -> empty.send(TencentCalls.request(clock.instant(), "DescribeInstances", "{}")))
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(e.phase()).isEqualTo(SendPhase.NOT_SENT));
  }

  @Test
  void a_repeated_row_hides_another_and_the_total_stays() throws TransportException {
    String other = cloud.add(i -> {}).id();
    cloud.faults(new FaultScript().first(call -> !call.destructive(), Fault.repeatedRow()));
    assertThat(describe())
        .contains("\"TotalCount\":2", id)
        .doesNotContain(other)
        .matches(text -> text.indexOf(id) != text.lastIndexOf(id));
    assertThat(describe()).contains(id, other);
  }

  @Test
  void a_look_may_show_nothing_and_count_none_once() throws TransportException {
    cloud.faults(new FaultScript().first(call -> !call.destructive(), Fault.nothingShown()));
    assertThat(describe()).contains("\"TotalCount\":0").doesNotContain(id);
    assertThat(describe()).contains("\"TotalCount\":1", id);
  }

  @Test
  void a_call_without_an_answer_may_be_carried_out_minutes_later() {
    Fault late = Fault.dropped().lateEffect(Duration.ofMinutes(6));
    assertThat(phase(late)).isEqualTo(SendPhase.NO_ANSWER);
    assertThat(late).hasToString("connection dropped, carried out 360 s later");
    clock.advance(Duration.ofMinutes(5));
    assertThat(cloud.ledger().timesApplied(id)).isZero();
    assertThat(cloud.ledger().requests().get(0).appliedTo()).isEmpty();
    Instant due = cloud.ledger().requests().get(0).call().at().plus(Duration.ofMinutes(6));
    clock.advance(Duration.ofMinutes(2));
    assertThat(cloud.ledger().effects(id)).extracting(Effect::at).containsExactly(due);
    assertThat(cloud.ledger().requests().get(0).appliedTo()).containsExactly(id);
    assertThat(cloud.ledger().isGone(id)).isTrue();
  }

  @Test
  void what_another_did_meanwhile_comes_before_a_late_call() throws TransportException {
    phase(Fault.hang().lateEffect(Duration.ofMinutes(2)));
    terminate(id);
    clock.advance(Duration.ofMinutes(3));
    assertThat(cloud.ledger().timesApplied(id)).isEqualTo(1);
    assertThat(cloud.ledger().effects(id).get(0).request()).isEqualTo(2);
    assertThat(cloud.ledger().requests().get(0).appliedTo()).isEmpty();
  }

  @Test
  void looks_may_lag_each_by_its_own_and_calls_take_their_time() throws TransportException {
    cloud.lookLag(call -> Duration.ofMinutes(call.number() % 2 == 0 ? 4 : 0));
    terminate(id);
    assertThat(describe()).contains("RUNNING");
    assertThat(describe()).contains("TERMINATING");
    Instant before = clock.instant();
    cloud.answerDelay(call -> Duration.ofSeconds(call.destructive() ? 0 : 20));
    describe();
    assertThat(Duration.between(before, clock.instant())).isGreaterThan(Duration.ofSeconds(19));
  }

  @Test
  void untrue_looks_and_late_effects_are_told_by_name() {
    assertThat(Faults.untrueLooks())
        .extracting(Fault::toString)
        .contains("stale look", "a row repeated", "nothing shown");
    assertThat(Faults.lateEffects())
        .hasSize(3)
        .allSatisfy(fault -> assertThat(fault.toString()).contains("carried out"));
    assertThatThrownBy(() -> Fault.connectionRefused().lateEffect(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A test would pass for nothing. */
  @Test
  void faults_that_could_never_strike_are_refused() {
    FaultScript script = new FaultScript();
    RandomFaults random = new RandomFaults(new Random(1));
    Duration negative = Duration.ofSeconds(-1);
    List<Fault> some = List.of(Fault.dropped());
    for (ThrowableAssert.ThrowingCallable wrong :
        List.<ThrowableAssert.ThrowingCallable>of(
            () -> script.nth(0, call -> true, Fault.dropped()),
            () -> script.times(-1, call -> true, Fault.dropped()),
            () -> random.destructive(1.5, some),
            () -> random.destructive(Double.NaN, some),
            () -> random.looks(-0.1, some),
            () -> random.looks(0.5, List.of()),
            () -> random.atMost(-1),
            () -> Fault.partlyApplied(-1),
            () -> Fault.dropped().lateEffect(negative),
            () -> Fault.dropped().delayed(negative),
            () -> Fault.slow(negative),
            () -> Fault.staleLook(negative),
            () -> Fault.retryAfter(429, negative),
            () -> Fault.retryAfter(429, Duration.ofMillis(1500)))) {
      assertThatThrownBy(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("null");
    }
    assertThatThrownBy(() -> script.nth(0, call -> true, Fault.dropped()))
        .hasMessage("order is 0; it must be at least 1");
    assertThatThrownBy(() -> script.first(call -> true, null)).hasMessage("fault");
  }
}
