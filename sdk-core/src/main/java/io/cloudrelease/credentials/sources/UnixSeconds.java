package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.time.Instant;

/** Times that vendors write as a number, of seconds since 1970. */
public final class UnixSeconds {
  /** The last second of the year 9999: what is larger was written in other units, or is broken. */
  private static final long LAST = 253_402_300_799L;

  private UnixSeconds() {}

  /**
   * The time of that member; the beginning of 1970, which is over, when there is none.
   *
   * @param where the file or the service, for the message
   * @throws ConfigurationException when something else stands there: keys whose end is not known
   *     would be taken for such as never end
   */
  public static Instant read(String where, JsonValue object, String key) {
    if (!object.get(key).isPresent()) {
      return Instant.EPOCH;
    }
    long seconds = object.number(key, Long.MAX_VALUE);
    if (seconds > LAST || seconds < -LAST) {
      throw new ConfigurationException(where + ": " + key + " is no time in seconds since 1970");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
