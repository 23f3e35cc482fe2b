package io.cloudrelease.testkit;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A point of an instance's life: from then on it is in that state.
 *
 * @param at from when on
 * @param state the cloud's own word for it; empty when gone
 * @param standing what that means
 * @param notes the cloud's other members that change with the state, by their name on the wire
 */
public record StatePoint(Instant at, String state, Standing standing, Map<String, String> notes) {

  public StatePoint {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(standing, "standing");
    notes = Map.copyOf(notes);
  }

  /** Gone from then on. */
  public static StatePoint gone(Instant at) {
    return new StatePoint(at, "", Standing.GONE, Map.of());
  }

  /** That note, or empty text. */
  public String note(String name) {
    return notes.getOrDefault(name, "");
  }

  /** Whether a look can show it. */
  public boolean isListed() {
    return standing != Standing.GONE;
  }
}
