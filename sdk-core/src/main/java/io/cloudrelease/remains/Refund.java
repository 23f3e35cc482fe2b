package io.cloudrelease.remains;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.text.TerminalText;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a cloud says it would pay back for an instance, if it was given back now. Asking refunds
 * nothing. What is not known is not zero. Immutable and thread-safe.
 */
public final class Refund {
  private final @Nullable BigDecimal amount;
  private final String currency;
  private final @Nullable ReleaseError why;

  private Refund(@Nullable BigDecimal amount, String currency, @Nullable ReleaseError why) {
    this.amount = amount;
    this.currency = currency;
    this.why = why;
  }

  /**
   * So much.
   *
   * @param amount below zero counts as zero: nothing is paid back, and nothing is owed for it
   * @param currency as the cloud says it; empty when it does not
   */
  public static Refund of(BigDecimal amount, String currency) {
    return new Refund(
        Objects.requireNonNull(amount, "amount").signum() < 0 ? BigDecimal.ZERO : amount,
        Objects.requireNonNull(currency, "currency"),
        null);
  }

  /** It is not known, and why. */
  public static Refund unknown(ReleaseError why) {
    return new Refund(null, "", Objects.requireNonNull(why, "why"));
  }

  /** How much; empty when it is not known. */
  public Optional<BigDecimal> amount() {
    return Optional.ofNullable(amount);
  }

  /** The currency, as the cloud says it; empty when it does not. */
  public String currency() {
    return currency;
  }

  /** Why it is not known; empty when it is. */
  public Optional<ReleaseError> why() {
    return Optional.ofNullable(why);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Refund o
        && Objects.equals(amount, o.amount)
        && currency.equals(o.currency)
        && Objects.equals(why, o.why);
  }

  @Override
  public int hashCode() {
    return Objects.hash(amount, currency, why);
  }

  @Override
  public String toString() {
    return amount == null
        ? "unknown"
        : TerminalText.of((amount.toPlainString() + " " + currency).strip());
  }
}
