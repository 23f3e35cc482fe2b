package io.cloudrelease.execution.call;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.pace.Pace;
import io.cloudrelease.pace.PaceAdvice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call's turns in its lane: waits for each, and tells the pace what came back. */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** A lane outlives the run: one odd answer must not hold it for those that come later. */
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

  /** Beyond any deadline, and no number that a time cannot be counted on by. */
  private static final Duration NEVER = Duration.ofDays(3650);

  /** A pace that drops turns and gives others at once must not keep a thread busy. */
  private static final Duration LEAST_PAUSE = Duration.ofMillis(10);

  private final ClientParts parts;
  private final RunControl control;
  private final Account account;
  private final Call<?> call;
  private final Lane where;
  private final Pace.Lane lane;
  private Instant came;

  Turn(ClientParts parts, RunControl control, Call<?> call) {
    this.parts = parts;
    this.control = control;
    this.call = call;
    this.account = call.account();
    this.where = call.lane();
    this.lane = account.lane(where.region(), call.action());
    this.came = parts.steady().instant();
  }

  /**
   * Takes the next one, and says how long it is until then; what the pace throws passes through.
   */
  Duration take() {
    Instant now = parts.steady().instant();
    Duration asked = Extension.ask(() -> parts.pace().reserve(lane, now));
    Duration most = asked.compareTo(NEVER) < 0 ? asked : NEVER;
    Duration wait = most.isNegative() ? Duration.ZERO : most;
    came = now.plus(wait);
    return wait;
  }

  /**
   * Zero when the turn that was waited for still stands, or nothing matters any more; else how long
   * it is until another one.
   */
  Duration stillStands() {
    Instant now = parts.steady().instant();
    if (control.halted().isPresent() || Extension.ask(() -> parts.pace().stands(lane, now))) {
      return Duration.ZERO;
    }
    Duration wait = take();
    return wait.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : wait;
  }

  void accepted(HttpResponse response) {
    tell(Pace.Answer.Kind.ACCEPTED, read(response).goOn());
  }

  /** Returns for how long the cloud wants to be left alone, where it says so. */
  Optional<Duration> refused(HttpResponse response, ErrorRule rule) {
    PaceAdvice advice = read(response);
    if (rule.category() != ErrorCategory.THROTTLED) {
      tell(Pace.Answer.Kind.REFUSED, advice.goOn());
      return advice.leaveAlone();
    }
    Optional<Duration> wish = advice.leaveAlone().or(() -> untilNextWindow(response));
    PaceAdvice heeded = wish.map(this::held).map(advice::leaveAlone).orElseGet(advice::goOn);
    tell(Pace.Answer.Kind.THROTTLED, heeded);
    return wish;
  }

  /** What is left of a wish by the deadline of this run. */
  private Duration held(Duration wish) {
    Duration left = control.timeLeft();
    Duration most = left.compareTo(LONGEST_HOLD) < 0 ? left : LONGEST_HOLD;
    if (wish.compareTo(most) <= 0) {
      return wish;
    }
    LOG.warn("{}: the cloud wants to be left alone for {}; held for {} only", lane, wish, most);
    parts.tell(
        call.told(ReleaseEvent.Kind.HELD_BACK, parts.clock().instant())
            .detail(
                "the cloud wants to be left alone for "
                    + wish.toSeconds()
                    + " s; the lane is held for "
                    + most.toSeconds()
                    + " s"));
    return most;
  }

  /**
   * Until the cloud's clock begins to count anew, never too short: its Date tells whole seconds.
   * Without it our own clock has to do.
   */
  private Optional<Duration> untilNextWindow(HttpResponse response) {
    long window = account.facts().throttleWindow().toMillis();
    if (window == 0) {
      return Optional.empty();
    }
    Instant cloudTime =
        response.date().orElseGet(() -> parts.clock().instant().plus(account.clock().offset()));
    return Optional.of(Duration.ofMillis(window - Math.floorMod(cloudTime.toEpochMilli(), window)));
  }

  private PaceAdvice read(HttpResponse response) {
    try {
      return Extension.ask(() -> account.provider().paceAdvice(response));
    } catch (Extension.BrokenException broken) {
      LOG.warn("{}: paceAdvice threw {}", where, broken.getMessage());
      return PaceAdvice.none();
    }
  }

  /** What a pace makes of an answer must not touch what the answer means. */
  private void tell(Pace.Answer.Kind kind, PaceAdvice advice) {
    try {
      Instant now = parts.steady().instant();
      Duration took = now.isAfter(came) ? Duration.between(came, now) : Duration.ZERO;
      Pace.Answer answer = new Pace.Answer(kind, took, advice, account.facts().throttleWindow());
      Extension.tell(() -> parts.pace().answered(lane, now, answer));
    } catch (Extension.BrokenException broken) {
      LOG.warn("{}: the pace threw {}", lane, broken.getMessage());
    }
  }
}
