package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long it is until the next look or send. */
class PausesTest {
  private static final Instant NOW = LifeForm.NOW;
  private static final InstanceLife LOOKING = InstanceLife.NEW.at(Standing.LOOKING);
  private static final InstanceLife WAITING = InstanceLife.NEW.at(Standing.WAITING);

  /** Looks every 2.4 seconds, settled after 10. */
  private static final Terms TERMS = terms(Duration.ofMillis(2400), Duration.ofSeconds(10));

  private static Terms terms(Duration poll, Duration settling) {
    Terms usual = Rules.POSTPAID.terms(false);
    return new Terms(
        usual.intent(),
        true,
        usual.waitAtMost(),
        false,
        usual.facts().pollInterval(poll).settlingTime(settling),
        usual.mayResend());
  }

  private static InstanceLife after(InstanceLife life, int looks) {
    Sightings seen = life.seen();
    for (int i = 0; i < looks; i++) {
      seen =
          seen.shown(
              LifeForm.snapshot(Rules.POSTPAID.cloud().phase(Rules.LIVE), 1), true, false, NOW);
    }
    return life.seen(seen);
  }

  @ParameterizedTest(name = "after {0} looks: {1} ms")
  @CsvSource({"0, 50", "1, 100", "2, 200", "3, 400", "4, 800", "5, 4800", "8, 7200"})
  void whatWasAcknowledgedIsLookedAtSoonThenAtTheUsualTime(int looks, long millis) {
    assertThat(Pauses.poll(after(WAITING, looks), TERMS)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest(name = "after {0} looks: {1} ms")
  @CsvSource({"0, 2400", "3, 2400", "4, 4800", "36, 24000", "400, 24000"})
  void theMoreLooksThereWereTheFurtherApartTheyAre(int looks, long millis) {
    assertThat(Pauses.poll(after(LOOKING, looks), TERMS)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest(name = "after {0} looks that failed: {1} ms")
  @CsvSource({"1, 50", "2, 100", "4, 200", "5, 12000", "12, 28800", "13, 30000", "999, 30000"})
  void looksThatFailAreSoonNoMoreQuick(int failures, long millis) {
    InstanceLife blind = WAITING.efforts(WAITING.efforts().lookFailures(failures));

    assertThat(Pauses.afterFailedLook(blind, TERMS)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aCloudThatIsLookedAtRarelyIsNotLookedAtMoreOftenForItsFailures() {
    InstanceLife blind = LOOKING.efforts(LOOKING.efforts().lookFailures(3));
    Duration minute = Duration.ofMinutes(1);

    assertThat(Pauses.afterFailedLook(blind, terms(minute, minute))).isEqualTo(minute);
  }

  @ParameterizedTest(name = "after {0} looks: {1} ms")
  @CsvSource({"0, 2400", "1, 4800", "2, 9600", "3, 19200", "4, 30000", "99, 30000"})
  void whereOnlyTimeTellsMoreLooksAreEverFurtherApart(int looks, long millis) {
    Next next = Pauses.pollUntil(after(LOOKING, looks), NOW, NOW.plusSeconds(300), TERMS);

    assertThat(next).isEqualTo(Next.poll(Duration.ofMillis(millis)));
  }

  @Test
  void theLastOfThemIsAtThatMoment() {
    for (long millis : new long[] {1, 2399, 2400}) {
      assertThat(Pauses.pollUntil(LOOKING, NOW, NOW.plusMillis(millis), TERMS))
          .isEqualTo(Next.look(Duration.ofMillis(millis)));
    }
  }

  @ParameterizedTest(name = "refused {0} times: {1} ms")
  @CsvSource({"1, 2400", "2, 4800", "3, 9600", "6, 76800", "7, 120000", "99, 120000"})
  void whatIsRefusedAgainWaitsTwiceAsLong(int times, long millis) {
    InstanceLife life = LOOKING;
    for (int i = 0; i < times; i++) {
      life = life.efforts(life.efforts().refused(true));
    }

    assertThat(Pauses.afterRefusal(life, TERMS)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest(name = "sent again {0} times: {1} s")
  @CsvSource({"0, 10", "1, 20", "3, 80", "4, 120", "9, 120"})
  void whatIsSentAgainWaitsTwiceAsLong(int times, long seconds) {
    InstanceLife life = LOOKING;
    for (int i = 0; i < times; i++) {
      life = life.efforts(life.efforts().resent());
    }

    assertThat(Pauses.beforeResend(life, TERMS)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aSettlingTimeBeyondTheLongestPauseIsWaitedInFullAndDoesNotGrow() {
    Duration fiveMinutes = Duration.ofMinutes(5);
    Terms slow = terms(Duration.ofSeconds(3), fiveMinutes);
    InstanceLife again = LOOKING.efforts(LOOKING.efforts().resent());

    assertThat(Pauses.beforeResend(LOOKING, slow)).isEqualTo(fiveMinutes);
    assertThat(Pauses.beforeResend(again, slow)).isEqualTo(fiveMinutes);
  }
}
