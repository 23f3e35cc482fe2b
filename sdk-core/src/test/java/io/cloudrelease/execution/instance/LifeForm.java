package io.cloudrelease.execution.instance;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A life in the form in which the checker compares lives, so that there are finitely many: it is
 * always {@link #NOW}, times are whole units before that, and a time that is too long ago to matter
 * is as long ago as just does. What is left out with that:
 *
 * <ul>
 *   <li>how many looks and refusals there were, and each resend after the first: they only make
 *       pauses longer; that a batch was refused too often is a thing that can happen at any time;
 *   <li>the words of an error, and what went wrong where only those words are still told ({@link
 *       #trouble});
 *   <li>how many sends there were, beyond none, some, and all of them throttled (and a few).
 * </ul>
 */
final class LifeForm {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** As long as the longest pause between two sends, so that pauses do not grow. */
  static final Duration UNIT = Duration.ofMinutes(2);

  static final InstanceRef REF = InstanceRef.of("cloud", "i-1");
  private static final int SETTLING = 1;
  private static final int MOST_AGES = 20;
  private static final Snapshot[][] SNAPSHOTS =
      new Snapshot[LifecyclePhase.values().length][MOST_AGES];

  static {
    for (LifecyclePhase phase : LifecyclePhase.values()) {
      for (int age = 0; age < MOST_AGES; age++) {
        SNAPSHOTS[phase.ordinal()][age] =
            Snapshot.builder(REF, ago(age), phase).state(phase.name()).build();
      }
    }
  }

  private static final Snapshot BEFORE = snapshot(LifecyclePhase.STABLE, MOST_AGES - 1);

  private final boolean granted;
  private final int mostSends;

  /**
   * The form of lives.
   *
   * @param granted whether it matters which came later, the last send or a sign that it moves
   * @param mostSends up to how many sends are told apart
   */
  LifeForm(boolean granted, int mostSends) {
    this.granted = granted;
    this.mostSends = mostSends;
  }

  static Instant ago(int units) {
    return NOW.minus(UNIT.multipliedBy(units));
  }

  static int age(Instant time) {
    return (int) ((NOW.getEpochSecond() - time.getEpochSecond()) / UNIT.toSeconds());
  }

  static Snapshot snapshot(LifecyclePhase phase, int age) {
    return SNAPSHOTS[phase.ordinal()][Math.min(age, MOST_AGES - 1)];
  }

  /** This life, so many units of time later. */
  InstanceLife of(InstanceLife life, int later) {
    int ended = ended(life, later);
    return new InstanceLife(
        life.standing(),
        life.step(),
        "",
        false,
        sent(life.sent(), ended, later),
        seen(life, ended, later),
        trouble(life),
        new Efforts(0, 0, 0, 0, together(life), life.efforts().leave()));
  }

  /** One, some or all; some and all are alike where a batch need not wait to be taken apart. */
  private static int together(InstanceLife life) {
    int most = life.efforts().together();
    boolean some = most > 1 && most < Integer.MAX_VALUE && life.step().escalates();
    return some ? 4 : most == 1 ? 1 : Integer.MAX_VALUE;
  }

  /** How long ago the last send ended; below zero when there was none. */
  private int ended(InstanceLife life, int later) {
    if (life.isUnsent()) {
      return -1;
    }
    int most =
        switch (life.standing()) {
          case WAITING -> Asked.WAIT;
          case ASKING -> Asked.LAG;
          default -> granted ? Asked.LAG : SETTLING;
        };
    return Math.min(age(life.sent().endedAt()) + later, most);
  }

  private SendRecord sent(SendRecord sent, int ended, int later) {
    boolean some = sent.sends() > 0;
    int until = Math.min(age(sent.openUntil()) + later, Asked.LAG);
    int arrives = Math.min(age(sent.mayArriveUntil()) + later, Asked.LAG);
    // What was open once matters only where another send may have been carried out, and lately.
    boolean open = sent.openness() != Openness.CLOSED || sent.mayCount() > 1 && arrives < Asked.LAG;
    return new SendRecord(
        some ? Math.min(Math.max(1, sent.sends() - sent.turnedAway()), mostSends) : 0,
        sent.acknowledged(),
        sent.open(),
        sent.openness(),
        some && sent.turnedAway() == sent.sends() ? 1 : 0,
        Math.min(sent.mayCount(), 2),
        sent.refused(),
        some ? ago(ended) : Instant.EPOCH,
        open ? ago(until) : Instant.EPOCH,
        open ? ago(arrives) : Instant.EPOCH,
        List.of());
  }

  private Sightings seen(InstanceLife life, int ended, int later) {
    Sightings seen = life.seen();
    Instant moving = seen.movingAt();
    @Nullable Instant movingThen = null;
    if (!moving.equals(Instant.EPOCH)) {
      int age = age(moving) + later;
      boolean after = !moving.isBefore(life.sent().endedAt());
      int capped = Math.min(age, Asked.LAG);
      if (granted && ended >= 0) {
        capped = after ? Math.min(capped, ended) : Math.max(capped, ended + 1);
      }
      // A sign by word only, that long ago, means nothing any more.
      movingThen = seen.leavingAt() == null && age >= Asked.LAG ? null : ago(capped);
    }
    boolean shown = seen.leavingAt() != null;
    return new Sightings(
        seen.before() == null ? null : BEFORE,
        last(life, ended, later),
        seen.beforeSend(),
        seen.named(),
        shown ? movingThen : null,
        shown ? null : movingThen,
        seen.absentAt() == null ? null : ago(Math.min(age(seen.absentAt()) + later, SETTLING)),
        0);
  }

  /** What the last look showed; of its time only whether it is now, or since the last send. */
  private static @Nullable Snapshot last(InstanceLife life, int ended, int later) {
    Snapshot last = life.seen().last();
    if (last == null) {
      return null;
    }
    boolean since = !last.takenAt().isBefore(life.sent().endedAt());
    boolean telling =
        (last.phase() == LifecyclePhase.RECYCLED && since)
            || (last.phase() == LifecyclePhase.LEAVING && life.standing() == Standing.LOOKING);
    LifecyclePhase phase = telling ? last.phase() : LifecyclePhase.STABLE;
    boolean toBeSent =
        life.standing() == Standing.READY
            || life.standing() == Standing.SENDING
            || life.standing() == Standing.ASKING;
    boolean fresh = toBeSent && age(last.takenAt()) + later == 0;
    return snapshot(
        phase, fresh ? 0 : ended < 0 ? 1 : phase == LifecyclePhase.RECYCLED ? ended : ended + 1);
  }

  /** What went wrong, as far as it is asked for in that standing. */
  private static Trouble trouble(InstanceLife life) {
    Trouble trouble = life.trouble();
    return switch (life.standing()) {
      case ASKING, SENDING -> trouble;
      case OPEN -> {
        boolean maybe = trouble.rule().applied() == Applied.MAYBE;
        boolean strange = trouble.rule().category() == ErrorCategory.UNKNOWN && !trouble.stands();
        Answer answer =
            strange
                ? maybe ? Answer.GARBAGE : Answer.UNLISTED_CODE
                : maybe ? Answer.OUTAGE : Answer.UNPAID;
        int size = trouble.together() > 1 ? 4 : 1;
        yield new Trouble(answer.end(size, false).error(), answer.rule(), size, trouble.stands());
      }
      default -> Trouble.NONE;
    };
  }
}
