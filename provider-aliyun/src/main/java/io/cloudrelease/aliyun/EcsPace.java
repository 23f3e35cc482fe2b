package io.cloudrelease.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.spi.PaceAdvice;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what ECS's gateway says of its limits: {@code x-acs-retry-after} in milliseconds, as the
 * vendor's SDKs obey it, and {@code X-RateLimit-User-API} with what is left of this minute.
 */
final class EcsPace {
  private static final String RETRY_AFTER = "x-acs-retry-after";
  private static final String LEFT = "X-RateLimit-User-API";

  /** The vendor's SDKs wait no longer, whatever they are told. */
  private static final long MOST_MILLIS = 60_000;

  private static final int MOST_DIGITS = 18;

  private EcsPace() {}

  static PaceAdvice read(HttpResponse response) {
    Optional<PaceAdvice.Remaining> left = response.header(LEFT).flatMap(EcsPace::left);
    OptionalLong wish = number(response.header(RETRY_AFTER).orElse(""));
    if (wish.isPresent() && wish.getAsLong() > 0) {
      Duration time = Duration.ofMillis(Math.min(wish.getAsLong(), MOST_MILLIS));
      return new PaceAdvice(Optional.of(time), left);
    }
    return new PaceAdvice(PaceAdvice.retryAfter(response).leaveAlone(), left);
  }

  /** {@code Remain:57,TimeLeft:41000}, in milliseconds; anything else says nothing. */
  private static Optional<PaceAdvice.Remaining> left(String text) {
    OptionalLong calls = OptionalLong.empty();
    OptionalLong millis = OptionalLong.empty();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      String name = colon < 0 ? "" : part.substring(0, colon).trim();
      if (name.equalsIgnoreCase("Remain")) {
        calls = number(part.substring(colon + 1));
      } else if (name.equalsIgnoreCase("TimeLeft")) {
        millis = number(part.substring(colon + 1));
      }
    }
    if (calls.isEmpty() || millis.isEmpty() || millis.getAsLong() > MOST_MILLIS) {
      return Optional.empty();
    }
    int remain = (int) Math.min(calls.getAsLong(), Integer.MAX_VALUE);
    return Optional.of(new PaceAdvice.Remaining(remain, Duration.ofMillis(millis.getAsLong())));
  }

  private static OptionalLong number(String text) {
    String digits = text.trim();
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
  }
}
