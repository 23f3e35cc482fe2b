package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nonces used. Guarded by the cloud's lock. */
final class Nonces {
  /** Twice the window of a timestamp: an older request is refused for its age. */
  private static final Duration MEMORY = Duration.ofMinutes(30);

  /** With the time of their use, the oldest first. */
  private final Map<String, Instant> used = new LinkedHashMap<>();

  /**
   * Takes it.
   *
   * @throws Refused when it was used before
   */
  void take(String accessKeyId, String nonce, Instant now) {
    Iterator<Instant> oldest = used.values().iterator();
    while (oldest.hasNext() && oldest.next().plus(MEMORY).isBefore(now)) {
      oldest.remove();
    }
    if (used.putIfAbsent(accessKeyId + ' ' + nonce, now) != null) {
      throw new Refused(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
  }
}
