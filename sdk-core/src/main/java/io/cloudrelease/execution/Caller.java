package io.cloudrelease.execution;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.http.SendPhase;
import io.cloudrelease.http.TransportException;
import io.cloudrelease.retry.RetryContext;
import io.cloudrelease.retry.RetryDecision;
import io.cloudrelease.signing.SigningContext;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.CloudProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one call to its end: pace, sign, send, read, and again as far as the retry policy and the
 * rules above it allow. The only place that sends, and so the only place that sends again.
 */
final class Caller<A> {
  private static final Logger LOG = LoggerFactory.getLogger(Caller.class);
  private static final ErrorRule NOT_SENT =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.NO, Remedy.RETRY);
  private static final ErrorRule NO_ANSWER =
      ErrorRule.of(ErrorCategory.UNAVAILABLE, Applied.MAYBE, Remedy.RETRY);
  private static final ErrorRule NO_CREDENTIALS =
      ErrorRule.of(ErrorCategory.UNAUTHENTICATED, Applied.NO, Remedy.GIVE_UP);
  private static final ErrorRule BROKEN_BEFORE =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);
  private static final ErrorRule BROKEN_AFTER =
      ErrorRule.of(ErrorCategory.INTERNAL, Applied.MAYBE, Remedy.LOOK_FIRST).scope(Scope.REQUEST);

  private static final ErrorRule WITHHELD =
      ErrorRule.of(ErrorCategory.GUARDED, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  /** With less time left a destructive call would most likely end without its answer. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  private final Machinery machinery;
  private final RunControl control;
  private final Call<A> call;
  private final CloudProvider provider;
  private final Turn turn;

  /** The time that the last request for these instances was signed with. */
  private Instant signedAt;

  private int attempts;
  private int sends;
  private boolean maybeApplied;
  private boolean clockFixed;
  private boolean credentialsRefreshed;
  private final List<String> requestIds = new ArrayList<>();

  Caller(Machinery machinery, RunControl control, Call<A> call) {
    this.machinery = machinery;
    this.control = control;
    this.call = call;
    this.provider = call.account().provider();
    this.turn = new Turn(machinery, control, call);
    this.signedAt = call.signedBefore();
  }

  /** Sends until it is accepted, refused, ambiguous or not sendable. */
  Outcome<A> call() {
    Attempt<A> last = null;
    while (true) {
      Optional<ReleaseError> halted = waitForTurn();
      if (halted.isPresent()) {
        return last == null || last.phase() == SendPhase.NOT_SENT
            ? end(maybeApplied ? Outcome.Kind.AMBIGUOUS : Outcome.Kind.NOT_SENT, halted.get(), last)
            : failed(last);
      }
      Optional<Outcome<A>> withheld = attempts == 0 ? announce() : Optional.empty();
      if (withheld.isPresent()) {
        return withheld.get();
      }
      attempts++;
      last = attempt();
      if (last.failure() == null) {
        return accepted(last);
      }
      Optional<Outcome<A>> over = afterFailure(last);
      if (over.isPresent()) {
        return over.get();
      }
    }
  }

  /** Makes the intent durable; that may take a while, so the halt is asked for once more. */
  private Optional<Outcome<A>> announce() {
    Optional<Withheld> withheld = call.announce();
    if (withheld.isPresent()) {
      return Optional.of(
          new Outcome<>(
              Outcome.Kind.NOT_SENT,
              null,
              withheld.get().error(),
              WITHHELD,
              withheld.get().ids(),
              List.of(),
              0,
              control.now(),
              signedAt));
    }
    return call.destructive()
        ? control.mayNotSend().map(why -> end(Outcome.Kind.NOT_SENT, why, null))
        : Optional.empty();
  }

  private Optional<Outcome<A>> afterFailure(Attempt<A> last) {
    RetryDecision decision = allowed(last, decide(last));
    LOG.debug("{}: attempt {} {}: {}", call.lane(), attempts, decision.action(), decision.reason());
    if (decision.action() != RetryDecision.Action.SEND_AGAIN) {
      return Optional.of(failed(last));
    }
    prepareAgain(last);
    machinery.tell(
        ReleaseEvent.Kind.RETRYING,
        call.lane(),
        call.size(),
        last.error().code() + " " + decision.reason());
    pause(decision.delay());
    return Optional.empty();
  }

  private RetryDecision decide(Attempt<A> last) {
    RetryContext context =
        new RetryContext(
            call.destructive(),
            last.phase(),
            last.rule(),
            attempts,
            call.action().idempotencyToken(),
            call.escalates(),
            false,
            false,
            clockFixed || (last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isEmpty()),
            credentialsRefreshed,
            last.retryAfter(),
            control.timeLeft());
    try {
      return Objects.requireNonNull(machinery.retryPolicy().decide(context), "decision");
    } catch (RuntimeException broken) {
      LOG.warn("the retry policy threw {}; nothing is sent again", broken.getClass().getName());
      return RetryDecision.look("the retry policy is broken");
    }
  }

  /** Holds any policy to the rule that protects instances. */
  private RetryDecision allowed(Attempt<A> last, RetryDecision decision) {
    boolean maybe = last.phase() == SendPhase.NO_ANSWER || last.rule().applied() == Applied.MAYBE;
    return call.destructive()
            && maybe
            && !call.action().idempotencyToken()
            && decision.action() == RetryDecision.Action.SEND_AGAIN
        ? RetryDecision.look("it may have been applied; the policy may not send it again")
        : decision;
  }

  private void prepareAgain(Attempt<A> last) {
    if (last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isPresent()) {
      clockFixed = true;
      call.account()
          .learnClockOffset(Duration.between(machinery.clock().instant(), last.serverTime().get()));
    }
    if (last.rule().remedy() == Remedy.REFRESH_CREDENTIALS) {
      credentialsRefreshed = true;
      try {
        provider.credentials().refresh();
      } catch (RuntimeException broken) {
        // Then the old ones are refused once more, and that stands.
        LOG.warn("{}: credentials: refresh threw {}", call.lane(), broken.getClass().getName());
      }
    }
  }

  private Optional<ReleaseError> waitForTurn() {
    try {
      turn.await(this::pause);
    } catch (RuntimeException broken) {
      LOG.warn("{}: the pace threw {}", call.lane(), broken.getClass().getName());
      return Optional.of(
          ReleaseError.of(
                  ErrorCategory.INTERNAL,
                  "PaceBroken",
                  "the pace threw " + broken.getClass().getName())
              .hint("nothing leaves without its turn"));
    }
    if (!call.destructive()) {
      return control.halted();
    }
    Optional<ReleaseError> halted = control.mayNotSend();
    if (halted.isEmpty() && control.timeLeft().compareTo(LEAST_TIME) < 0) {
      return Optional.of(
          ReleaseError.of(
                  ErrorCategory.DEADLINE, "DeadlineTooNear", "too little time is left to send")
              .hint("give the request a longer deadline"));
    }
    return halted;
  }

  private void pause(Duration wanted) {
    Duration left = control.timeLeft();
    Duration pause = wanted.compareTo(left) < 0 ? wanted : left;
    if (pause.isZero() || pause.isNegative()) {
      return;
    }
    try {
      machinery.sleeper().sleep(pause, control.whenStopped());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      control.stop("interrupted");
    }
  }

  /** Sign, send, read: once. */
  private Attempt<A> attempt() {
    Credentials credentials;
    HttpRequest request;
    try {
      credentials = provider.credentials().resolve();
      request =
          provider
              .signer()
              .sign(
                  call.encode(),
                  credentials,
                  new SigningContext(signingTime(), machinery.nonces().get()))
              .with(timeout(), call.destructive());
    } catch (ConfigurationException missing) {
      return Attempt.lost(
          SendPhase.NOT_SENT,
          NO_CREDENTIALS,
          "MissingCredentials",
          String.valueOf(missing.getMessage()));
    } catch (RuntimeException broken) {
      return Attempt.lost(
          SendPhase.NOT_SENT, BROKEN_BEFORE, "ProviderBroken", broken("made no request", broken));
    }
    return send(request, new Redaction(credentials, request));
  }

  /**
   * The cloud's time; for a repeated destructive request at least a second later than before, since
   * schemes that know neither nonce nor fraction of a second would make the same bytes again.
   */
  private Instant signingTime() {
    Instant cloudTime = machinery.clock().instant().plus(call.account().clockOffset());
    Instant next = signedAt.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    signedAt =
        call.destructive() && cloudTime.isBefore(next) && near(next, cloudTime) ? next : cloudTime;
    return signedAt;
  }

  /** Not when the clock was corrected backwards meanwhile: then the times differ anyhow. */
  private static boolean near(Instant next, Instant cloudTime) {
    return Duration.between(cloudTime, next).compareTo(Duration.ofSeconds(60)) < 0;
  }

  private Attempt<A> send(HttpRequest request, Redaction redaction) {
    HttpResponse response;
    try {
      response = machinery.transport().send(request);
    } catch (TransportException lost) {
      boolean notSent = lost.phase() == SendPhase.NOT_SENT;
      noteSend(!notSent, true, "");
      return Attempt.lost(
          lost.phase(),
          notSent ? NOT_SENT : NO_ANSWER,
          notSent ? "NotSent" : "NoAnswer",
          redaction.apply(String.valueOf(lost.getMessage())));
    } catch (RuntimeException broken) {
      noteSend(true, true, "");
      return Attempt.lost(
          SendPhase.NO_ANSWER, BROKEN_AFTER, "TransportBroken", broken("broke", broken));
    }
    return read(response, redaction);
  }

  private Attempt<A> read(HttpResponse response, Redaction redaction) {
    A answer;
    Optional<CloudFailure> failure;
    try {
      answer = call.read(response);
      failure = call.failure(answer);
    } catch (RuntimeException broken) {
      noteSend(true, true, "");
      return Attempt.lost(
          SendPhase.ANSWERED,
          BROKEN_AFTER,
          "ProviderBroken",
          broken("could not read an answer", broken));
    }
    if (failure.isEmpty()) {
      turn.accepted(response);
      noteSend(true, false, call.requestId(answer));
      return Attempt.accepted(answer);
    }
    CloudFailure f = failure.get();
    ErrorRule rule = call.account().facts().errors().match(f.status(), f.code());
    noteSend(true, rule.applied() == Applied.MAYBE, f.requestId());
    ReleaseError error =
        new ReleaseError(
            rule.category(), redaction.apply(f.code()), redaction.apply(f.message()), rule.hint());
    return Attempt.refused(rule, f, error, turn.refused(response, rule), response.date());
  }

  private String broken(String what, RuntimeException e) {
    // The message of a stranger's exception may hold anything; its class cannot hold a secret.
    LOG.warn("{} {}: {}", call.lane(), what, e.getClass().getName());
    return "provider " + call.account().name() + " " + what + " (" + e.getClass().getName() + ")";
  }

  private void noteSend(boolean left, boolean maybe, String requestId) {
    if (left) {
      sends++;
      maybeApplied |= maybe;
      if (!requestId.isEmpty()) {
        requestIds.add(requestId);
      }
    }
  }

  private Duration timeout() {
    Duration left = control.timeLeft();
    Duration usual = call.action().timeout();
    Duration timeout = usual.compareTo(left) < 0 ? usual : left;
    return timeout.isZero() ? Duration.ofMillis(1) : timeout;
  }

  private Outcome<A> accepted(Attempt<A> last) {
    return new Outcome<>(
        Outcome.Kind.ACCEPTED,
        last.answer(),
        ReleaseError.of(ErrorCategory.UNKNOWN, "", ""),
        Outcome.NO_RULE,
        List.of(),
        requestIds,
        sends,
        control.now(),
        signedAt);
  }

  private Outcome<A> failed(Attempt<A> last) {
    // An earlier attempt that may have been applied outweighs a later refusal; a dry run's cannot
    // have been.
    if (maybeApplied && last.rule().category() != ErrorCategory.DRY_RUN_PASSED) {
      return end(Outcome.Kind.AMBIGUOUS, last.error(), last);
    }
    return end(
        last.phase() == SendPhase.NOT_SENT ? Outcome.Kind.NOT_SENT : Outcome.Kind.REFUSED,
        last.error(),
        last);
  }

  private Outcome<A> end(Outcome.Kind kind, ReleaseError error, @Nullable Attempt<A> last) {
    return new Outcome<>(
        kind,
        null,
        error,
        last == null ? Outcome.NO_RULE : last.rule(),
        last == null ? List.of() : last.culprits(),
        requestIds,
        sends,
        control.now(),
        signedAt);
  }

  /** Runs a call to its end. */
  static <A> Supplier<Outcome<A>> of(Machinery machinery, RunControl control, Call<A> call) {
    return () -> new Caller<>(machinery, control, call).call();
  }
}
