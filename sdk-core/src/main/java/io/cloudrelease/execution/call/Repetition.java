package io.cloudrelease.execution.call;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Proof;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.execution.instance.SendReason;
import io.cloudrelease.retry.RetryDecision;
import java.time.Duration;
import java.util.Optional;
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
  private SendReason reason = SendReason.FIRST;

  Repetition(ClientParts parts, RunControl control, Call<A> call) {
    this.parts = parts;
    this.control = control;
    this.call = call;
  }

  /** Why the next attempt may leave. */
  SendReason reason() {
    return reason;
  }

  /** What follows an attempt that was not accepted, so many of which were made by now. */
  RetryDecision after(Attempt<A> last, int attempts) {
    RetryDecision decision = decide(last, attempts);
    if (decision.action() != RetryDecision.Action.SEND_AGAIN) {
      return decision;
    }
    Optional<SendReason> again = reasonAfter(last);
    again.ifPresent(why -> reason = why);
    return again.isPresent()
        ? decision
        : RetryDecision.look("it may have been applied, or a second call could go too far");
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

  /** Holds any policy to the rules that protect instances: without a reason nothing goes again. */
  private Optional<SendReason> reasonAfter(Attempt<A> last) {
    boolean token = call.action().idempotencyToken();
    if (!last.left()) {
      return Optional.of(SendReason.NEVER_LEFT);
    } else if (!call.destructive()) {
      return Optional.of(SendReason.REFUSED_HARMLESS);
    } else if (last.maybeApplied() && !token) {
      return Optional.empty();
    } else if (last.rule().proves() == Proof.ALL) {
      return Optional.of(SendReason.REFUSED_UNSEEN);
    } else if (call.escalates()) {
      return Optional.empty();
    }
    return Optional.of(last.maybeApplied() ? SendReason.SAME_TOKEN : SendReason.REFUSED_HARMLESS);
  }

  /**
   * Mends what the next attempt needs, as that one asks for; false when nothing would be different:
   * the same keys would be refused once more.
   */
  boolean prepare(Attempt<A> last, Exchange<A> exchange) {
    if (last.rule().remedy() == Remedy.FIX_CLOCK && last.serverTime().isPresent()) {
      clockFixed = true;
      call.account()
          .clock()
          .offset(Duration.between(parts.clock().instant(), last.serverTime().get()));
    }
    if (last.rule().remedy() == Remedy.REFRESH_CREDENTIALS) {
      credentialsRefreshed = true;
      return exchange.hasNewKeys();
    }
    return true;
  }

  /** Nothing goes again; the source of keys that were refused reads anew, for the calls to come. */
  void ended(Attempt<A> last, Exchange<A> exchange) {
    boolean refused = last.rule().category() == ErrorCategory.UNAUTHENTICATED;
    if (refused && last.isAnswered() && !credentialsRefreshed) {
      exchange.hasNewKeys();
    }
  }
}
