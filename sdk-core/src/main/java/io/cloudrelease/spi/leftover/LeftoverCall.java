package io.cloudrelease.spi.leftover;

import io.cloudrelease.remains.Leftover;
import io.cloudrelease.spi.ActionFacts;
import java.util.Objects;

/**
 * A reading call that shows leftovers.
 *
 * @param action its standing facts; {@code maxBatch} is the most subjects in one
 * @param kind what it shows
 * @param by what its subjects are
 * @param right the right it needs, as the cloud's policies name it
 */
public record LeftoverCall(ActionFacts action, Leftover.Kind kind, By by, String right) {

  public LeftoverCall {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(right, "right");
  }

  /** What a call names. */
  public enum By {
    /** The instances that things hang on. */
    INSTANCE,
    /** The disks that snapshots were made of. */
    DISK,
    /** Addresses, as the look shows them. */
    ADDRESS,
    /** Network interfaces that addresses are bound to. */
    INTERFACE,
    /** The things themselves. */
    ID
  }

  /** Whether it finds things whose ids are not known yet. */
  public boolean finds() {
    return by != By.ID;
  }
}
