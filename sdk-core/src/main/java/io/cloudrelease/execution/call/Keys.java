package io.cloudrelease.execution.call;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.digest.Hashes;

/**
 * What tells credentials from others, without a secret.
 *
 * @param mark what is printable of them: a digest of the access key id, or of the bearer token
 * @param lasting whether they are a permanent key: the ids of temporary ones change all the time
 */
record Keys(String mark, boolean lasting) {

  static Keys of(Credentials credentials) {
    boolean lasting = credentials.token().isEmpty() && !credentials.isBearer();
    return new Keys(
        credentials.isBearer() ? bearer(credentials) : digest(credentials.accessKeyId()), lasting);
  }

  /**
   * Whose credentials these are, as far as they tell: temporary keys may be renewed and have new
   * ids each time, so that they only tell that they are temporary; a permanent key or a bearer
   * token is known by its digest.
   */
  static String identity(Credentials credentials) {
    if (credentials.isBearer()) {
      return bearer(credentials);
    }
    return credentials.token().isPresent()
        ? "temporary keys"
        : "key " + digest(credentials.accessKeyId());
  }

  private static String bearer(Credentials credentials) {
    return "bearer " + digest(credentials.token().orElseThrow().reveal());
  }

  private static String digest(String text) {
    return Hashes.sha256Hex("cloudrelease account " + text).substring(0, 16);
  }
}
