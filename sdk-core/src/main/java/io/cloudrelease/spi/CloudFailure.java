package io.cloudrelease.spi;

import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.text.TerminalText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cloud's answer that is not a success. Immutable. */
public final class CloudFailure {

  /** Longer messages are cut, so that a gateway's page does not fill a log. */
  private static final int MAX_MESSAGE = 500;

  /** So are longer codes and request ids. */
  static final int MAX_NAME = 200;

  private final int status;
  private final String code;
  private final String message;
  private final String requestId;
  private final List<String> culprits;
  private final @Nullable ErrorRule meaning;

  private CloudFailure(
      int status,
      String code,
      String message,
      String requestId,
      List<String> culprits,
      @Nullable ErrorRule meaning) {
    this.status = status;
    this.code = cut(code, MAX_NAME);
    this.message = cut(message, MAX_MESSAGE);
    this.requestId = cut(requestId, MAX_NAME);
    this.culprits = List.copyOf(culprits);
    this.meaning = meaning;
  }

  /**
   * A failure that means what the provider's error table says of its code.
   *
   * @param status the HTTP status
   * @param code the cloud's code; empty when none could be read
   * @param message the cloud's message, or what was found instead of one
   * @param requestId the cloud's request id; empty when there is none
   */
  public static CloudFailure of(int status, String code, String message, String requestId) {
    return new CloudFailure(status, code, message, requestId, List.of(), null);
  }

  /** This failure, blaming these ids: a hint, not a proof. */
  public CloudFailure culprits(List<String> ids) {
    return new CloudFailure(status, code, message, requestId, ids, meaning);
  }

  /** This failure, blaming those of the batch's ids that its message names. */
  public CloudFailure blaming(List<String> ids) {
    return culprits(ids.stream().filter(id -> names(message, id)).toList());
  }

  /**
   * This failure, which means that, whatever the error table says of its code: the same code may
   * speak of one instance or of all.
   */
  public CloudFailure means(ErrorRule rule) {
    return new CloudFailure(status, code, message, requestId, culprits, rule);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String message() {
    return message;
  }

  public String requestId() {
    return requestId;
  }

  /** The ids that the answer blames; empty when it names none. */
  public List<String> culprits() {
    return culprits;
  }

  /** What it means, where the answer tells more than its code; empty when the table decides. */
  public Optional<ErrorRule> meaning() {
    return Optional.ofNullable(meaning);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CloudFailure o
        && status == o.status
        && code.equals(o.code)
        && message.equals(o.message)
        && requestId.equals(o.requestId)
        && culprits.equals(o.culprits)
        && Objects.equals(meaning, o.meaning);
  }

  @Override
  public int hashCode() {
    return Objects.hash(status, code, message, requestId, culprits);
  }

  @Override
  public String toString() {
    return TerminalText.of(status + " " + code + ": " + message);
  }

  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    // Half a character could not be written as JSON.
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "...";
  }

  /** Whether the text holds the id with no id character around it. */
  private static boolean names(String text, String id) {
    int at = text.indexOf(id);
    while (at >= 0) {
      int end = at + id.length();
      boolean free = at == 0 || !isIdCharacter(text.charAt(at - 1));
      if (free && (end == text.length() || !isIdCharacter(text.charAt(end)))) {
        return true;
      }
      at = text.indexOf(id, at + 1);
    }
    return false;
  }

  private static boolean isIdCharacter(char c) {
    return c == '-' || c == '_' || Character.isLetterOrDigit(c);
  }
}
