package io.cloudrelease.execution.call;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.spi.identity.Caller;
import io.cloudrelease.spi.identity.WhoAmI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Whether an account's keys are of the account that is meant, by what the cloud says of them. */
public final class AccountCheck {
  /** So long may the cloud take to say whose keys they are. */
  public static final Duration LONGEST_QUESTION = Duration.ofSeconds(30);

  private final ClientParts parts;
  private final RunControl control;

  public AccountCheck(ClientParts parts, RunControl control) {
    this.parts = parts;
    this.control = control;
  }

  /**
   * Makes it known whose keys the account calls with now.
   *
   * @return why that is not known; empty when it is
   */
  public Optional<ReleaseError> ask(Account account) {
    return ask(account, Optional.empty());
  }

  /** As the other, about those keys; without any, about those of now, which may be renewed. */
  private Optional<ReleaseError> ask(Account account, Optional<Credentials> keys) {
    if (!(account.provider() instanceof WhoAmI asks)) {
      return Optional.of(
          notConfirmed(account, "its provider cannot ask the cloud whose keys these are", ""));
    }
    CallRunner<WhoAmI.Answer> call =
        CallRunner.of(parts, control.within(LONGEST_QUESTION), new WhoAmICall(account, asks, keys));
    call.toEnd();
    Outcome<WhoAmI.Answer> outcome = call.outcome();
    return outcome.kind() == Outcome.Kind.ACCEPTED
        ? Optional.empty()
        : Optional.of(
            notConfirmed(
                account,
                outcome.error().summary(),
                outcome.error().category() == ErrorCategory.FORBIDDEN
                    ? "give the key the right to ask who it is"
                    : ""));
  }

  /** Why nothing may be called as this account, if it is expected to be one and is not that. */
  public Optional<ReleaseError> problem(Account account) {
    if (account.expectedId().isEmpty()) {
      return Optional.empty();
    }
    if (account.caller(account.keys()).isEmpty()) {
      Optional<ReleaseError> unknown = ask(account);
      if (unknown.isPresent()) {
        return unknown;
      }
    }
    return problem(account, account.keys(), account.expectedId());
  }

  /** Why these keys must not be used, if they are not, or not known to be, of that account. */
  Optional<ReleaseError> problem(Account account, Credentials credentials, String meant) {
    Optional<Caller> caller = account.caller(credentials);
    if (caller.isEmpty()) {
      // About these and no others: their source may give one account's keys and then another's.
      Optional<ReleaseError> unknown = ask(account, Optional.of(credentials));
      if (unknown.isPresent()) {
        return unknown;
      }
      caller = account.caller(credentials);
    }
    String is = caller.map(Caller::accountId).orElse("");
    return is.equals(Objects.requireNonNull(meant, "meant"))
        ? Optional.empty()
        : Optional.of(other(account, is, meant));
  }

  /** The error of keys that are another account's. */
  public static ReleaseError other(Account account, String is, String meant) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.OTHER_ACCOUNT,
            account.name() + " is to be account " + meant + ", and its keys are of account " + is)
        .hint("give it keys of the account that is meant");
  }

  /** The error of keys of which nobody says whose they are. */
  static ReleaseError notConfirmed(Account account, String why, String hint) {
    return ReleaseError.of(
            ErrorCategory.GUARDED,
            OwnCodes.ACCOUNT_NOT_CONFIRMED,
            "whose keys " + account.name() + " calls with is not known: " + why)
        .hint(hint);
  }
}
