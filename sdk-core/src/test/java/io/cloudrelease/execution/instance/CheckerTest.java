package io.cloudrelease.execution.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state that one instance can get into keeps the promises of the verdicts. */
class CheckerTest {
  /** What only a rare order of events leads to; a walk that misses one of them proves little. */
  private static final List<String> RARE =
      List.of(
          "a call that got no answer arrives late",
          "a guard holds it back",
          "a look does not show it, for once, although it is there",
          "a look is incomplete",
          "another run has claimed it",
          "destroyed with others, and nobody could know",
          "destroyed by the caller's grant",
          "its batch is taken apart",
          "its batch was refused too often",
          "its look grew old",
          "sent: CANNOT_GO_TOO_FAR",
          "sent: FIRST",
          "sent: GRANTED",
          "sent: NEXT_STEP",
          "sent: OWN_STATE_PASSED",
          "sent: PROVEN_UNTOUCHED",
          "sent: REFUSED_UNSEEN",
          "sent: SAME_TOKEN",
          "somebody else releases it",
          "somebody else turns its protection",
          "the call does not leave: CONNECTION_REFUSED",
          "the call does not leave: STOPPED",
          "the call for it and others gets no answer",
          "the call is accepted, and fails later",
          "the call is accepted, but lists it as failed",
          "the call is answered with GARBAGE",
          "the call is answered with OUTAGE (with others)",
          "the call is refused with BUSY together with others",
          "the call is refused with GONE_ALREADY",
          "the call is refused with IN_BIN_ALREADY",
          "the call is refused with KEY_DENIED",
          "the call is refused with PROTECTED and its name",
          "the call is refused with THROTTLED",
          "the call is refused with UNLISTED_CODE",
          "the process dies, and its run is resumed",
          "the process dies during the call, and its run is resumed",
          "verdict ACCEPTED",
          "verdict ALREADY_DONE",
          "verdict NOT_FOUND",
          "verdict NOT_SENT",
          "verdict RECYCLED",
          "verdict REJECTED",
          "verdict RELEASED",
          "verdict UNKNOWN");

  @Test
  void noOrderOfEventsBreaksAPromise() {
    Findings findings = Checker.walk(Asked.quick(), new RulesUnderTest(), System.out);

    assertThat(findings.stories()).isEmpty();
    assertThat(findings.reached().keySet()).containsAll(RARE);
  }

  @Test
  void beyondTheLongestLagAndDelayOneSendIsStillOneSend() {
    List<Asked> once = Checker.beyond(asked -> asked.sentOnce().beyond());
    Findings findings = Checker.walk(once, new RulesUnderTest(), quiet());

    assertThat(findings.breaches().keySet()).noneMatch(Checker::holdsAlways);
  }

  @ParameterizedTest
  @EnumSource(Mutant.class)
  void eachRuleTakenAwayIsMissed(Mutant mutant) {
    Findings findings = new Findings();

    new ProtocolChecker(mutant.asked(), mutant.rules(), findings).walk(true);

    findings.stories().stream()
        .limit(1)
        .forEach(story -> System.out.println("without its rule, " + mutant + ":\n" + story + "\n"));
    assertThat(mutant.isFound(findings)).isTrue();
  }

  private static PrintStream quiet() {
    return new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
  }
}
