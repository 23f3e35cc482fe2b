package io.cloudrelease.simulation;

import java.util.Locale;

/**
 * A promise that was not kept.
 *
 * @param promise which
 * @param what by which verdict or request
 */
record Breach(long seed, String promise, String what) {

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "seed %d broke \"%s\": %s", seed, promise, what);
  }
}
