package io.cloudrelease.model;

import java.util.Objects;

/**
 * Something attached to an instance, and whether it goes or stays with the release.
 *
 * @param kind in the cloud's words, such as {@code data disk} or {@code public address}
 * @param id the cloud's id or address of it
 * @param fate what becomes of it
 */
public record CollateralItem(String kind, String id, Fate fate) {

  public CollateralItem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(fate, "fate");
  }

  /** Whether it goes or stays. */
  public enum Fate {
    GOES,
    /** Stays, and may go on being billed. */
    STAYS,
    UNKNOWN
  }
}
