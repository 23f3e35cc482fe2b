package io.cloudrelease.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.pace.PaceAdvice;
import java.time.Duration;
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
    PaceAdvice left = response.header(LEFT).map(EcsPace::left).orElse(PaceAdvice.none());
    OptionalLong wish = number(response.header(RETRY_AFTER).orElse(""));
    if (wish.isPresent() && wish.getAsLong() > 0) {
      Duration time = Duration.ofMillis(Math.min(wish.getAsLong(), MOST_MILLIS));
      return left.leaveAlone(time);
    }
    return PaceAdvice.retryAfter(response).leaveAlone().map(left::leaveAlone).orElse(left);
  }

  /** {@code Remain:57,TimeLeft:41000}, in milliseconds; anything else says nothing. */
  private static PaceAdvice left(String text) {
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
      return PaceAdvice.none();
    }
    int remain = (int) Math.min(calls.getAsLong(), Integer.MAX_VALUE);
    return PaceAdvice.none().remaining(remain, Duration.ofMillis(millis.getAsLong()));
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
