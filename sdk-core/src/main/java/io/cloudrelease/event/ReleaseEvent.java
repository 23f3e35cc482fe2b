package io.cloudrelease.event;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened during a run. Holds no secret.
 *
 * @param kind what happened
 * @param at when
 * @param lane where: provider, region where there is one, and action; empty for the whole run
 * @param instances how many instances it concerns
 * @param detail for people: a request id, a code, a reason; may be empty
 * @param settled how many instances have their verdict by now
 * @param total how many instances the request names
 */
public record ReleaseEvent(
    Kind kind, Instant at, String lane, int instances, String detail, int settled, int total) {

  public ReleaseEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(detail, "detail");
  }

  /** The kinds of events. */
  public enum Kind {
    /** The plan is made; nothing was sent yet. */
    PLANNED,
    /** A destructive request is about to leave. */
    SENDING,
    /** A destructive request was answered, or no answer came. */
    ANSWERED,
    /** A request will be sent again after a pause. */
    RETRYING,
    /** Instances were read. */
    LOOKED,
    /** An instance got its verdict. */
    VERDICT,
    /** The sending was stopped. */
    STOPPED,
    /** The result is complete. */
    FINISHED
  }
}
