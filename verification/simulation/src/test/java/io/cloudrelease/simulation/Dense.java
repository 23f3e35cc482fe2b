package io.cloudrelease.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Seeds in which much comes together. A fault that one plain seed in a million shows, one of these
 * in some ten thousand does.
 */
enum Dense {
  /** Every seed. */
  ALL {
    @Override
    boolean has(Hardships h) {
      return true;
    }
  },

  /** Two runs for the same instances, and what they see is old, late or new to them. */
  TWO {
    @Override
    boolean has(Hardships h) {
      return isTwo(h) && h.company != Hardships.Company.STRANGER && isUnclear(h);
    }
  },

  /** A process dies, and it is not only resumed. */
  CRASH {
    @Override
    boolean has(Hardships h) {
      boolean more = isTwo(h) || h.startOver || h.crashAgain;
      return h.crash != Hardships.Crash.NEVER && more && isUnclear(h);
    }
  },

  /** One instance under two names. */
  NAMES {
    @Override
    boolean has(Hardships h) {
      return h.alias != Hardships.Alias.NONE && isUnclear(h);
    }
  },

  /** What our call set going is shown in words that providers do not know. */
  PASSING {
    @Override
    boolean has(Hardships h) {
      return h.passing != Hardships.Passing.USUAL;
    }
  },

  /** Two runs, and something else that goes wrong. */
  MANY {
    @Override
    boolean has(Hardships h) {
      boolean more =
          h.crash != Hardships.Crash.NEVER
              || h.clockSteps > 0
              || h.close
              || h.rowsShare > 0
              || h.unruly != Hardships.Unruly.NOBODY;
      return isTwo(h) && more && isUnclear(h);
    }
  };

  private static final Duration OLD = Duration.ofSeconds(10);

  abstract boolean has(Hardships h);

  /** Whether the story of that seed is such a one. */
  boolean has(long seed) {
    return this == ALL || has(new Hardships(seed, Hardships.source(seed)));
  }

  static Dense of(String word) {
    return Arrays.stream(values())
        .filter(dense -> dense.toString().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + word + "' is none of " + Arrays.toString(values())));
  }

  private static boolean isTwo(Hardships h) {
    return h.company != Hardships.Company.NOBODY || h.alias == Hardships.Alias.IN_SECOND_RUN;
  }

  private static boolean isUnclear(Hardships h) {
    return h.mostLag.compareTo(OLD) > 0 || h.lateShare > 0 || h.postpaidBins;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
