package io.cloudrelease.testkit;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that goes wrong with one request: before the cloud acts (the default) or after it has
 * acted, which the client cannot tell apart.
 *
 * <p>Immutable and thread-safe; made by the factory methods, changed by {@link #afterEffect()} and
 * {@link #delayed}.
 */
public final class Fault {

  /** Whether the request has its effect. */
  public enum Strike {
    /** The fault comes first: nothing is changed. */
    BEFORE_EFFECT,
    /** The request is carried out, then the fault spoils the answer. */
    AFTER_EFFECT
  }

  enum Kind {
    REFUSE,
    DROP,
    HANG,
    TRUNCATE,
    ANSWER,
    TROUBLE,
    CODE,
    SLOW,
    STALE,
    REPEATED_ROW,
    NOTHING_SHOWN,
    SHORT_PAGE,
    PARTLY
  }

  private static final String PAGE =
      "<!DOCTYPE html>\n<html><head><title>%1$s</title></head>"
          + "<body><center><h1>%1$s</h1></center><hr><center>nginx</center></body></html>\n";

  private final String name;
  private final Kind kind;
  private final Strike strike;
  private final Duration delay;
  private final HttpResponse answer;
  private final Trouble trouble;
  private final Refused refused;
  private final int count;
  private final Optional<Duration> lateBy;

  private Fault(Draft draft) {
    this.name = draft.name;
    this.kind = draft.kind;
    this.strike = draft.strike;
    this.delay = draft.delay;
    this.answer = draft.answer;
    this.trouble = draft.trouble;
    this.refused = draft.refused;
    this.count = draft.count;
    this.lateBy = draft.lateBy;
  }

  /** No connection can be made: nothing of the request arrives. */
  public static Fault connectionRefused() {
    return new Draft("connection refused", Kind.REFUSE).fault();
  }

  /** The connection is cut instead of an answer. */
  public static Fault dropped() {
    return new Draft("connection dropped", Kind.DROP).fault();
  }

  /** Nothing comes until the client gives up. */
  public static Fault hang() {
    return new Draft("hang", Kind.HANG).fault();
  }

  /** The answer breaks off in the middle of its body. */
  public static Fault truncated() {
    return new Draft("answer truncated", Kind.TRUNCATE).fault();
  }

  /** A gateway's answer of that status with a page of HTML, as 500, 502, 503, 504 or 408. */
  public static Fault gateway(int status) {
    return http("gateway " + status, status, List.of(HTML), page(status + " from the gateway"));
  }

  /**
   * That status with {@code Retry-After} in whole seconds and a page of HTML.
   *
   * @param wait whole seconds, not negative
   */
  public static Fault retryAfter(int status, Duration wait) {
    if (notNegative("wait", wait).getNano() != 0) {
      throw new IllegalArgumentException("wait is " + wait + "; it must be whole seconds");
    }
    Header header = new Header("Retry-After", Long.toString(wait.toSeconds()));
    return http(
        status + " with Retry-After: " + header.value(),
        status,
        List.of(HTML, header),
        page(status + " from the gateway"));
  }

  /** A redirect of that status (301, 302, 307, 308) to the same place. */
  public static Fault redirect(int status) {
    return http("redirect " + status, status, List.of(new Header("Location", "/")), "");
  }

  /** Status 200 with bytes that are neither JSON nor XML. */
  public static Fault garbage() {
    return http("garbage", 200, List.of(JSON), "\u0001\u0002{\"Resp\u0000onse\":<<<");
  }

  /** Status 200 without a body. */
  public static Fault emptyAnswer() {
    return http("empty 200", 200, List.of(JSON), "");
  }

  /** Status 204. */
  public static Fault noContent() {
    return http("204", 204, List.of(), "");
  }

  /** Status 200 with somebody's page of HTML. */
  public static Fault htmlPage() {
    return http("HTML page", 200, List.of(HTML), page("Welcome"));
  }

  /** A network-layer challenge page: 403 with {@code cf-mitigated: challenge}. */
  public static Fault challenge() {
    return http(
        "challenge page",
        403,
        List.of(HTML, new Header("cf-mitigated", "challenge")),
        page("Just a moment..."));
  }

  /** Any answer at all. */
  public static Fault answering(String name, HttpResponse answer) {
    Draft draft = new Draft(name, Kind.ANSWER);
    draft.answer = answer;
    return draft.fault();
  }

  /** The cloud's own answer to too many calls. */
  public static Fault throttled() {
    return trouble("throttled", Trouble.THROTTLED);
  }

  /** The cloud's own answer to a failure inside it. */
  public static Fault internalError() {
    return trouble("internal error", Trouble.INTERNAL_ERROR);
  }

  /** The cloud's own answer to a token that ran out. */
  public static Fault expiredToken() {
    return trouble("expired token", Trouble.TOKEN_EXPIRED);
  }

  /** The cloud's own answer to a timestamp outside its window. */
  public static Fault clockSkewed() {
    return trouble("clock skewed", Trouble.CLOCK_SKEWED);
  }

  /** An error of that code and status, written as the cloud writes its errors. */
  public static Fault code(int status, String code, String message) {
    Draft draft = new Draft("code " + code, Kind.CODE);
    draft.refused = new Refused(status, code, message);
    return draft.fault();
  }

  /**
   * The right answer, late. The effect comes at once.
   *
   * @param delay not negative
   */
  public static Fault slow(Duration delay) {
    return new Draft("slow", Kind.SLOW).fault().delayed(delay);
  }

  /**
   * A look shows what was true that long ago.
   *
   * @param age not negative
   */
  public static Fault staleLook(Duration age) {
    Draft draft = new Draft("stale look", Kind.STALE);
    draft.delay = notNegative("age", age);
    return draft.fault();
  }

  /**
   * A look's page repeats its first row and loses its last for it, as pages do when a list changes
   * under way. The total stays. A page of one row stays as it is.
   */
  public static Fault repeatedRow() {
    return new Draft("a row repeated", Kind.REPEATED_ROW).fault();
  }

  /**
   * A page shows the first half of its rows only. Total and next page stay what they are. A page of
   * one row stays as it is.
   */
  public static Fault shortPage() {
    return new Draft("a page cut short", Kind.SHORT_PAGE).fault();
  }

  /** A look shows nothing at all, and counts none: an empty list with a total of zero. */
  public static Fault nothingShown() {
    return new Draft("nothing shown", Kind.NOTHING_SHOWN).fault();
  }

  /**
   * Only the first so many instances of a batch are changed, then the cloud refuses: with the
   * reason it has for refusing the batch, else with a failure inside it.
   *
   * @param instances not negative
   */
  public static Fault partlyApplied(int instances) {
    if (instances < 0) {
      throw new IllegalArgumentException("instances is " + instances + "; it must not be negative");
    }
    Draft draft = new Draft("applied to " + instances + " only", Kind.PARTLY);
    draft.strike = Strike.AFTER_EFFECT;
    draft.count = instances;
    return draft.fault();
  }

  /** This fault, striking after the request was carried out. */
  public Fault afterEffect() {
    if (kind == Kind.REFUSE) {
      throw new IllegalArgumentException("a request that never arrives has no effect");
    }
    Draft draft = new Draft(this);
    draft.strike = Strike.AFTER_EFFECT;
    draft.lateBy = Optional.empty();
    return draft.fault();
  }

  /**
   * This fault, after which the request is carried out all the same, that much later, if it still
   * can be: a call that got no answer and lay in a queue.
   *
   * @param after not negative
   */
  public Fault lateEffect(Duration after) {
    if (kind == Kind.REFUSE) {
      throw new IllegalArgumentException("a request that never arrives has no effect");
    }
    Draft draft = new Draft(this);
    draft.strike = Strike.BEFORE_EFFECT;
    draft.lateBy = Optional.of(notNegative("after", after));
    return draft.fault();
  }

  /**
   * This fault, with the cloud taking that long over it.
   *
   * @param by not negative
   */
  public Fault delayed(Duration by) {
    if (kind == Kind.STALE) {
      throw new IllegalArgumentException("a stale look cannot be delayed");
    }
    Draft draft = new Draft(this);
    draft.delay = notNegative("by", by);
    return draft.fault();
  }

  /** Whether the request has its effect. */
  public Strike strike() {
    return strike;
  }

  Kind kind() {
    return kind;
  }

  /** How long after the request it is carried out, if it is carried out late. */
  Optional<Duration> lateBy() {
    return lateBy;
  }

  Duration delay() {
    return delay;
  }

  HttpResponse answer() {
    return answer;
  }

  Trouble trouble() {
    return trouble;
  }

  Refused refused() {
    return refused;
  }

  int count() {
    return count;
  }

  /** What happens and when, for test names and reports. */
  @Override
  public String toString() {
    boolean ofOneKind =
        switch (kind) {
          case SLOW, STALE, REPEATED_ROW, NOTHING_SHOWN, SHORT_PAGE, PARTLY, REFUSE -> true;
          default -> false;
        };
    if (ofOneKind) {
      return name;
    }
    if (lateBy.isPresent()) {
      return name + ", carried out " + lateBy.get().toSeconds() + " s later";
    }
    return name + (strike == Strike.AFTER_EFFECT ? " after the effect" : " before the effect");
  }

  private static final Header HTML = new Header("Content-Type", "text/html");
  private static final Header JSON = new Header("Content-Type", "application/json");

  private static Fault http(String name, int status, List<Header> headers, String body) {
    return answering(name, HttpResponse.of(status, headers, HttpBody.utf8(body)));
  }

  private static Duration notNegative(String what, Duration time) {
    if (Objects.requireNonNull(time, what).isNegative()) {
      throw new IllegalArgumentException(what + " is " + time + "; it must not be negative");
    }
    return time;
  }

  private static Fault trouble(String name, Trouble trouble) {
    Draft draft = new Draft(name, Kind.TROUBLE);
    draft.trouble = trouble;
    return draft.fault();
  }

  private static String page(String title) {
    return PAGE.replace("%1$s", title);
  }

  private static final class Draft {
    private final String name;
    private final Kind kind;
    private Strike strike = Strike.BEFORE_EFFECT;
    private Duration delay = Duration.ZERO;
    private HttpResponse answer = HttpResponse.of(0, List.of(), HttpBody.empty());
    private Trouble trouble = Trouble.INTERNAL_ERROR;
    private Refused refused = new Refused(500, "", "");
    private int count;
    private Optional<Duration> lateBy = Optional.empty();

    Draft(String name, Kind kind) {
      this.name = name;
      this.kind = kind;
    }

    Draft(Fault fault) {
      this(fault.name, fault.kind);
      strike = fault.strike;
      delay = fault.delay;
      answer = fault.answer;
      trouble = fault.trouble;
      refused = fault.refused;
      count = fault.count;
      lateBy = fault.lateBy;
    }

    Fault fault() {
      return new Fault(this);
    }
  }
}
