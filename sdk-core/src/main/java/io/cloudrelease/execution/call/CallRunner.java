package io.cloudrelease.execution.call;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.OwnCodes;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.retry.RetryContext;
import io.cloudrelease.retry.RetryDecision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one call to its end: turn, intent, exchange, and again as far as the retry policy and the
 * rules above it allow.
 */
public final class CallRunner<A> {
  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

  /** With less time left a destructive call would most likely end without its answer. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  private final ClientParts parts;
  private final RunControl control;
  private final Call<A> call;
  private final Exchange<A> exchange;
  private final Turn turn;
  private final Attempts tried = new Attempts();
  private boolean clockFixed;
  private boolean credentialsRefreshed;

  /** Whether its first turn was taken already, by a call that then did not leave. */
  private boolean turnPaid;

  private CallRunner(ClientParts parts, RunControl control, Call<A> call, boolean turnPaid) {
    this.parts = parts;
    this.control = control;
    this.call = call;
    this.turn = new Turn(parts, control, call);
    this.exchange = new Exchange<>(parts, control, call, turn);
    this.turnPaid = turnPaid;
  }

  /** Runs a call to its end. */
  public static <A> Supplier<Outcome<A>> of(ClientParts parts, RunControl control, Call<A> call) {
    return of(parts, control, call, false);
  }

  /**
   * Runs a call to its end.
   *
   * @param turnPaid whether its first turn was taken already, by a call that then did not leave
   */
  public static <A> Supplier<Outcome<A>> of(
      ClientParts parts, RunControl control, Call<A> call, boolean turnPaid) {
    return () -> new CallRunner<>(parts, control, call, turnPaid).run();
  }

  /** Sends until it is accepted, refused, ambiguous or not sendable. */
  private Outcome<A> run() {
    Attempt<A> last = null;
    while (true) {
      Optional<ReleaseError> halted = waitForTurn();
      if (halted.isPresent()) {
        return halted(halted.get(), last);
      }
      Optional<Outcome<A>> keptBack = last == null ? announce() : tooLate(last);
      if (keptBack.isPresent()) {
        return keptBack.get();
      }
      last = exchange.once();
      tried.add(last);
      if (last.isAccepted()) {
        return end(Outcome.Kind.ACCEPTED, last.error(), last);
      }
      RetryDecision decision = allowed(last, decide(last));
      LOG.debug(
          "{}: attempt {} {}: {}",
          call.lane(),
          tried.count(),
          decision.action(),
          decision.reason());
      if (decision.action() != RetryDecision.Action.SEND_AGAIN) {
        return failed(last);
      }
      if (!prepareAgain(last, decision)) {
        return failed(last);
      }
    }
  }

  /** The run ended before this attempt: what the last one met is worth more than that. */
  private Outcome<A> halted(ReleaseError why, @Nullable Attempt<A> last) {
    if (last == null) {
      return end(Outcome.Kind.NOT_SENT, why, null);
    }
    if (last.left() && !last.turnedAway()) {
      return failed(last);
    }
    ReleaseError met = last.error();
    ReleaseError told =
        why.category() == ErrorCategory.DEADLINE
            ? new ReleaseError(
                met.category(),
                met.code(),
                met.message() + "; then the deadline came",
                met.hint().isEmpty() ? why.hint() : met.hint())
            : why;
    return end(tried.maybeApplied() ? Outcome.Kind.AMBIGUOUS : Outcome.Kind.NOT_SENT, told, last);
  }

  /** Makes the intent durable; that may take a while, so the halt is asked for once more. */
  private Optional<Outcome<A>> announce() {
    Optional<Withheld> withheld = call.keepBack();
    if (withheld.isPresent()) {
      return Optional.of(withheld(withheld.get(), null));
    }
    return call.destructive()
        ? control.mayNotSend().map(why -> end(Outcome.Kind.NOT_SENT, why, null))
        : Optional.empty();
  }

  /** What an earlier attempt was decided on may no longer be so when the next one could leave. */
  private Optional<Outcome<A>> tooLate(Attempt<A> last) {
    Optional<Withheld> old = call.keepBackAgain();
    if (old.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(tried.maybeApplied() ? failed(last) : withheld(old.get(), last));
  }

  private RetryDecision decide(Attempt<A> last) {
    boolean clockUnknown = last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isEmpty();
    RetryContext context =
        new RetryContext(
            call.destructive(),
            last.phase(),
            last.rule(),
            tried.count(),
            call.action().idempotencyToken(),
            call.escalates(),
            false,
            false,
            clockFixed || clockUnknown,
            credentialsRefreshed,
            last.retryAfter(),
            control.timeLeft());
    try {
      return Objects.requireNonNull(parts.retryPolicy().decide(context), "decision");
    } catch (RuntimeException broken) {
      LOG.warn("the retry policy threw {}; nothing is sent again", broken.getClass().getName());
      return RetryDecision.look("the retry policy is broken");
    }
  }

  /** Holds any policy to the rules that protect instances. */
  private RetryDecision allowed(Attempt<A> last, RetryDecision decision) {
    if (!call.destructive() || decision.action() != RetryDecision.Action.SEND_AGAIN) {
      return decision;
    }
    if (last.maybeApplied() && !call.action().idempotencyToken()) {
      return RetryDecision.look("it may have been applied; the policy may not send it again");
    }
    boolean unseen = !last.left() || last.rule().proves() == Proof.ALL;
    return call.escalates() && !unseen
        ? RetryDecision.look("a second call could go further than the goal")
        : decision;
  }

  /** False when nothing would be different: the same keys would be refused once more. */
  private boolean prepareAgain(Attempt<A> last, RetryDecision decision) {
    if (last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isPresent()) {
      clockFixed = true;
      call.account()
          .learnClockOffset(Duration.between(parts.clock().instant(), last.serverTime().get()));
    }
    if (last.rule().remedy() == Remedy.REFRESH_CREDENTIALS) {
      credentialsRefreshed = true;
      if (!exchange.hasNewKeys()) {
        return false;
      }
    }
    parts.tell(
        ReleaseEvent.Kind.RETRYING,
        call.lane(),
        call.size(),
        last.error().code() + " " + decision.reason());
    pause(decision.delay());
    return true;
  }

  private Optional<ReleaseError> waitForTurn() {
    try {
      if (!turnPaid) {
        turn.await(this::pause);
      }
      turnPaid = false;
    } catch (RuntimeException broken) {
      LOG.warn("{}: the pace threw {}", call.lane(), broken.getClass().getName());
      return Optional.of(
          ReleaseError.of(
                  ErrorCategory.INTERNAL,
                  OwnCodes.PACE_BROKEN,
                  "the pace threw " + broken.getClass().getName())
              .hint("nothing leaves without its turn"));
    }
    return call.destructive() ? control.mayNotSendWithin(LEAST_TIME) : control.halted();
  }

  private void pause(Duration wanted) {
    Duration left = control.timeLeft();
    Duration pause = wanted.compareTo(left) < 0 ? wanted : left;
    if (pause.isZero() || pause.isNegative()) {
      return;
    }
    try {
      parts.sleeper().sleep(pause, control.whenStopped());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      control.stop("interrupted");
    }
  }

  private Outcome<A> failed(Attempt<A> last) {
    // An earlier attempt that may have been applied outweighs a later refusal; a dry run's cannot
    // have been.
    boolean dryRun = last.rule().category() == ErrorCategory.DRY_RUN_PASSED;
    if (tried.maybeApplied() && !dryRun) {
      return end(Outcome.Kind.AMBIGUOUS, last.error(), last);
    }
    return end(last.left() ? Outcome.Kind.REFUSED : Outcome.Kind.NOT_SENT, last.error(), last);
  }

  private Outcome<A> withheld(Withheld why, @Nullable Attempt<A> last) {
    ReleaseError error = last == null ? why.error() : last.error();
    return end(Outcome.Kind.WITHHELD, error, last, Optional.of(why));
  }

  private Outcome<A> end(Outcome.Kind kind, ReleaseError error, @Nullable Attempt<A> last) {
    return end(kind, error, last, Optional.empty());
  }

  private Outcome<A> end(
      Outcome.Kind kind,
      ReleaseError error,
      @Nullable Attempt<A> last,
      Optional<Withheld> withheld) {
    return new Outcome<>(
        kind,
        last == null ? null : last.answer(),
        error,
        last == null ? Outcome.NO_RULE : last.rule(),
        last == null ? List.of() : last.culprits(),
        tried.tally(),
        withheld,
        control.now(),
        exchange.signedAt());
  }
}
