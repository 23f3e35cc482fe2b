package io.cloudrelease.execution.call;

import static io.cloudrelease.execution.call.CallScene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.execution.instance.CallEnd;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.retry.RetryDecision;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.transport.SendPhase;
import io.cloudrelease.transport.TransportException;
import io.cloudrelease.transport.TransportException.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The calls that a run makes: looks, and requests to release. */
class OwnCallsTest {
  private static final InstanceRef ONE = InstanceRef.of("fake", "r1", "i-1");
  private static final InstanceRef TWO = InstanceRef.of("fake", "r1", "i-2");

  /** A provider that looks and releases; an answer other than "ok" is a code. */
  private static final class Cloud extends CallScene {
    final List<LookQuery> looked = new ArrayList<>();
    final List<ReleaseBatch> released = new ArrayList<>();

    private static CloudFailure refusal(String code) {
      return CloudFailure.of(400, code, "said c4n4ry-key", "req-f");
    }

    @Override
    public ApiRequest encodeLook(LookQuery query) {
      looked.add(query);
      return super.encode();
    }

    @Override
    public LookAnswer readLook(LookQuery query, HttpResponse response) {
      String text = response.body().text();
      return text.equals("ok")
          ? LookAnswer.shows(
              List.of(
                  Snapshot.builder(ONE, query.at(), LifecyclePhase.STABLE)
                      .name("c4n4ry-key")
                      .build()),
              true)
          : LookAnswer.failed(refusal(text));
    }

    @Override
    public ApiRequest encodeRelease(ReleaseBatch batch) {
      released.add(batch);
      return super.encode();
    }

    @Override
    public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
      String text = response.body().text();
      return text.equals("ok")
          ? ReleaseAnswer.acceptedExcept("req-" + released.size(), List.of("i-2"))
          : ReleaseAnswer.failed(refusal(text));
    }
  }

  private final Cloud cloud = new Cloud();

  private <A> Outcome<A> run(Call<A> call) {
    CallRunner<A> runner = CallRunner.of(cloud.parts(), cloud.control, call);
    runner.toEnd();
    return runner.outcome();
  }

  // ---- looks ----

  private LookCall look() {
    return new LookCall(
        cloud.account, new LookQuery("r1", List.of(ONE, TWO), Instant.EPOCH), () -> cloud.steady);
  }

  @Test
  void what_a_look_shows_is_as_old_as_its_last_attempt() {
    cloud.policy = context -> RetryDecision.sendAgain(Duration.ofSeconds(5), "again");
    cloud.answers("Throttled", "ok");
    LookCall call = look();
    Outcome<LookAnswer> end = run(call);
    Instant then = NOW.plusSeconds(5);
    assertThat(cloud.looked).extracting(LookQuery::at).containsExactly(NOW, then);
    assertThat(call.query()).isEqualTo(new LookQuery("r1", List.of(ONE, TWO), then));
    assertThat(end.readable().orElseThrow().snapshots())
        .extracting(Snapshot::takenAt)
        .containsExactly(then);
  }

  @Test
  void what_a_look_shows_holds_no_secret() {
    cloud.answers("ok");
    LookAnswer answer = run(look()).readable().orElseThrow();
    assertThat(answer.snapshots()).extracting(Snapshot::name).containsExactly("***");
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void a_look_that_is_refused_says_why() {
    cloud.answers("Denied");
    Outcome<LookAnswer> end = run(look());
    assertThat(end.kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(end.error().code()).isEqualTo("Denied");
    assertThat(end.requestIds()).containsExactly("req-f");
  }

  @Test
  void a_look_is_a_read_in_the_lane_of_looks() {
    cloud.killed = true;
    cloud.policy = context -> RetryDecision.sendAgain(Duration.ZERO, "at once");
    cloud.answers("Accident", "ok");
    LookCall call = look();
    assertThat(run(call).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(cloud.signings).extracting(SigningContext::now).containsExactly(NOW, NOW);
    assertThat(cloud.sent)
        .extracting(HttpRequest::timeout)
        .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(10));
    assertThat(call.lane()).isEqualTo(new Lane("fake", "r1", "Look"));
    assertThat(call.action().name()).isEqualTo("Look");
    assertThat(call.account()).isSameAs(cloud.account);
    assertThat(call.instances()).containsExactly(ONE, TWO);
    assertThat(call.signedBefore()).isEqualTo(Instant.EPOCH);
    assertThat(List.of(call.destructive(), call.dryRun(), call.escalates())).containsOnly(false);
  }

  // ---- requests to release ----

  /** What is asked before a request leaves, and what it is told. */
  private static final class Check implements SendCall.LastCheck {
    final List<String> asked = new ArrayList<>();
    Optional<Withheld> first = Optional.empty();
    Optional<Withheld> again = Optional.empty();
    Optional<ReleaseError> leaving = Optional.empty();

    @Override
    public Optional<Withheld> first() {
      asked.add("first");
      return first;
    }

    @Override
    public Optional<Withheld> again() {
      asked.add("again");
      return again;
    }

    @Override
    public Optional<ReleaseError> leaving() {
      asked.add("leaving");
      return leaving;
    }

    @Override
    public void stayed() {
      asked.add("stayed");
    }

    @Override
    public String batchId() {
      return "b-7";
    }
  }

  private final Check check = new Check();

  private SendCall send(boolean escalates) {
    return send(escalates, false);
  }

  private SendCall send(boolean escalates, boolean dryRun) {
    Intent intent = new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), dryRun);
    Assessment.Step step = new Assessment.Step("Release", 1, "", escalates);
    ReleaseBatch batch = new ReleaseBatch("r1", step, List.of(ONE, TWO), intent, "token");
    return new SendCall(cloud.account, batch, Instant.EPOCH, new HashSet<>(), check);
  }

  @Test
  void a_request_is_asked_for_before_each_attempt_and_told_when_it_stayed() {
    cloud.policy = context -> RetryDecision.sendAgain(Duration.ZERO, "again");
    cloud.steps.add(
        () -> {
          throw new TransportException(SendPhase.NOT_SENT, Obstacle.PASSING, "no way");
        });
    cloud.answers("ok");
    Outcome<ReleaseAnswer> end = run(send(false));
    assertThat(end.kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(check.asked).containsExactly("first", "leaving", "stayed", "again", "leaving");
    assertThat(end.requestIds()).containsExactly("req-2");
    assertThat(end.refusedIds()).containsExactly("i-2");
  }

  @Test
  void a_request_is_held_back_at_each_of_these_moments() {
    Withheld old =
        Withheld.of(
            Withheld.Kind.OLD_LOOK,
            ReleaseError.of(ErrorCategory.INTERNAL, OwnCodes.OLD_LOOK, "old"));
    check.first = Optional.of(old);
    assertThat(run(send(false)).withheld()).contains(old);
    check.first = Optional.empty();
    check.again = Optional.of(old);
    cloud.answers("Throttled");
    assertThat(run(send(false)).withheld()).contains(old);
    check.leaving = Optional.of(ReleaseError.of(ErrorCategory.STOPPED, OwnCodes.STOPPED, "over"));
    assertThat(run(send(false)).error().code()).isEqualTo(OwnCodes.STOPPED);
    check.leaving = Optional.of(old.error());
    assertThat(run(send(false)).withheld()).contains(old);
    assertThat(cloud.sent).hasSize(1);
  }

  @Test
  void a_request_that_may_go_too_far_is_not_repeated() {
    cloud.policy = context -> RetryDecision.sendAgain(Duration.ZERO, "again");
    cloud.answers("Busy", "ok", "Busy");
    assertThat(run(send(false)).kind()).isEqualTo(Outcome.Kind.ACCEPTED);
    assertThat(run(send(true)).kind()).isEqualTo(Outcome.Kind.REFUSED);
    assertThat(cloud.sent).hasSize(3);
  }

  @Test
  void a_request_is_of_its_batch_in_the_lane_of_its_action() {
    cloud.answers("ok");
    SendCall call = send(true);
    run(call);
    assertThat(cloud.released).containsExactly(call.batch());
    assertThat(call.lane()).isEqualTo(new Lane("fake", "r1", "Release"));
    assertThat(call.action().name()).isEqualTo("Release");
    assertThat(call.instances()).containsExactly(ONE, TWO);
    assertThat(call.batchId()).isEqualTo("b-7");
    assertThat(List.of(call.destructive(), call.escalates())).containsOnly(true);
    assertThat(call.dryRun()).isFalse();
    assertThat(send(false, true).dryRun()).isTrue();
  }

  @Test
  void its_end_is_what_the_rules_of_an_instance_hear() {
    cloud.answers("Denied");
    CallEnd end = run(send(false)).end(2);
    ErrorRule denied = ErrorRule.of(ErrorCategory.FORBIDDEN, Applied.NO, Remedy.GIVE_UP);
    assertThat(end)
        .isEqualTo(
            new CallEnd(
                NOW,
                2,
                1,
                0,
                0,
                true,
                List.of("req-f"),
                ReleaseError.of(ErrorCategory.FORBIDDEN, "Denied", "said ***"),
                denied));
  }

  @Test
  void only_a_readable_answer_to_a_release_names_ids_that_were_not_done() {
    cloud.answers("ok");
    assertThat(run(look()).refusedIds()).isEmpty();
  }
}
