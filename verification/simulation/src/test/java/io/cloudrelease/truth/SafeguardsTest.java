package io.cloudrelease.truth;

import static io.cloudrelease.truth.Sky.ref;
import static io.cloudrelease.truth.Sky.refs;
import static io.cloudrelease.truth.Sky.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ResumeOptions;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.execution.call.LanePace;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.testkit.Atomicity;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.transport.HttpTransport;
import io.cloudrelease.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would not be missed until it is needed. */
class SafeguardsTest {
  @TempDir Path folder;
  private final Sky sky = new Sky();

  /** Three in a call, refused for the middle one; the process dies at its next look. */
  private List<InstanceRef> diedAfterARefusal(Death death) {
    List<InstanceRef> refs = new ArrayList<>();
    for (String code : List.of("", "FailedOperation.InvalidInstanceApplicationRole", "")) {
      refs.add(ref(sky.tencent.add(i -> i.prepaid().refusedWith(code))));
    }
    sky.clock.advance(Duration.ofMinutes(5));
    death.comes(
        sky.parts(),
        sky.wire(),
        ReleaseInstancesRequest.builder().instances(refs).deadline(Duration.ofMinutes(40)).build(),
        request -> {
          List<RecordedRequest> all = sky.tencent.ledger().requests();
          return !sky.tencent.ledger().destructiveRequests().isEmpty()
              && !all.get(all.size() - 1).call().destructive();
        });
    return refs;
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 25, 200})
  void a_refused_batch_that_is_resumed_is_looked_at_again_after_the_longest_lag(int behind) {
    sky.tencent.atomicity(Atomicity.EVERY_GOOD_ONE);
    sky.tencent.lookLag(Duration.ofSeconds(behind));
    Death death = new Death(folder, sky.clock);
    List<InstanceRef> refs = diedAfterARefusal(death);
    try (ReleaseClient client =
        Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts()).build()) {
      ReleaseInstancesResult result = client.resume(death.journal(), ResumeOptions.defaults());
      sky.isTrue(result, Goal.RELEASE);
      for (InstanceRef other : List.of(refs.get(0), refs.get(2))) {
        assertThat(sky.applied(other)).isEqualTo(1);
        assertThat(verdict(result, other)).isEqualTo(Verdict.RECYCLED);
      }
    }
  }

  @Test
  void and_where_it_really_touched_nobody_the_others_are_sent_after_that_look() {
    Death death = new Death(folder, sky.clock);
    List<InstanceRef> refs = diedAfterARefusal(death);
    Instant refused = sky.tencent.ledger().destructiveRequests().get(0).call().at();
    try (ReleaseClient client =
        Clockwork.real().steadyClock(sky.clock::instant).in(sky.parts()).build()) {
      ReleaseInstancesResult result = client.resume(death.journal(), ResumeOptions.defaults());
      assertThat(verdict(result, refs.get(0))).isEqualTo(Verdict.RECYCLED);
      assertThat(verdict(result, refs.get(2))).isEqualTo(Verdict.RECYCLED);
    }
    RecordedRequest second = sky.tencent.ledger().destructiveRequests().get(1);
    assertThat(Duration.between(refused, second.call().at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    RecordedRequest look = sky.tencent.ledger().requests().get(second.number() - 2);
    assertThat(look.call().destructive()).isFalse();
    assertThat(Duration.between(refused, look.call().at()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(5));
  }

  /** A journal that says which instances it holds durably. */
  private static final class Slow implements ReleaseJournal, RunLog {
    private final Set<String> durable = new TreeSet<>();

    @Override
    public RunLog begin(JournalEntry.RunStarted started) {
      return this;
    }

    @Override
    public RunLog resume() {
      return this;
    }

    @Override
    public List<JournalEntry> history() {
      return List.of();
    }

    @Override
    public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) {
      intent.instances().forEach(ref -> durable.add(ref.id()));
      return Map.of();
    }

    @Override
    public void note(JournalEntry entry) {}

    @Override
    public void close() {}
  }

  @Test
  void no_call_leaves_before_its_intent_is_durable() {
    Slow journal = new Slow();
    List<InstanceRef> refs = new ArrayList<>(refs(sky.tencent.add(250, i -> i.postpaid())));
    refs.addAll(refs(sky.zenlayer.addBmc(5, i -> {})));
    refs.addAll(refs(sky.aliyun.add(5, i -> {})));
    List<String> tooEarly = new ArrayList<>();
    HttpTransport wire = sky.wire();
    HttpTransport watched =
        new HttpTransport() {
          @Override
          public HttpResponse send(HttpRequest request) throws TransportException {
            Set<String> before = new TreeSet<>(journal.durable);
            HttpResponse response = wire.send(request);
            refs.stream()
                .filter(ref -> sky.calls(ref) > 0 && !before.contains(ref.id()))
                .forEach(ref -> tooEarly.add(ref.toString()));
            return response;
          }

          @Override
          public void close() {
            wire.close();
          }
        };
    sky.release(p -> p.transport(watched).journal(journal), r -> r.instances(refs).noWait());
    assertThat(tooEarly).isEmpty();
    assertThat(journal.durable).hasSize(260);
  }

  @Test
  void the_pace_is_told_what_was_throttled_and_what_was_taken() {
    List<InstanceRef> refs = refs(sky.tencent.add(3, i -> i.postpaid()));
    sky.tencent.faults(
        new FaultScript()
            .times(2, SimulatedCall::destructive, Fault.throttled())
            .first(Sky::look, Fault.throttled()));
    List<String> told = new ArrayList<>();
    Pace usual = new LanePace();
    Pace listening =
        new Pace() {
          @Override
          public Duration reserve(Lane lane, Instant now) {
            return usual.reserve(lane, now);
          }

          @Override
          public void answered(Lane lane, Instant now, Answer answer) {
            told.add(lane.action() + " " + answer.kind());
            usual.answered(lane, now, answer);
          }
        };
    sky.release(p -> p.pace(listening), r -> r.instances(refs).noWait());
    assertThat(told)
        .containsExactly(
            "DescribeInstances THROTTLED",
            "DescribeInstances ACCEPTED",
            "TerminateInstances THROTTLED",
            "TerminateInstances THROTTLED",
            "TerminateInstances ACCEPTED");
  }

  @Test
  void and_sends_more_slowly_then() {
    Duration free = spanOfTenCalls(0);
    Duration throttled = spanOfTenCalls(3);
    assertThat(throttled).isGreaterThan(free.multipliedBy(2));
  }

  private Duration spanOfTenCalls(int throttled) {
    Sky other = new Sky();
    List<InstanceRef> refs = refs(other.tencent.add(1000, i -> i.postpaid()));
    other.tencent.faults(
        new FaultScript().times(throttled, SimulatedCall::destructive, Fault.throttled()));
    other.release(r -> r.instances(refs).noWait());
    List<RecordedRequest> sent = other.tencent.ledger().destructiveRequests();
    return Duration.between(sent.get(0).call().at(), sent.get(sent.size() - 1).call().at());
  }
}
