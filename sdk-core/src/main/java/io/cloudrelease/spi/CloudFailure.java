package io.cloudrelease.spi;

import io.cloudrelease.error.ErrorRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A cloud's answer that is not a success.
 *
 * @param status the HTTP status
 * @param code the cloud's code; empty when none could be read
 * @param message the cloud's message, or what was found instead of one
 * @param requestId the cloud's request id; empty when there is none
 * @param culprits ids the answer blames; a hint, not a proof; empty when it names none
 * @param meaning what it means, where this answer tells more than its code: the same code may speak
 *     of one instance or of all; empty when the provider's error table decides
 */
public record CloudFailure(
    int status,
    String code,
    String message,
    String requestId,
    List<String> culprits,
    Optional<ErrorRule> meaning) {

  /** Longer messages are cut, so that a gateway's page does not fill a log. */
  public static final int MAX_MESSAGE = 500;

  /** So are longer codes and request ids. */
  static final int MAX_NAME = 200;

  public CloudFailure {
    code = cut(code, MAX_NAME);
    message = cut(message, MAX_MESSAGE);
    requestId = cut(requestId, MAX_NAME);
    culprits = List.copyOf(culprits);
    Objects.requireNonNull(meaning, "meaning");
  }

  /** A failure that means what the provider's error table says of its code. */
  public CloudFailure(
      int status, String code, String message, String requestId, List<String> culprits) {
    this(status, code, message, requestId, culprits, Optional.empty());
  }

  public static CloudFailure of(int status, String code, String message, String requestId) {
    return new CloudFailure(status, code, message, requestId, List.of());
  }

  /** This failure, blaming those of the batch's ids that its message names. */
  public CloudFailure blaming(List<String> ids) {
    List<String> named = ids.stream().filter(id -> names(message, id)).toList();
    return new CloudFailure(status, code, message, requestId, named, meaning);
  }

  /** This failure, which means that, whatever the error table says of its code. */
  public CloudFailure means(ErrorRule rule) {
    return new CloudFailure(status, code, message, requestId, culprits, Optional.of(rule));
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
