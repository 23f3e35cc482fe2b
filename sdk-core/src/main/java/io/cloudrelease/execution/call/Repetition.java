package io.cloudrelease.execution.call;

import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.retry.RetryDecision;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a call goes again: what the retry policy says, held to what protects instances; and what
 * has to be mended before it does.
 */
final class Repetition<A> {
  private static final Logger LOG = LoggerFactory.getLogger(Repetition.class);

  private final ClientParts parts;
  private final RunControl control;
  private final Call<A> call;
  private boolean clockFixed;
  private boolean credentialsRefreshed;

  Repetition(ClientParts parts, RunControl control, Call<A> call) {
    this.parts = parts;
    this.control = control;
    this.call = call;
  }

  /** What follows an attempt that was not accepted, so many of which were made by now. */
  RetryDecision after(Attempt<A> last, int attempts) {
    return allowed(last, decide(last, attempts));
  }

  private RetryDecision decide(Attempt<A> last, int attempts) {
    boolean clockUnknown = last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isEmpty();
    RetryQuestion context =
        new RetryQuestion(
            call.destructive(),
            last.phase(),
            last.rule(),
            attempts,
            call.action().idempotencyToken(),
            call.escalates(),
            false,
            false,
            clockFixed || clockUnknown,
            credentialsRefreshed,
            last.retryAfter(),
            control.timeLeft());
    try {
      return Extension.ask(() -> parts.retryPolicy().decide(context));
    } catch (Extension.BrokenException broken) {
      LOG.warn("the retry policy threw {}; nothing is sent again", broken.getMessage());
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

  /**
   * Mends what the next attempt needs, as that one asks for; false when nothing would be different:
   * the same keys would be refused once more.
   */
  boolean prepare(Attempt<A> last, Exchange<A> exchange) {
    if (last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isPresent()) {
      clockFixed = true;
      call.account()
          .learnClockOffset(Duration.between(parts.clock().instant(), last.serverTime().get()));
    }
    if (last.rule().remedy() == Remedy.REFRESH_CREDENTIALS) {
      credentialsRefreshed = true;
      return exchange.hasNewKeys();
    }
    return true;
  }
}
