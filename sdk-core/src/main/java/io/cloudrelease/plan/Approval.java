package io.cloudrelease.plan;

import io.cloudrelease.error.InvalidRequestException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody's yes to one {@link KeptPlan}. Immutable. */
public final class Approval {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Approval YES = new Approval(null);

  private final @Nullable String digest;

  private Approval(@Nullable String digest) {
    this.digest = digest;
  }

  /**
   * To the plan of that digest, and to no other.
   *
   * @param digest {@link KeptPlan#digest}, all of it
   * @throws InvalidRequestException when it is none
   */
  public static Approval of(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      throw new InvalidRequestException(
          "'" + digest + "' is not the digest of a plan: it has 64 digits, 0-9 and a-f");
    }
    return new Approval(digest);
  }

  /**
   * To whatever plan it is given with: whoever calls has looked at it. Not enough where a policy
   * wants approval.
   */
  public static Approval yes() {
    return YES;
  }

  /** The digest that was approved; empty for a yes to whatever it is given with. */
  public Optional<String> digest() {
    return Optional.ofNullable(digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Approval a && Objects.equals(digest, a.digest);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(digest);
  }

  @Override
  public String toString() {
    return digest == null ? "yes" : "approval of " + digest;
  }
}
