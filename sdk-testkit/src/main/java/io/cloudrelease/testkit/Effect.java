package io.cloudrelease.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A change that a request really made to an instance.
 *
 * @param id the instance
 * @param step which change of this instance it is, from 1
 * @param kind what it meant
 * @param from the state before
 * @param to the state right after
 * @param at when
 * @param request the number of the request that did it
 * @param options the options under which it was done, by their name on the wire
 * @param alsoReleased disks and addresses that went along
 */
public record Effect(
    String id,
    int step,
    Kind kind,
    String from,
    String to,
    Instant at,
    int request,
    Map<String, String> options,
    List<String> alsoReleased) {

  public Effect {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(at, "at");
    options = Map.copyOf(options);
    alsoReleased = List.copyOf(alsoReleased);
  }

  /** What a change means. */
  public enum Kind {
    /** It was put into the recycle bin. */
    BINNED,
    /** It was destroyed for good, from wherever it was. */
    DESTROYED,
    /** Only the renewal of its subscription was switched off. */
    RENEWAL_OFF
  }
}
