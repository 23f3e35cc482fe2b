package io.cloudrelease.execution.instance;

import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sends for one instance may have done, and with that which verdicts may be said of it.
 *
 * @param sends requests that named it and of which a byte may have left
 * @param acknowledged the highest stage that the cloud acknowledged or a look proved; 0 for none
 * @param open the highest stage of a send that is open; 0 for none
 * @param openness what is open
 * @param turnedAway how many of the sends were throttled: refused before anything was looked at
 * @param mayCount how many of the sends may have been carried out, as far as looks have proved
 * @param refused whether a request that named it was refused in so many words
 * @param endedAt when the last send ended
 * @param openUntil until when one that was open may be carried out; kept when another is
 *     acknowledged, or proven by a look
 * @param mayArriveUntil until when one that got no answer may still arrive, even where a refusal
 *     says what will then become of it
 * @param requestIds the cloud's, in order
 */
public record SendRecord(
    int sends,
    int acknowledged,
    int open,
    Openness openness,
    int turnedAway,
    int mayCount,
    boolean refused,
    Instant endedAt,
    Instant openUntil,
    Instant mayArriveUntil,
    List<String> requestIds) {

  /** Nothing left this machine. */
  public static final SendRecord NONE =
      new SendRecord(
          0,
          0,
          0,
          Openness.CLOSED,
          0,
          0,
          false,
          Instant.EPOCH,
          Instant.EPOCH,
          Instant.EPOCH,
          List.of());

  public SendRecord {
    requestIds = List.copyOf(requestIds);
  }

  /** The columns of the table of verdicts. */
  public enum State {
    /** No request left. */
    NONE,
    /** Requests left, and all were throttled. */
    TURNED_AWAY,
    /** Requests left; all are proven not to have touched it. */
    UNTOUCHED,
    /** The first step may have been taken. */
    FIRST_OPEN,
    /** The step out of the recycle bin may have been taken. */
    LAST_OPEN,
    /** The cloud acknowledged the first step, and nothing is open. */
    FIRST_ACKNOWLEDGED,
    /** The cloud acknowledged the step out of the recycle bin. */
    LAST_ACKNOWLEDGED
  }

  public State state() {
    if (openness != Openness.CLOSED) {
      return open > 1 ? State.LAST_OPEN : State.FIRST_OPEN;
    }
    if (acknowledged > 0) {
      return acknowledged > 1 ? State.LAST_ACKNOWLEDGED : State.FIRST_ACKNOWLEDGED;
    }
    if (sends == 0) {
      return State.NONE;
    }
    return turnedAway == sends ? State.TURNED_AWAY : State.UNTOUCHED;
  }

  /** Whether any of these sends may have done something to it. */
  public boolean mayHaveTouched() {
    return openness != Openness.CLOSED || acknowledged > 0;
  }

  /** Whether that verdict can be true after these sends. */
  public boolean allows(Verdict verdict) {
    State state = state();
    return switch (verdict) {
      case RELEASED -> state != State.NONE && state != State.TURNED_AWAY;
      // A step out of the bin may have left: it need not be there any more.
      case RECYCLED ->
          state == State.UNTOUCHED
              || state == State.FIRST_OPEN
              || state == State.FIRST_ACKNOWLEDGED;
      case ACCEPTED -> state == State.FIRST_ACKNOWLEDGED || state == State.LAST_ACKNOWLEDGED;
      case NOT_SENT -> state == State.NONE || state == State.TURNED_AWAY;
      case REJECTED, NOT_FOUND, ALREADY_DONE, DRY_RUN_PASSED ->
          state == State.NONE || state == State.TURNED_AWAY || state == State.UNTOUCHED;
      case UNKNOWN ->
          state == State.UNTOUCHED || state == State.FIRST_OPEN || state == State.LAST_OPEN;
    };
  }

  /**
   * That verdict, or the true one in its place.
   *
   * @param knownBefore whether it is known where it was before the first send
   */
  public Verdict nearest(Verdict wanted, boolean knownBefore) {
    if (allows(wanted)) {
      return wanted;
    }
    return switch (state()) {
      case NONE, TURNED_AWAY ->
          wanted == Verdict.UNKNOWN || wanted == Verdict.ACCEPTED
              ? Verdict.NOT_SENT
              : Verdict.ALREADY_DONE;
      // A request left: "not sent" would not be true. Where no refusal proves that it was not
      // carried out, looks do; but not of what may have stood there already.
      case UNTOUCHED ->
          wanted == Verdict.NOT_SENT && (refused || knownBefore)
              ? Verdict.REJECTED
              : Verdict.UNKNOWN;
      case FIRST_OPEN, LAST_OPEN -> Verdict.UNKNOWN;
      case FIRST_ACKNOWLEDGED, LAST_ACKNOWLEDGED -> Verdict.ACCEPTED;
    };
  }

  /** From when on a look tells for certain what the open sends have done. */
  public Instant provenFrom(Duration longestLag) {
    return openness == Openness.CLOSED ? Instant.EPOCH : openUntil.plus(longestLag);
  }

  /** From when on a look tells for certain what all sends together have done. */
  Instant overFrom(Duration longestLag) {
    return later(mayArriveUntil, endedAt).plus(longestLag);
  }

  /** Until when something may be done by these sends that nobody has seen: long ago for nothing. */
  public Instant reachesUntil() {
    // The one that was acknowledged is over; of several it need not be that one.
    boolean over = openness == Openness.CLOSED && acknowledged > 0 && mayCount <= 1;
    return over ? Instant.EPOCH : mayArriveUntil;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** Attempts ended; what they did is still to be said. */
  public SendRecord left(int more, int throttled, int untouched, Instant at, List<String> moreIds) {
    if (more == 0) {
      return this;
    }
    return new SendRecord(
        sends + more,
        acknowledged,
        open,
        openness,
        turnedAway + throttled,
        mayCount + more - untouched,
        refused,
        at,
        openUntil,
        mayArriveUntil,
        joined(moreIds));
  }

  /** Most instances are sent once, and share the list of their batch. */
  private List<String> joined(List<String> more) {
    if (requestIds.isEmpty() || more.isEmpty()) {
      return requestIds.isEmpty() ? more : requestIds;
    }
    List<String> all = new ArrayList<>(requestIds);
    all.addAll(more);
    return all;
  }

  /**
   * The last send is open.
   *
   * @param longestDelay how long after its end one without an answer may be carried out
   */
  public SendRecord leftOpen(int stage, Openness how, Duration longestDelay) {
    Instant until = how == Openness.UNANSWERED ? endedAt.plus(longestDelay) : endedAt;
    return withOpen(Math.max(open, stage), openness.and(how), later(openUntil, until));
  }

  /**
   * What was open was carried out before that time, or is refused if it arrives later. What stands
   * against it now may be lifted by others before it arrives.
   */
  SendRecord overBy(Instant time) {
    return openness == Openness.CLOSED ? this : withOpen(open, Openness.ANSWERED, time);
  }

  private SendRecord withOpen(int stage, Openness how, Instant until) {
    return with(acknowledged, stage, how, mayCount, refused, until);
  }

  /** The last send is proven not to have touched it. */
  SendRecord untouchedOnce() {
    return counted(Math.max(0, mayCount - 1), refused);
  }

  /** The last send was refused; what was open before stays open. */
  public SendRecord refusedOnce() {
    return counted(mayCount, true);
  }

  private SendRecord counted(int may, boolean wasRefused) {
    return with(acknowledged, open, openness, may, wasRefused, openUntil);
  }

  /** The cloud acknowledged that stage, or a look proved it taken. */
  public SendRecord acknowledged(int stage) {
    return with(Math.max(acknowledged, stage), 0, Openness.CLOSED, mayCount, refused, openUntil);
  }

  /** A look shows it ready for that stage: what was open of an earlier one was carried out. */
  SendRecord shownReady(int stage) {
    return openness != Openness.CLOSED && open < stage ? acknowledged(open) : this;
  }

  /** Looks proved that nothing that was open was carried out. */
  public SendRecord closed() {
    return openness == Openness.CLOSED
        ? this
        : with(acknowledged, 0, Openness.CLOSED, 0, refused, openUntil);
  }

  private SendRecord with(
      int stage, int nowOpen, Openness how, int may, boolean wasRefused, Instant until) {
    return new SendRecord(
        sends,
        stage,
        nowOpen,
        how,
        turnedAway,
        may,
        wasRefused,
        endedAt,
        until,
        later(mayArriveUntil, until),
        requestIds);
  }
}
