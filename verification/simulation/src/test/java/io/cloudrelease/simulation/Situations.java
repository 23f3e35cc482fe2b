package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rare situations that are found in a story when it is over. */
final class Situations {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private Situations() {}

  static void find(Story story, Map<String, Witness> witnesses) {
    witnesses.values().forEach(witness -> instance(story, witness));
    for (Traffic.Call call : story.traffic.calls()) {
      if (call.late) {
        late(story, call);
      }
    }
    story.traffic.calls().forEach(call -> call.answer.ifPresent(answer -> answer(story, answer)));
    if (story.world.houses.stream().anyMatch(house -> house.account().isUnpaid())) {
      story.reached("an account in arrears");
    }
    for (ClientRun run : story.runs) {
      run.result.ifPresent(result -> result.verdicts().forEach(v -> verdict(story, run, v)));
    }
  }

  private static void answer(Story story, HttpResponse answer) {
    String code = Refusal.code(answer);
    if (answer.header("Retry-After").isPresent()) {
      story.reached("an answer asks for time (Retry-After)");
    }
    if (answer.status() == 429
        || code.startsWith("Throttling")
        || code.equalsIgnoreCase("RequestLimitExceeded")
        || code.equals("REQUEST_LIMIT_EXCEEDED")) {
      story.reached("throttled");
    }
    if (answer.status() == 403) {
      story.reached("denied");
    }
  }

  private static void late(Story story, Traffic.Call call) {
    if (call.arrivedAt.isEmpty()) {
      return;
    }
    Instant arrived = call.arrivedAt.get();
    story.reached("a call carried out late");
    if (arrived.isAfter(call.endedAt.plus(LONG))) {
      story.reached("a call carried out more than four minutes late");
    }
    if (arrived.isAfter(call.run.endedAt)) {
      story.reached("a call carried out after its run had ended");
    }
  }

  private static void verdict(Story story, ClientRun run, InstanceVerdict v) {
    if (v.verdict() == Verdict.UNKNOWN && v.sends() > 1) {
      story.reached("UNKNOWN after more than one send");
    }
    if (run.resumed.isPresent() && v.verdict() == Verdict.RELEASED && v.sends() == 0) {
      story.reached("RELEASED by a call of the dead process");
    }
    v.error()
        .map(error -> error.code())
        .filter(code -> code.equals("UnderWay") || code.equals("ClaimedByOtherRun"))
        .ifPresent(code -> story.reached("held back: " + code));
  }

  private static void instance(Story story, Witness witness) {
    looks(story, witness);
    boolean lost = witness.sends.stream().anyMatch(s -> !s.answered());
    Set<ClientRun> runs = new HashSet<>();
    witness.sends.forEach(s -> runs.add(s.call().run));
    if (runs.size() > 1) {
      story.reached("one instance sent by two runs");
    }
    if (lost && story.world.vanished.contains(witness.member.ref())) {
      story.reached("gone by other hands while a call was open");
    }
    for (Witness.Sent sent : witness.sends) {
      if (sent.answered() && sent.refusal() == Refusal.UNDER_WAY && !sent.acknowledged()) {
        story.reached("refused because it is under way");
      }
    }
    List<Witness.Sent> sends = witness.sends;
    for (Effect effect : witness.effects) {
      for (Witness.Sent sent : sends) {
        boolean same = sent.call().arrivedAt.filter(effect.at()::equals).isPresent();
        if (same && sent.answered() && !sent.acknowledged()) {
          story.reached(
              sent.ids() > 1
                  ? "a refused batch that was carried out in part"
                  : "refused, and carried out all the same");
        }
      }
    }
  }

  private static void looks(Story story, Witness witness) {
    boolean leaving = false;
    Instant newest = Instant.MIN;
    for (Witness.Look look : witness.looks) {
      Duration age = Duration.between(look.at(), look.call().startedAt);
      if (age.compareTo(LONG) > 0) {
        story.reached("a look more than four minutes behind");
      }
      if (look.at().isBefore(newest)) {
        story.reached("a look that shows an earlier time than one before it");
      }
      newest = look.at().isAfter(newest) ? look.at() : newest;
      if (leaving && look.shown() && look.standing() == Standing.PRESENT) {
        story.reached("leaving by one look, untouched by a later one");
      }
      leaving |= look.shown() && look.standing() != Standing.PRESENT;
      boolean byUs = witness.effects.stream().anyMatch(e -> !e.at().isAfter(look.at()));
      if (byUs && look.shown() && look.standing() == Standing.LEAVING) {
        story.passing(witness.member.house().cloud());
      }
      for (Effect effect : witness.effects) {
        boolean behind =
            look.shown()
                && look.standing() == Standing.PRESENT
                && look.at().isBefore(effect.at())
                && look.call().startedAt.isAfter(effect.at().plus(SETTLING));
        if (behind) {
          story.reached("shown untouched a settling time after it was carried out");
        }
      }
    }
  }
}
