package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The nonces used. Guarded by the cloud's lock. */
final class Nonces {
  /** Twice the window of a timestamp: an older request is refused for its age. */
  private static final Duration MEMORY = Duration.ofMinutes(30);

  private static final int MANY = 4096;

  private final Map<String, Instant> used = new HashMap<>();

  /**
   * Takes it.
   *
   * @throws Refused when it was used before
   */
  void take(String accessKeyId, String nonce, Instant now) {
    if (used.size() > MANY) {
      used.values().removeIf(since -> since.plus(MEMORY).isBefore(now));
    }
    if (used.putIfAbsent(accessKeyId + ' ' + nonce, now) != null) {
      throw new Refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
  }
}
