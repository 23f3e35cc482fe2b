package io.cloudrelease.execution.call;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.retry.RetryDecision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one call to its end: turn, intent, exchange, and again as far as the retry policy and the
 * rules above it allow.
 */
public final class CallRunner<A> implements Steps {
  private static final Logger LOG = LoggerFactory.getLogger(CallRunner.class);

  /** With less time left a destructive call would most likely end without its answer. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(1);

  private final ClientParts parts;
  private final RunControl control;
  private final Call<A> call;
  private final Exchange<A> exchange;
  private final Turn turn;
  private final Attempts tried = new Attempts();
  private final Repetition<A> repetition;
  private final LogContext about;

  /** Whether its first turn was taken already, by a call that then did not leave. */
  private boolean turnPaid;

  /** Whether a turn was reserved, for the time that its wait is over. */
  private boolean turnTaken;

  private @Nullable Attempt<A> last;
  private @Nullable Outcome<A> outcome;

  private CallRunner(ClientParts parts, RunControl control, Call<A> call, boolean turnPaid) {
    this.parts = parts;
    this.control = control;
    this.call = call;
    this.turn = new Turn(parts, control, call);
    this.repetition = new Repetition<>(parts, control, call);
    this.exchange = new Exchange<>(parts, control, call, turn);
    this.turnPaid = turnPaid;
    this.about = LogContext.here().in(call.account().name(), call.batchId());
  }

  /** A call that is to be run to its end. */
  public static <A> CallRunner<A> of(ClientParts parts, RunControl control, Call<A> call) {
    return of(parts, control, call, false);
  }

  /**
   * A call that is to be run to its end.
   *
   * @param turnPaid whether its first turn was taken already, by a call that then did not leave
   */
  public static <A> CallRunner<A> of(
      ClientParts parts, RunControl control, Call<A> call, boolean turnPaid) {
    return new CallRunner<>(parts, control, call, turnPaid);
  }

  /** How it ended. */
  public Outcome<A> outcome() {
    return Objects.requireNonNull(outcome, "the call has not ended");
  }

  /** Sends until it is accepted, refused, ambiguous or not sendable. */
  @Override
  public Optional<Duration> goOn() {
    return about.around(this::untilItWaits);
  }

  private Optional<Duration> untilItWaits() {
    while (outcome == null) {
      Duration wait = turn();
      if (!wait.isZero()) {
        return Optional.of(wait);
      }
      if (outcome == null) {
        Duration pause = attempt();
        if (!pause.isZero()) {
          return Optional.of(pause);
        }
      }
    }
    return Optional.empty();
  }

  /** One attempt whose turn has come; says for how long to pause before the next one's turn. */
  private Duration attempt() {
    Attempt<A> before = last;
    if (call.destructive() && control.halted().isEmpty()) {
      // Before the last questions are asked, not between their answers and the send.
      exchange.fetchKeys();
    }
    Optional<ReleaseError> halted =
        call.destructive() ? control.mayNotSendWithin(LEAST_TIME) : control.halted();
    if (halted.isPresent()) {
      outcome = halted(halted.get(), before);
      return Duration.ZERO;
    }
    Optional<Outcome<A>> keptBack = before == null ? announce() : tooLate(before);
    if (keptBack.isPresent()) {
      outcome = keptBack.get();
      return Duration.ZERO;
    }
    Attempt<A> now = exchange.once(repetition.reason());
    last = now;
    tried.add(now);
    if (now.isAccepted()) {
      outcome = end(Outcome.Kind.ACCEPTED, now.error(), now);
      return Duration.ZERO;
    }
    if (!now.left() && now.error().code().equals(OwnCodes.OLD_LOOK)) {
      outcome = tooLate(before).orElseGet(() -> failed(now));
      return Duration.ZERO;
    }
    RetryDecision decision = repetition.after(now, tried.count());
    LOG.debug(
        "{}: attempt {} {}: {}", call.lane(), tried.count(), decision.action(), decision.reason());
    if (decision.action() != RetryDecision.Action.SEND_AGAIN
        || !repetition.prepare(now, exchange)) {
      repetition.ended(now, exchange);
      outcome = failed(now);
      return Duration.ZERO;
    }
    parts.tell(
        call.told(ReleaseEvent.Kind.RETRYING, parts.clock().instant())
            .call(tried.count(), tried.tally().requestIds())
            .error(Optional.of(now.error()))
            .detail(now.error().code() + " " + decision.reason()));
    return bounded(decision.delay());
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
            ? ReleaseError.of(
                    met.category(), met.code(), met.message() + "; then the deadline came")
                .hint(met.hint().isEmpty() ? why.hint() : met.hint())
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
  private Optional<Outcome<A>> tooLate(@Nullable Attempt<A> last) {
    return call.keepBackAgain()
        .map(old -> last != null && tried.maybeApplied() ? failed(last) : withheld(old, last));
  }

  /**
   * Sees to the call's turn: how long until it comes; zero when it is there, or has ended the call.
   */
  private Duration turn() {
    try {
      if (!turnTaken) {
        turnTaken = true;
        Duration wait = turnPaid ? Duration.ZERO : bounded(turn.take());
        turnPaid = false;
        if (!wait.isZero()) {
          return wait;
        }
      }
      Duration again = bounded(turn.stillStands());
      turnTaken = !again.isZero();
      return again;
    } catch (Extension.BrokenException broken) {
      LOG.warn("{}: the pace threw {}", call.lane(), broken.getMessage());
      ReleaseError why =
          ReleaseError.of(
                  ErrorCategory.INTERNAL,
                  OwnCodes.PACE_BROKEN,
                  "the pace threw " + broken.getMessage())
              .hint("nothing leaves without its turn");
      outcome = halted(why, last);
      return Duration.ZERO;
    }
  }

  /** No wait is longer than what is left. */
  private Duration bounded(Duration wanted) {
    Duration left = control.timeLeft();
    Duration pause = wanted.compareTo(left) < 0 ? wanted : left;
    return pause.isNegative() ? Duration.ZERO : pause;
  }

  @Override
  public void toEnd() {
    for (Optional<Duration> wait = goOn(); wait.isPresent(); wait = goOn()) {
      try {
        parts.sleeper().sleep(wait.get(), control.whenStopped());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        control.stop("interrupted");
      }
    }
  }

  private Outcome<A> failed(Attempt<A> last) {
    // An earlier attempt that may have been applied outweighs a later refusal; a dry run's cannot
    // have been, and of a call that only reads the last answer tells all.
    boolean dryRun = call.dryRun() && last.rule().category() == ErrorCategory.DRY_RUN_PASSED;
    boolean open = call.destructive() ? tried.maybeApplied() : last.maybeApplied();
    if (open && !dryRun) {
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
