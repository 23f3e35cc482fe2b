package io.cloudrelease.signing;

import io.cloudrelease.credentials.Secret;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The key that a scheme derives from a secret, made once and kept until another secret or another
 * scope (a day) is asked for. Thread-safe: two threads may both make it, and make the same. Its
 * text form holds no secret.
 */
public final class DerivedKey {
  private final BiFunction<String, String, HmacKey> derivation;
  private volatile @Nullable Kept kept;

  private record Kept(Secret secret, String scope, HmacKey key) {}

  /**
   * A key that is derived so.
   *
   * @param derivation a pure function of the revealed secret and the scope
   */
  public DerivedKey(BiFunction<String, String, HmacKey> derivation) {
    this.derivation = derivation;
  }

  /** The key of that secret in that scope. */
  public HmacKey of(Secret secret, String scope) {
    Kept last = kept;
    if (last != null && last.scope.equals(scope) && isSame(last.secret, secret)) {
      return last.key;
    }
    HmacKey key = derivation.apply(secret.reveal(), scope);
    kept = new Kept(secret, scope, key);
    return key;
  }

  /** The same object as a rule; comparing the text takes as long as hashing it. */
  private static boolean isSame(Secret one, Secret other) {
    return one == other || one.equals(other);
  }

  @Override
  public String toString() {
    return "DerivedKey[***]";
  }
}
