package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the temporary keys that an account has now are of the same account as those a run began
 * with. They do not tell themselves, so the cloud is asked about both; each is asked about once.
 * Thread-safe.
 */
final class RenewedKeys {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);

  /** The run waits meanwhile, for what the cloud may have no way to say. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** What is waited for another call's question before it is seen to again. */
  private static final Duration STEP = Duration.ofMillis(100);

  /** Temporary keys are new ones every hour. */
  private static final int MOST_UNANSWERED = 64;

  private final Account account;
  private final AtomicBoolean asking = new AtomicBoolean();

  /** Of which the cloud did not say whose they are, and of what kind its error was. */
  private final Map<String, ErrorCategory> unanswered = new ConcurrentHashMap<>();

  RenewedKeys(Account account) {
    this.account = account;
  }

  /** Why the keys of now must not be used: the cloud names another account than for the first. */
  Optional<ReleaseError> problem(
      ClientParts parts, RunControl control, Credentials first, Credentials now) {
    if (Keys.of(first).equals(Keys.of(now)) || !(account.provider() instanceof WhoAmI asks)) {
      return Optional.empty();
    }
    if ((isOpen(first) || isOpen(now)) && isMyTurn(parts, control)) {
      try {
        ask(parts, control, asks, first);
        ask(parts, control, asks, now);
      } finally {
        asking.set(false);
      }
    }
    if (isOpen(first) || isOpen(now)) {
      // The run's end cut the question off, and no call of it needs these keys any more.
      return control.halted();
    }
    String then = accountId(first);
    String is = accountId(now);
    if (then.isEmpty() && !is.isEmpty() && isOver(first)) {
      return Optional.of(
          AccountCheck.notConfirmed(
              account,
              "those that the run began with are over, and the cloud no longer says whose they"
                  + " were; expect-account would name the account",
              ""));
    }
    // Where the cloud is silent, they are used: renewed is what such keys are.
    return then.isEmpty() || is.isEmpty() || then.equals(is)
        ? Optional.empty()
        : Optional.of(AccountCheck.other(account, is, then));
  }

  private boolean isOpen(Credentials credentials) {
    return account.caller(credentials).isEmpty()
        && !unanswered.containsKey(Keys.of(credentials).mark());
  }

  /** Asked about too late: keys whose end nobody knew are exchanged when they are refused. */
  private boolean isOver(Credentials credentials) {
    return unanswered.get(Keys.of(credentials).mark()) == ErrorCategory.UNAUTHENTICATED;
  }

  private String accountId(Credentials credentials) {
    return account.caller(credentials).map(Caller::accountId).orElse("");
  }

  /** One call asks at a time; others wait as calls do, so that their run's end ends it. */
  private boolean isMyTurn(ClientParts parts, RunControl control) {
    while (!asking.compareAndSet(false, true)) {
      if (control.halted().isPresent()) {
        return false;
      }
      try {
        parts.sleeper().sleep(STEP, control.whenStopped());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        control.stop("interrupted");
      }
    }
    return true;
  }

  private void ask(ClientParts parts, RunControl control, WhoAmI asks, Credentials credentials) {
    if (!isOpen(credentials)) {
      return;
    }
    CallRunner<WhoAmI.Answer> call =
        CallRunner.of(
            parts,
            control.within(LONGEST_WAIT),
            new WhoAmICall(account, asks, Optional.of(credentials)));
    call.toEnd();
    if (account.caller(credentials).isEmpty() && control.halted().isEmpty()) {
      if (unanswered.size() > MOST_UNANSWERED) {
        unanswered.clear();
      }
      unanswered.put(Keys.of(credentials).mark(), call.outcome().error().category());
      LOG.warn(
          "{}: its keys were renewed, and whether they are of the same account is not known: {}",
          account.name(),
          call.outcome().error().summary());
    }
  }
}
