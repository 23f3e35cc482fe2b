package io.cloudrelease.model;

import io.cloudrelease.text.TerminalText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something attached to an instance, and whether it goes or stays with the release. Immutable. */
public final class CollateralItem {
  private final String kind;
  private final String id;
  private final Fate fate;

  private CollateralItem(String kind, String id, Fate fate) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.id = Objects.requireNonNull(id, "id");
    this.fate = Objects.requireNonNull(fate, "fate");
  }

  /**
   * An item.
   *
   * @param kind in the cloud's words, such as {@code data disk} or {@code public address}
   * @param id the cloud's id or address of it
   * @param fate what becomes of it
   */
  public static CollateralItem of(String kind, String id, Fate fate) {
    return new CollateralItem(kind, id, fate);
  }

  public String kind() {
    return kind;
  }

  public String id() {
    return id;
  }

  public Fate fate() {
    return fate;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CollateralItem o
        && kind.equals(o.kind)
        && id.equals(o.id)
        && fate == o.fate;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, id, fate);
  }

  @Override
  public String toString() {
    return TerminalText.of(kind + " " + id + " " + fate);
  }

  /** Whether it goes or stays. */
  public enum Fate {
    GOES,
    /** Stays, and may go on being billed. */
    STAYS,
    UNKNOWN
  }
}
