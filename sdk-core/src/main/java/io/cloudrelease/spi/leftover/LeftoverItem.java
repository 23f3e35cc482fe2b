package io.cloudrelease.spi.leftover;

import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.remains.Leftover.Kind;
import java.util.Objects;

/**
 * Something that hangs on an instance, or did.
 *
 * @param kind what it is
 * @param id the cloud's id of it; empty when only its address is known
 * @param address its public address; empty when it has none, or that is not shown
 * @param subject which of the query's subjects led to it; empty when a look shows it
 * @param fate whether it goes with the instance
 * @param state the cloud's own word for its state; empty when that is not shown
 */
public record LeftoverItem(
    Kind kind, String id, String address, String subject, Fate fate, String state) {

  public LeftoverItem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(fate, "fate");
    Objects.requireNonNull(state, "state");
  }

  /** Shown by a look with its id. */
  public static LeftoverItem of(Kind kind, String id, Fate fate) {
    return new LeftoverItem(kind, id, "", "", fate, "");
  }

  /** A public address of which the look does not tell the id, or whether it has one. */
  public static LeftoverItem address(String address, Fate fate) {
    return new LeftoverItem(Kind.ADDRESS, "", address, "", fate, "");
  }

  /** Found by a call. */
  public static LeftoverItem found(Kind kind, String id, String subject, Fate fate, String state) {
    return new LeftoverItem(kind, id, "", subject, fate, state);
  }

  /** This item, with that public address. */
  public LeftoverItem at(String publicAddress) {
    return new LeftoverItem(kind, id, publicAddress, subject, fate, state);
  }

  /** Its id, or its address where it has none. */
  public String name() {
    return id.isEmpty() ? address : id;
  }
}
