package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.remains.Leftover;
import io.cloudrelease.text.TerminalText;
import java.util.Optional;

/** A leftover as a run tells of it. */
public record FoundLeftover(
    Kind kind,
    String id,
    InstanceRef instance,
    Existence exists,
    String state,
    String freedBy,
    Optional<ReleaseError> why)
    implements Leftover {

  /** The ids and states are a cloud's own text. */
  @Override
  public String toString() {
    return TerminalText.of(kind + " " + id + " of " + instance + ": " + exists + " " + state)
        .strip();
  }
}
