package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ReleaseError;
import java.util.Optional;

/** Asks the cloud whose an account's keys are, wherever they are renewed in the midst of a run. */
public final class IdentityGuard implements IdentityCheck {
  private final Account account;
  private final RenewedKeys renewedKeys;

  private IdentityGuard(Account account) {
    this.account = account;
    this.renewedKeys = new RenewedKeys(account);
  }

  /** Has runs ask it of that account. */
  public static void over(Account account) {
    account.checkedBy(new IdentityGuard(account));
  }

  @Override
  public Optional<ReleaseError> problem(
      ClientParts parts, RunControl control, Credentials credentials, String meant) {
    return new AccountCheck(parts, control).problem(account, credentials, meant);
  }

  @Override
  public Optional<ReleaseError> renewed(
      ClientParts parts, RunControl control, Credentials first, Credentials now) {
    return renewedKeys.problem(parts, control, first, now);
  }
}
