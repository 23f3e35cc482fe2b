package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is to be done next, as a value. */
class NextTest {
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final ReleaseError WHY =
      ReleaseError.of(ErrorCategory.DEADLINE, "Late", "too late");

  /** All that can be said next, each another thing. */
  private static List<Next> all() {
    return List.of(
        Next.send(SendReason.FIRST),
        Next.send(SendReason.GRANTED),
        Next.poll(SOON),
        Next.look(SOON),
        Next.look(Duration.ZERO),
        Next.askBatch(),
        Next.verdict(Verdict.RELEASED),
        Next.verdict(Verdict.UNKNOWN),
        Next.verdict(Verdict.UNKNOWN, WHY),
        Next.verdict(Verdict.UNKNOWN, Optional.of(WHY), "look at it"));
  }

  @Test
  void twoThatSayTheSameAreTheSameAndNoOthers() {
    assertThat(new HashSet<>(all())).hasSize(all().size()).isEqualTo(new HashSet<>(all()));
    for (Next one : all()) {
      assertThat(all().stream().filter(one::equals)).hasSize(1);
      assertThat(one.hashCode()).isEqualTo(all().get(all().indexOf(one)).hashCode());
      assertThat(one.equals((Object) "send")).isFalse();
    }
    assertThat(all().stream().map(Next::hashCode).distinct()).hasSizeGreaterThan(5);
  }

  @Test
  void aLookIsAfterSomeTimeInFullOrAboutAndNeverBeforeNow() {
    assertThat(Next.look(SOON).after()).isEqualTo(SOON);
    assertThat(Next.look(SOON).exactly()).isTrue();
    assertThat(Next.poll(SOON).after()).isEqualTo(SOON);
    assertThat(Next.poll(SOON).exactly()).isFalse();
    assertThat(Next.look(SOON.negated()).after()).isZero();
  }

  @Test
  void aVerdictHasItsReasonAndWhatToTell() {
    Next next = Next.verdict(Verdict.UNKNOWN, Optional.of(WHY), "look at it");

    assertThat(next.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(next.error()).contains(WHY);
    assertThat(next.hint()).isEqualTo("look at it");
    assertThat(Next.verdict(Verdict.RELEASED).error()).isEmpty();
  }

  @Test
  void eachReadsAsWhatItIs() {
    assertThat(all())
        .extracting(Next::toString)
        .containsExactly(
            "send: FIRST",
            "send: GRANTED",
            "look in about PT3S",
            "look in PT3S",
            "look in PT0S",
            "ask its batch",
            "RELEASED",
            "UNKNOWN",
            "UNKNOWN Late",
            "UNKNOWN Late");
  }
}
