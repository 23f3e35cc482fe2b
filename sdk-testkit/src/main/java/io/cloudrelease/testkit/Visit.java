package io.cloudrelease.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request being served: what time it is, how far the cloud may go, and what it did. Lives as
 * long as the cloud holds its lock.
 */
public final class Visit {
  private final int number;
  private final Instant now;
  private final Instant cloudTime;
  private final String requestId;
  private Instant lookAt;
  private Atomicity atomicity;
  private int most = Integer.MAX_VALUE;
  private Optional<Refused> cutShortWith = Optional.empty();
  private Optional<RateLimit.Left> left = Optional.empty();
  private String account = "";
  private boolean repeatsRow;
  private boolean showsNothing;
  private boolean shortensPage;
  private final List<String> appliedTo = new ArrayList<>(0);

  Visit(int number, Instant now, Duration skew, Duration lag, Atomicity atomicity, String id) {
    this.number = number;
    this.now = now;
    this.cloudTime = now.plus(skew);
    this.lookAt = now.minus(lag);
    this.atomicity = atomicity;
    this.requestId = id;
  }

  /** The number of the request. */
  public int number() {
    return number;
  }

  /** The true time. */
  public Instant now() {
    return now;
  }

  /** The time as the cloud's own clock shows it, skew included. */
  public Instant cloudTime() {
    return cloudTime;
  }

  /** The time whose truth a look shows; earlier than now when looks lag behind. */
  public Instant lookAt() {
    return lookAt;
  }

  /** What the caller has left of its rate, where that was counted by the clock. */
  public Optional<RateLimit.Left> left() {
    return left;
  }

  void left(RateLimit.Left counted) {
    left = Optional.of(counted);
  }

  /** The request id of this answer. */
  public String requestId() {
    return requestId;
  }

  /** Notes whose request it is, once that is proven. */
  public void authenticated(SimulatedAccount owner) {
    account = owner.name();
  }

  String account() {
    return account;
  }

  /** A page as a look shows it: what kinds of clouds pass the rows of an answer through. */
  public <T> List<T> shownRows(List<T> page) {
    if (shortensPage && page.size() > 1) {
      return page.subList(0, page.size() / 2);
    }
    if (!repeatsRow || page.size() < 2) {
      return page;
    }
    List<T> rows = new ArrayList<>(page);
    rows.set(rows.size() - 1, rows.get(0));
    return rows;
  }

  void repeatRow() {
    repeatsRow = true;
  }

  void shortenPage() {
    shortensPage = true;
  }

  void showNothing() {
    showsNothing = true;
  }

  boolean showsNothing() {
    return showsNothing;
  }

  /** Lets this look show what was true that long ago. */
  public void showPast(Duration age) {
    lookAt = now.minus(age);
  }

  /** A fault lets only so many instances be changed, and then refuses so. */
  void cutShort(int instances, Refused with) {
    most = instances;
    cutShortWith = Optional.of(with);
    atomicity = Atomicity.EVERY_GOOD_ONE;
  }

  /** Refuses when a fault kept it from carrying out the whole batch. */
  void checkCutShort() {
    if (cutShortWith.isPresent()) {
      throw cutShortWith.get();
    }
  }

  int mostToApply() {
    return most;
  }

  Atomicity atomicity() {
    return atomicity;
  }

  List<String> appliedTo() {
    return appliedTo;
  }
}
