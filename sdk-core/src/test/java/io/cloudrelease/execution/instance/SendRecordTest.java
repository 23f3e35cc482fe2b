package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.execution.instance.SendRecord.State;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which verdict may be said after which sends, as {@code docs/verdicts.md} tells it. */
class SendRecordTest {
  private static final Instant NOW = LifeForm.NOW;
  private static final Duration LAG = Duration.ofMinutes(5);
  private static final Duration DELAY = Duration.ofMinutes(3);

  private static SendRecord of(State state) {
    SendRecord left = SendRecord.NONE.left(1, 0, 0, NOW, List.of("r-1"));
    return switch (state) {
      case NONE -> SendRecord.NONE;
      case TURNED_AWAY -> SendRecord.NONE.left(2, 2, 2, NOW, List.of());
      case UNTOUCHED -> left.refusedOnce();
      case FIRST_OPEN -> left.leftOpen(1, Openness.UNANSWERED, DELAY);
      case LAST_OPEN -> left.leftOpen(2, Openness.UNANSWERED, DELAY);
      case FIRST_ACKNOWLEDGED -> left.acknowledged(1);
      case LAST_ACKNOWLEDGED -> left.acknowledged(2);
    };
  }

  @ParameterizedTest(name = "after {0}")
  @CsvSource(
      textBlock =
          """
          # record           | RELEASED RECYCLED ACCEPTED ALREADY_DONE NOT_FOUND REJECTED NOT_SENT UNKNOWN
          NONE               | no       no       no       yes          yes       yes      yes      no
          TURNED_AWAY        | no       no       no       yes          yes       yes      yes      no
          UNTOUCHED          | yes      yes      no       yes          yes       yes      no       yes
          FIRST_OPEN         | yes      yes      no       no           no        no       no       yes
          LAST_OPEN          | yes      no       no       no           no        no       no       yes
          FIRST_ACKNOWLEDGED | yes      yes      yes      no           no        no       no       no
          LAST_ACKNOWLEDGED  | yes      no       yes      no           no        no       no       no
          """,
      delimiter = '|')
  void aVerdictIsAllowed(State state, String row) {
    List<Verdict> columns =
        List.of(
            Verdict.RELEASED,
            Verdict.RECYCLED,
            Verdict.ACCEPTED,
            Verdict.ALREADY_DONE,
            Verdict.NOT_FOUND,
            Verdict.REJECTED,
            Verdict.NOT_SENT,
            Verdict.UNKNOWN);
    SendRecord record = of(state);

    assertThat(record.state()).isEqualTo(state);
    assertThat(columns.stream().map(v -> record.allows(v) ? "yes" : "no").toList())
        .isEqualTo(List.of(row.trim().split(" +")));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void it_may_have_been_touched_by_what_is_open_or_was_acknowledged(State state) {
    boolean untouched =
        state == State.NONE || state == State.TURNED_AWAY || state == State.UNTOUCHED;
    assertThat(of(state).mayHaveTouched()).isNotEqualTo(untouched);
  }

  @ParameterizedTest(name = "{1}, wanted after {0}, is told as {2}")
  @CsvSource({
    "NONE, UNKNOWN, NOT_SENT",
    "NONE, RELEASED, ALREADY_DONE",
    "TURNED_AWAY, ACCEPTED, NOT_SENT",
    "UNTOUCHED, NOT_SENT, REJECTED",
    "UNTOUCHED, ACCEPTED, UNKNOWN",
    "FIRST_OPEN, REJECTED, UNKNOWN",
    "FIRST_OPEN, NOT_SENT, UNKNOWN",
    "FIRST_OPEN, NOT_FOUND, UNKNOWN",
    "LAST_OPEN, RECYCLED, UNKNOWN",
    "FIRST_ACKNOWLEDGED, REJECTED, ACCEPTED",
    "FIRST_ACKNOWLEDGED, UNKNOWN, ACCEPTED",
    "LAST_ACKNOWLEDGED, RECYCLED, ACCEPTED"
  })
  void whatCannotBeTrueIsToldAsWhatIs(State state, Verdict wanted, Verdict told) {
    assertThat(of(state).nearest(wanted, false)).isEqualTo(told);
  }

  @ParameterizedTest(name = "what is allowed after {0} is told as it is")
  @CsvSource({"NONE, NOT_FOUND", "UNTOUCHED, REJECTED", "FIRST_OPEN, RECYCLED"})
  void whatIsAllowedIsToldAsItIs(State state, Verdict wanted) {
    assertThat(of(state).nearest(wanted, false)).isEqualTo(wanted);
  }

  @Test
  void whatLooksProveUntouchedIsRejectedWhereItIsKnownHowItStoodBefore() {
    SendRecord untouched = SendRecord.NONE.left(1, 0, 0, NOW, List.of());

    assertThat(untouched.nearest(Verdict.NOT_SENT, true)).isEqualTo(Verdict.REJECTED);
    assertThat(untouched.nearest(Verdict.NOT_SENT, false)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aCallWithoutAnswerIsProvenOnlyAfterDelayAndLag() {
    assertThat(of(State.FIRST_OPEN).provenFrom(LAG)).isEqualTo(NOW.plus(LAG).plus(DELAY));
  }

  @Test
  void anAnsweredCallIsProvenAfterTheLag() {
    SendRecord left = SendRecord.NONE.left(1, 0, 0, NOW, List.of());

    assertThat(left.leftOpen(1, Openness.ANSWERED, DELAY).provenFrom(LAG)).isEqualTo(NOW.plus(LAG));
    assertThat(left.leftOpen(1, Openness.TOGETHER, DELAY).provenFrom(LAG)).isEqualTo(NOW.plus(LAG));
  }

  @Test
  void anOpenSendStaysOpenAfterALaterRefusal() {
    SendRecord later = of(State.FIRST_OPEN).left(1, 0, 0, NOW.plusSeconds(60), List.of());

    assertThat(later.refusedOnce().state()).isEqualTo(State.FIRST_OPEN);
    assertThat(later.refusedOnce().provenFrom(LAG)).isEqualTo(NOW.plus(LAG).plus(DELAY));
  }

  @Test
  void aMissingAnswerOutweighsALaterUnclearOne() {
    SendRecord later = of(State.FIRST_OPEN).leftOpen(1, Openness.ANSWERED, DELAY);

    assertThat(later.openness()).isEqualTo(Openness.UNANSWERED);
  }

  @Test
  void aLookThatShowsItReadyForTheSecondStepProvesTheFirst() {
    assertThat(of(State.FIRST_OPEN).shownReady(2).state()).isEqualTo(State.FIRST_ACKNOWLEDGED);
    assertThat(of(State.FIRST_OPEN).shownReady(1).state()).isEqualTo(State.FIRST_OPEN);
  }

  @Test
  void requestIdsAreKeptInOrder() {
    SendRecord twice = of(State.UNTOUCHED).left(1, 0, 0, NOW, List.of("r-2"));

    assertThat(twice.requestIds()).containsExactly("r-1", "r-2");
  }

  @Test
  void whereNothingLeftNothingChanges() {
    SendRecord open = of(State.FIRST_OPEN);

    assertThat(open.left(0, 0, 0, NOW.plusSeconds(60), List.of("r-2"))).isEqualTo(open);
  }

  @Test
  void whatWasRefusedUnseenCannotCount() {
    SendRecord left = SendRecord.NONE.left(4, 1, 2, NOW, List.of());

    assertThat(List.of(left.sends(), left.turnedAway(), left.mayCount())).containsExactly(4, 1, 2);
    assertThat(left.left(2, 1, 1, NOW, List.of()).mayCount()).isEqualTo(3);
  }

  @Test
  void whatWasOpenWhenAnotherSendWasAcknowledgedMayStillBeCarriedOut() {
    SendRecord open =
        SendRecord.NONE.left(1, 0, 0, NOW, List.of()).leftOpen(1, Openness.UNANSWERED, DELAY);
    SendRecord done = open.left(1, 0, 0, NOW.plusSeconds(10), List.of()).acknowledged(1);

    assertThat(done.openness()).isEqualTo(Openness.CLOSED);
    assertThat(done.overFrom(LAG)).isEqualTo(NOW.plus(DELAY).plus(LAG));
    assertThat(done.reachesUntil()).isEqualTo(NOW.plus(DELAY));
    assertThat(done.closed().reachesUntil()).isEqualTo(NOW.plus(DELAY));
  }

  @Test
  void eachOpenSendCountsFromItsOwnEnd() {
    SendRecord open = of(State.FIRST_OPEN).left(1, 0, 0, NOW.plusSeconds(60), List.of());

    assertThat(open.leftOpen(1, Openness.ANSWERED, DELAY).provenFrom(LAG))
        .isEqualTo(NOW.plus(DELAY).plus(LAG));
    assertThat(open.leftOpen(1, Openness.UNANSWERED, DELAY).provenFrom(LAG))
        .isEqualTo(NOW.plusSeconds(60).plus(DELAY).plus(LAG));
  }

  @Test
  void theOneThatALookProvedIsOver() {
    SendRecord done = of(State.FIRST_OPEN).acknowledged(1);

    assertThat(done.reachesUntil()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void oneThatIsRefusedIfItArrivesMayStillArrive() {
    SendRecord twice =
        of(State.FIRST_OPEN).left(1, 0, 0, NOW.plusSeconds(60), List.of()).refusedOnce();
    SendRecord over = twice.overBy(NOW.plusSeconds(60));

    assertThat(over.provenFrom(LAG)).isEqualTo(NOW.plusSeconds(60).plus(LAG));
    assertThat(over.closed().reachesUntil()).isEqualTo(NOW.plus(DELAY));
    assertThat(over.overFrom(LAG)).isEqualTo(NOW.plus(DELAY).plus(LAG));
  }
}
