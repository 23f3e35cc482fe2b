package io.cloudrelease.simulation;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which of the instances of a story were owed their release: those that may go, where nothing but
 * neighbours stood in the way.
 *
 * <p>In so many words: the cloud would release it if it stood alone; its account may see, may
 * release, has paid, has keys to the end and was never told otherwise; its run looks, was not
 * stopped and nobody else asked for the same instance; each call that named it was answered as the
 * cloud answers without faults (but for rows, of which looks at several may lose and repeat some);
 * at most three of the same account make calls fail for a reason that no look shows; nothing of the
 * client's own is broken; and there was time left for the longest delay, the longest lag and two
 * minutes more when the last call for it ended, beside what the run waited to repeat calls for
 * others. Looks may lag, clocks may be set, and others may vanish.
 */
final class Owed {
  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final int MOST_BAD = 3;

  private final Story story;
  private final Map<Traffic.Call, RecordedRequest> records;
  private final Map<SimulatedCloud, Boolean> heard = new IdentityHashMap<>();

  Owed(Story story, Map<Traffic.Call, RecordedRequest> records) {
    this.story = story;
    this.records = records;
  }

  boolean is(ClientRun run, InstanceVerdict v, Witness witness) {
    return !isHindered(run)
        && mayGo(run, witness)
        && isHeard(witness.member.house())
        && neighbours(run, witness.member) <= MOST_BAD
        && callsWork(run, witness.member)
        && !isSpoilt(v)
        && !isKeptOut(v)
        && !isDenied(run, v)
        && !isAgedByAClock(v)
        && hasTime(run, v.ref(), witness);
  }

  private boolean isHindered(ClientRun run) {
    Hardships hardships = story.hardships;
    return hardships.beyond
        || hardships.unruly != Hardships.Unruly.NOBODY
        || hardships.full != Hardships.Full.NEVER
        || hardships.curfew.isPresent()
        || hardships.close
        || hardships.sendsOnce
        || hardships.alias != Hardships.Alias.NONE
        || run.resumed.isPresent()
        || run.stoppedAt.isPresent()
        || run.settings.dryRun()
        || !run.settings.looks();
  }

  private boolean mayGo(ClientRun run, Witness witness) {
    Member member = witness.member;
    House house = member.house();
    return member.trait().mayGo()
        && witness.instance.isPresent()
        && house.maySee()
        && house.mayRelease()
        && !house.account().isUnpaid()
        && !story.world.keysEnd.containsKey(house.provider())
        && !story.world.vanished.contains(member.ref())
        && story.runs.stream().noneMatch(r -> r != run && asks(r, member.ref()));
  }

  private static boolean asks(ClientRun run, InstanceRef ref) {
    return run.request.instances().stream().anyMatch(r -> r.id().equals(ref.id()));
  }

  /** Whether that cloud knew its time and its keys, and had no limits. */
  private boolean isHeard(House house) {
    return heard.computeIfAbsent(house.cloud(), this::hears);
  }

  private boolean hears(SimulatedCloud cloud) {
    return story.world.notes.stream().noneMatch(note -> note.startsWith(cloud.name()))
        && story.traffic.calls().stream()
            .filter(call -> cloud.recognizes(call.request))
            .noneMatch(call -> call.answer.filter(Refusal::isOfAccount).isPresent());
  }

  /** How many beside it make calls fail, and no look shows why, or not in time. */
  private long neighbours(ClientRun run, Member own) {
    return story.world.members.stream()
        .filter(m -> m.house() == own.house())
        .filter(
            m ->
                m.trait().refusedUnseen()
                    || m.trait() == Member.Trait.LEAVING
                    || story.world.vanished.contains(m.ref())
                    || story.runs.stream().anyMatch(r -> r != run && asks(r, m.ref())))
        .count();
  }

  private boolean callsWork(ClientRun run, Member member) {
    Weather weather = story.world.weather.get(member.house().cloud());
    return story.traffic.calls().stream()
        .filter(c -> c.run == run && c.named().contains(member.ref()))
        .noneMatch(
            c ->
                c.late
                    || c.answer.isEmpty()
                    || !records.containsKey(c)
                    || weather
                        .blow(records.get(c).number())
                        .filter(Weather.Blow::spoils)
                        .isPresent());
  }

  /**
   * Whether a look at it alone counted it and did not show it. What was never sent is left alone
   * after that: NOT_SENT says so, and nothing was lost.
   */
  private boolean isSpoilt(InstanceVerdict v) {
    return v.verdict() == Verdict.NOT_SENT
        && story.traffic.calls().stream()
            .filter(c -> c.named().equals(List.of(v.ref())))
            .flatMap(c -> c.altered.stream())
            .anyMatch(rows -> rows.count() == 0 && rows.total() == 1);
  }

  /** A journal file holds one run at a time: another one is refused as a whole, and says so. */
  private boolean isKeptOut(InstanceVerdict v) {
    return story.runs.size() > 1
        && v.error()
            .filter(e -> e.code().equals(OwnCodes.JOURNAL))
            .filter(e -> e.message().endsWith("is used by another run"))
            .isPresent();
  }

  /**
   * Two instances of its account, each alone in its call, were denied with the very code that is
   * told: the account counts as denied then (rule 10 of the page on verdicts).
   */
  private boolean isDenied(ClientRun run, InstanceVerdict v) {
    return v.verdict() == Verdict.NOT_SENT
        && v.error()
            .filter(e -> e.category() == ErrorCategory.FORBIDDEN)
            .filter(e -> deniedAlone(run, v.ref().provider(), e.code()) >= 2)
            .isPresent();
  }

  private long deniedAlone(ClientRun run, String account, String code) {
    return story.traffic.calls().stream()
        .filter(c -> c.run == run && c.destructive())
        .filter(c -> c.answer.filter(a -> a.body().text().contains(code)).isPresent())
        .map(Traffic.Call::named)
        .filter(named -> named.size() == 1 && named.get(0).provider().equals(account))
        .distinct()
        .count();
  }

  /** A plan counts as old where the machine's clock was set since: it is not carried out then. */
  private boolean isAgedByAClock(InstanceVerdict v) {
    return story.hardships.clockSteps > 0
        && v.verdict() == Verdict.NOT_SENT
        && v.error().filter(e -> e.code().equals(OwnCodes.STALE_PLAN)).isPresent();
  }

  private boolean hasTime(ClientRun run, InstanceRef ref, Witness witness) {
    Instant decided =
        Stream.concat(
                witness.sendsOf(run).stream().map(s -> s.call().endedAt),
                witness.looksOf(run).stream().map(l -> l.call().endedAt))
            .max(Comparator.naturalOrder())
            .orElse(run.endedAt);
    Duration most =
        Hardships.longestDelay(witness.member.house().kind())
            .plus(Hardships.LONGEST_LAG)
            .plus(MARGIN);
    return decided
        .plus(most)
        .plus(heldUp(run, decided))
        .isBefore(run.startedAt.plus(run.settings.deadline()));
  }

  /**
   * How long that run waited since then to repeat calls that had failed: a client in a story makes
   * its calls one behind the other, and one that waits keeps the others waiting.
   */
  private Duration heldUp(ClientRun run, Instant since) {
    List<Traffic.Call> calls =
        story.traffic.calls().stream()
            .filter(c -> c.run == run && c.startedAt.isAfter(since))
            .toList();
    Duration all = Duration.ZERO;
    for (int i = 1; i < calls.size(); i++) {
      if (failed(calls.get(i - 1))) {
        all = all.plus(Duration.between(calls.get(i - 1).endedAt, calls.get(i).startedAt));
      }
    }
    return all;
  }

  private static boolean failed(Traffic.Call call) {
    return call.answer
        .filter(a -> a.status() == 200 && a.body().text().startsWith("{"))
        .filter(a -> Refusal.code(a).isEmpty())
        .isEmpty();
  }
}
