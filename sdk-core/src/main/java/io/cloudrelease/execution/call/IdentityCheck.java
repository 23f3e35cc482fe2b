package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ReleaseError;
import java.util.Optional;

/** Whether keys are of the account that is meant; asked of the cloud where it is not known. */
interface IdentityCheck {

  /** Why these keys must not be used, if they are not, or not known to be, of that account. */
  Optional<ReleaseError> problem(
      ClientParts parts, RunControl control, Credentials credentials, String meant);

  /** Why the keys of now must not be used in a run that began with the first ones. */
  default Optional<ReleaseError> renewed(
      ClientParts parts, RunControl control, Credentials first, Credentials now) {
    return Optional.empty();
  }
}
