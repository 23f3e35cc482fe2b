package io.cloudrelease.find;

import io.cloudrelease.error.ReleaseError;
import java.util.Objects;

/**
 * A place of which it is not sure that all instances were seen.
 *
 * @param place where; with region {@code *} when not even the regions could be asked for
 * @param reason why
 */
public record Unread(Place place, ReleaseError reason) {
  public Unread {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(reason, "reason");
  }

  /** One line for people. */
  @Override
  public String toString() {
    return place + " " + reason.summary();
  }
}
