package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  private final Account account;
  private final Lock asking = new ReentrantLock();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  RenewedKeys(Account account) {
    this.account = account;
  }

  /** Why the keys of now must not be used: the cloud names another account than for the first. */
  Optional<ReleaseError> problem(
      ClientParts parts, RunControl control, Credentials first, Credentials now) {
    if (Keys.of(first).equals(Keys.of(now)) || !(account.provider() instanceof WhoAmI asks)) {
      return Optional.empty();
    }
    asking.lock();
    try {
      String then = accountId(parts, control, asks, first);
      String is = accountId(parts, control, asks, now);
      return then.isEmpty() || is.isEmpty() || then.equals(is)
          ? Optional.empty()
          : Optional.of(AccountCheck.other(account, is, then));
    } finally {
      asking.unlock();
    }
  }

  /** Empty when it is not known: then renewed keys are used, since that is what keys do. */
  private String accountId(
      ClientParts parts, RunControl control, WhoAmI asks, Credentials credentials) {
    String mark = Keys.of(credentials).mark();
    if (account.caller(credentials).isEmpty() && !unanswered.contains(mark)) {
      CallRunner<WhoAmI.Answer> call =
          CallRunner.of(
              parts,
              control.within(LONGEST_WAIT),
              new WhoAmICall(account, asks, Optional.of(credentials)));
      call.toEnd();
      if (account.caller(credentials).isEmpty() && control.halted().isEmpty()) {
        unanswered.add(mark);
        LOG.warn(
            "{}: its keys were renewed, and whether they are of the same account is not known: {}",
            account.name(),
            call.outcome().error().summary());
      }
    }
    return account.caller(credentials).map(Caller::accountId).orElse("");
  }
}
