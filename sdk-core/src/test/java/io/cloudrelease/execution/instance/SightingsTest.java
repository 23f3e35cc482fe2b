package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What was seen and heard of one instance. */
class SightingsTest {
  private static final Instant NOW = LifeForm.NOW;

  private static Snapshot at(int seconds, LifecyclePhase phase) {
    return Snapshot.builder(LifeForm.REF, NOW.plusSeconds(seconds), phase).build();
  }

  private static Sightings shown(Sightings before, Snapshot snapshot, boolean unsent) {
    return before.shown(snapshot, unsent, false, NOW);
  }

  @Test
  void itIsKnownOnceALookShowedItOrARunBeforeHadItAcknowledged() {
    assertThat(Sightings.NONE.known()).isFalse();
    assertThat(shown(Sightings.NONE, at(0, LifecyclePhase.STABLE), true).known()).isTrue();
    assertThat(Sightings.NONE.remembered(null, true).known()).isTrue();
    assertThat(Sightings.NONE.remembered(null, false).known()).isFalse();
  }

  @Test
  void whatItWasBeforeItsFirstSendIsTheLastLookBeforeThatOrTheFirstAfterIt() {
    Snapshot one = at(0, LifecyclePhase.STABLE);
    Snapshot two = at(1, LifecyclePhase.CHANGING);
    Snapshot three = at(2, LifecyclePhase.LEAVING);

    Sightings before = shown(shown(Sightings.NONE, one, true), two, true);
    assertThat(before.before()).isEqualTo(two);
    assertThat(shown(before, three, false).before()).isEqualTo(two);
    assertThat(shown(before, three, false).beforeSend()).isTrue();
    Sightings after = shown(shown(Sightings.NONE, one, false), two, false);
    assertThat(after.before()).isEqualTo(one);
    assertThat(after.last()).isEqualTo(two);
    assertThat(after.beforeSend()).isFalse();
  }

  @Test
  void itMovesSinceItWasSeenLeavingOrSaidToBeUnderWayWhicheverIsLater() {
    Sightings leaving =
        Sightings.NONE.shown(at(0, LifecyclePhase.LEAVING), true, true, NOW.plusSeconds(5));

    assertThat(Sightings.NONE.movingAt()).isEqualTo(Instant.EPOCH);
    assertThat(leaving.movingAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(leaving.underWay(NOW.plusSeconds(9)).movingAt()).isEqualTo(NOW.plusSeconds(9));
    assertThat(leaving.underWay(NOW.plusSeconds(1)).movingAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(Sightings.NONE.underWay(NOW).movingAt()).isEqualTo(NOW);
  }

  @Test
  void whatIsShownInAWayThatNobodyKnowsMayBeMoving() {
    Sightings unclear =
        Sightings.NONE.shown(at(0, LifecyclePhase.UNRECOGNIZED), true, false, NOW.plusSeconds(5));

    assertThat(unclear.movingAt()).isEqualTo(NOW.plusSeconds(5));
    // But it is no evidence that it leaves.
    assertThat(unclear.leavingAt()).isNull();
    assertThat(shown(unclear, at(6, LifecyclePhase.STABLE), true).movingAt())
        .isEqualTo(NOW.plusSeconds(5));
  }

  @Test
  void theLatestWordThatItIsUnderWayCounts() {
    Sightings heard = Sightings.NONE.underWay(NOW.plusSeconds(9));

    assertThat(heard.underWay(NOW).underWayAt()).isEqualTo(NOW.plusSeconds(9));
    assertThat(heard.underWay(NOW.plusSeconds(10)).underWayAt()).isEqualTo(NOW.plusSeconds(10));
  }

  @Test
  void aLookThatShowsItStandingDoesNotUndoThatItWasLeaving() {
    Sightings leaving = Sightings.NONE.shown(at(0, LifecyclePhase.LEAVING), true, true, NOW);

    assertThat(shown(leaving, at(1, LifecyclePhase.STABLE), true).leavingAt()).isEqualTo(NOW);
  }

  @Test
  void itIsAbsentSinceTheFirstOfTheLooksThatDoNotShowIt() {
    Snapshot absent = at(0, LifecyclePhase.ABSENT);
    Sightings twice = Sightings.NONE.notShown(absent, NOW).notShown(absent, NOW.plusSeconds(9));

    assertThat(twice.absentAt()).isEqualTo(NOW);
    assertThat(twice.looks()).isEqualTo(2);
    assertThat(twice.last()).isEqualTo(absent);
    assertThat(shown(twice, at(1, LifecyclePhase.STABLE), true).absentAt()).isNull();
    assertThat(shown(twice, at(1, LifecyclePhase.STABLE), true).looks()).isEqualTo(3);
    assertThat(twice.afresh().absentAt()).isNull();
    assertThat(twice.afresh().looks()).isZero();
  }

  @Test
  void theLastLookShowsItsPhaseAndNoOther() {
    Sightings seen = shown(Sightings.NONE, at(10, LifecyclePhase.RECYCLED), true);

    assertThat(Sightings.NONE.lastShows(LifecyclePhase.RECYCLED)).isFalse();
    assertThat(seen.lastShows(LifecyclePhase.RECYCLED)).isTrue();
    assertThat(seen.lastShows(LifecyclePhase.STABLE)).isFalse();
    assertThat(Sightings.NONE.showsSince(LifecyclePhase.RECYCLED, NOW)).isFalse();
    assertThat(seen.showsSince(LifecyclePhase.RECYCLED, NOW.plusSeconds(10))).isTrue();
    assertThat(seen.showsSince(LifecyclePhase.RECYCLED, NOW.plusSeconds(11))).isFalse();
    assertThat(seen.showsSince(LifecyclePhase.STABLE, NOW)).isFalse();
  }

  @Test
  void whatAJournalTellsIsAddedToWhatIsKnown() {
    Snapshot journal = at(0, LifecyclePhase.STABLE);
    Snapshot own = at(1, LifecyclePhase.STABLE);
    Sightings seen = shown(Sightings.NONE, own, false);

    Sightings told = Sightings.NONE.remembered(journal, true);
    assertThat(told.before()).isEqualTo(journal);
    assertThat(told.beforeSend()).isTrue();
    assertThat(told.named()).isTrue();
    assertThat(seen.remembered(journal, false).before()).isEqualTo(own);
    assertThat(seen.remembered(journal, false).named()).isFalse();
    assertThat(seen.remembered(null, false).beforeSend()).isFalse();
    assertThat(told.remembered(null, false).beforeSend()).isTrue();
    assertThat(told.remembered(null, false).named()).isTrue();
  }
}
