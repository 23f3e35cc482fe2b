package io.cloudrelease.config;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.error.ConfigurationException;
import java.util.Optional;

/**
 * Keys that configuration refers to; read when they are first needed.
 *
 * @param what whose keys, and where that is said, for messages
 * @param source where references are looked up
 */
record ReferencedKeys(
    String what,
    ConfigSource source,
    Optional<SecretRef> id,
    Optional<SecretRef> secret,
    Optional<SecretRef> token)
    implements CredentialsProvider {

  @Override
  public Credentials resolve() {
    try {
      if (id.isEmpty() || secret.isEmpty()) {
        return Credentials.ofBearer(read(token.orElseThrow()));
      }
      String key = read(id.get());
      String secretKey = read(secret.get());
      return token.isPresent()
          ? Credentials.ofSession(key, secretKey, read(token.get()))
          : Credentials.ofKey(key, secretKey);
    } catch (RuntimeException wrong) {
      // What is there and broken is never passed over for another source.
      throw new ConfigurationException(what + ": " + wrong.getMessage(), wrong);
    }
  }

  private String read(SecretRef ref) {
    return ref.read(source.variablesOrOwn(), source.homeOrOwn(), source.folder());
  }

  @Override
  public String toString() {
    return "ReferencedKeys[" + what + "]";
  }
}
