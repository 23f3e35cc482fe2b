package io.cloudrelease.execution.instance;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A life in the form in which the checker compares lives: it is always {@link #NOW}, times are
 * whole units before that, and what is older than matters keeps its order only. Left out: how many
 * looks and refusals there were (they only make pauses longer), request ids, hints, and the number
 * of sends beyond "some" and "all of them throttled".
 */
final class LifeForm {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** As long as the longest pause between two sends, so that pauses do not grow. */
  static final Duration UNIT = Duration.ofMinutes(2);

  static final InstanceRef REF = InstanceRef.of("cloud", "i-1");
  private static final int MOST_AGES = 40;
  private static final Snapshot[][] SNAPSHOTS =
      new Snapshot[LifecyclePhase.values().length][MOST_AGES];

  static {
    for (LifecyclePhase phase : LifecyclePhase.values()) {
      for (int age = 0; age < MOST_AGES; age++) {
        SNAPSHOTS[phase.ordinal()][age] =
            Snapshot.builder(REF, ago(age), phase).state(phase.name().toLowerCase()).build();
      }
    }
  }

  private static final Snapshot BEFORE = snapshot(LifecyclePhase.STABLE, MOST_AGES - 1);

  private final int oldest;

  /** Ages beyond that many units keep their order only. */
  LifeForm(int oldest) {
    this.oldest = oldest;
  }

  static Instant ago(int units) {
    return NOW.minus(UNIT.multipliedBy(units));
  }

  static Snapshot snapshot(LifecyclePhase phase, int age) {
    return SNAPSHOTS[phase.ordinal()][age];
  }

  /** This life, so many units of time later. */
  InstanceLife of(InstanceLife life, int later) {
    Ages ages = new Ages(later);
    SendRecord sent = life.sent();
    Sightings seen = life.seen();
    boolean open = sent.openness() != Openness.CLOSED;
    ages.note(sent.endedAt());
    if (open) {
      ages.note(sent.openedAt());
    }
    ages.note(seen.leavingAt());
    ages.note(seen.underWayAt());
    ages.note(seen.absentAt());
    ages.note(seen.last() == null ? null : seen.last().takenAt());
    boolean some = sent.sends() > 0;
    SendRecord sentThen =
        new SendRecord(
            some ? 1 : 0,
            sent.acknowledged(),
            sent.open(),
            sent.openness(),
            some && sent.turnedAway() == sent.sends() ? 1 : 0,
            sent.refused(),
            ages.then(sent.endedAt()),
            open ? ages.then(sent.openedAt()) : Instant.EPOCH,
            List.of());
    Sightings seenThen =
        new Sightings(
            seen.before() == null ? null : BEFORE,
            seen.last() == null
                ? null
                : snapshot(seen.last().phase(), ages.age(seen.last().takenAt())),
            seen.named(),
            ages.orNull(seen.leavingAt()),
            ages.orNull(seen.underWayAt()),
            ages.orNull(seen.absentAt()),
            0);
    Efforts efforts =
        new Efforts(0, Math.min(1, life.efforts().resends()), 0, life.efforts().together());
    return new InstanceLife(
        life.standing(), life.step(), "", false, sentThen, seenThen, life.trouble(), efforts);
  }

  static int age(Instant time) {
    return Math.toIntExact(Duration.between(time, NOW).dividedBy(UNIT));
  }

  /** The ages of one life, those beyond the oldest pressed together. */
  private final class Ages {
    private final int later;
    private final TreeSet<Integer> old = new TreeSet<>();

    Ages(int later) {
      this.later = later;
    }

    void note(@Nullable Instant time) {
      if (time != null && !time.equals(Instant.EPOCH)) {
        int age = LifeForm.age(time) + later;
        if (age > oldest) {
          old.add(age);
        }
      }
    }

    int age(Instant time) {
      int age = LifeForm.age(time) + later;
      return age > oldest ? oldest + 1 + old.headSet(age).size() : age;
    }

    Instant then(Instant time) {
      return time.equals(Instant.EPOCH) ? time : ago(age(time));
    }

    @Nullable Instant orNull(@Nullable Instant time) {
      return time == null ? null : then(time);
    }
  }
}
