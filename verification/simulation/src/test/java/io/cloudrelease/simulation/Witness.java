package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Standing;
import io.cloudrelease.testkit.StatePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What all runs of a story sent for one instance, what they were shown, and what was done. */
final class Witness {

  /** A destructive call that named it and may have reached the cloud. */
  record Sent(Traffic.Call call, boolean acknowledged, Refusal refusal, int ids) {
    boolean answered() {
      return call.answer.isPresent();
    }

    /** Whether the answer alone proves that it was not carried out. */
    boolean provesItself() {
      return answered()
          && !acknowledged
          && (refusal == Refusal.ALL || refusal == Refusal.OWN && ids == 1);
    }

    /** A gateway that gave up waiting answers too, without the cloud's request id. */
    boolean mayComeLate() {
      boolean told = call.answer.flatMap(Witness::requestId).isPresent();
      return !told && !acknowledged && !provesItself();
    }
  }

  /** A look that asked for it and could be read; {@code at} is whose truth it showed. */
  record Look(Traffic.Call call, Instant at, boolean shown, boolean whole, Standing standing) {}

  private static final Pattern REQUEST_ID =
      Pattern.compile("\"[rR]equestId\"\\s*:\\s*\"([^\"]+)\"");

  private static final Set<String> PAID_BY_USE = Set.of("POSTPAID_BY_HOUR", "SPOTPAID");

  final String id;
  final Member member;
  final Optional<SimulatedInstance> instance;
  final List<Effect> effects;
  final List<Sent> sends = new ArrayList<>();
  final List<Look> looks = new ArrayList<>();

  private Witness(Member member) {
    this.id = member.ref().id();
    this.member = member;
    SimulatedCloud cloud = member.house().cloud();
    this.instance = cloud.ledger().instance(id).filter(i -> Evidence.isThere(member, i));
    this.effects = cloud.ledger().effects(id);
  }

  StatePoint at(Instant time) {
    return instance.orElseThrow().at(time);
  }

  boolean is(Standing standing, Instant time) {
    return instance.filter(i -> i.at(time).standing() == standing).isPresent();
  }

  /** Whether one application more takes it further than into the bin. */
  boolean escalates() {
    return member.house().kind() == Kind.ZEC
        || instance.filter(i -> i.chargeType().equals("PREPAID")).isPresent()
            && member.house().kind() == Kind.TENCENT;
  }

  /** Paid by use on Tencent: what goes at once, unless its account has a bin for it. */
  boolean isPaidByUse() {
    return member.house().kind() == Kind.TENCENT
        && instance.filter(i -> PAID_BY_USE.contains(i.chargeType())).isPresent();
  }

  /** While Tencent says that it is at it, it may still be on its way to anywhere. */
  private boolean hasArrived(Look look) {
    return instance
        .filter(i -> !"OPERATING".equals(i.at(look.at()).notes().get("LatestOperationState")))
        .isPresent();
  }

  /**
   * Whether before that time that process was shown that such as the other one is go into the bin:
   * this one was there, and is of the same charge type, or the process had put it there itself.
   */
  boolean showedBinOf(Witness other, SimulatedProcess process, Instant at) {
    return looks.stream()
        .filter(l -> l.call().run.process == process)
        .filter(l -> l.call().endedAt.isBefore(at))
        .filter(l -> l.shown() && l.standing() == Standing.IN_BIN && hasArrived(l))
        .anyMatch(l -> chargeType().equals(other.chargeType()) || wasPresentAsSentBefore(l));
  }

  private String chargeType() {
    return instance.map(SimulatedInstance::chargeType).orElse("");
  }

  private boolean wasPresentAsSentBefore(Look look) {
    return sends.stream()
        .filter(s -> s.call().run == look.call().run)
        .filter(s -> s.call().endedAt.isBefore(look.call().endedAt))
        .anyMatch(
            s -> instance.orElseThrow().at(s.call().startedAt).standing() == Standing.PRESENT);
  }

  static Optional<String> requestId(HttpResponse answer) {
    Matcher found = REQUEST_ID.matcher(answer.body().text());
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** From when on a look that shows it untouched proves that the call was not carried out. */
  Instant provableFrom(Sent sent) {
    Duration delay =
        sent.mayComeLate() ? Hardships.longestDelay(member.house().kind()) : Duration.ZERO;
    return sent.call.endedAt.equals(Instant.MAX)
        ? Instant.MAX
        : sent.call.endedAt.plus(delay).plus(Hardships.LONGEST_LAG);
  }

  /** From when on a look tells what a call without an answer did that ended at that time. */
  Instant unansweredUntil(Instant ended) {
    return ended.plus(Hardships.longestDelay(member.house().kind())).plus(Hardships.LONGEST_LAG);
  }

  /** All witnesses, by the id of their instance. */
  static Map<String, Witness> of(Story story, Map<Traffic.Call, RecordedRequest> records) {
    Map<String, Witness> all = new HashMap<>();
    for (Member member : story.members.values()) {
      Witness known = all.get(member.ref().id());
      if (known == null || known.instance.isEmpty()) {
        all.put(member.ref().id(), new Witness(member));
      }
    }
    for (Traffic.Call call : story.traffic.calls()) {
      Optional<RecordedRequest> record = Optional.ofNullable(records.get(call));
      if (call.destructive()) {
        sent(story, call, record, all);
      } else if (record.isPresent()
          && Evidence.readable(call.answer)
          && !story.traffic.isUnread(call)) {
        looked(story, call, record.get(), all);
      }
    }
    return all;
  }

  /** What reached the clouds, by the call that brought it. */
  static Map<Traffic.Call, RecordedRequest> records(Story story) {
    Map<Traffic.Call, RecordedRequest> records = new IdentityHashMap<>();
    for (SimulatedCloud cloud : story.clouds) {
      for (RecordedRequest request : cloud.ledger().requests()) {
        story.traffic.of(request.call().request()).ifPresent(call -> records.put(call, request));
      }
    }
    return records;
  }

  private static void sent(
      Story story, Traffic.Call call, Optional<RecordedRequest> record, Map<String, Witness> all) {
    if (!call.left) {
      return;
    }
    List<String> ids =
        record
            .map(RecordedRequest::ids)
            .orElseGet(() -> call.named().stream().map(InstanceRef::id).toList());
    boolean success = Evidence.succeeded(call.answer);
    Set<String> refused = record.map(r -> Evidence.refusedIds(r, call.answer)).orElseGet(Set::of);
    Refusal refusal = call.answer.map(Refusal::of).orElse(Refusal.NOTHING);
    String text = success ? "" : call.answer.map(a -> a.body().text()).orElse("");
    for (String id : ids) {
      Witness witness = all.get(id);
      if (witness != null) {
        boolean acknowledged = success && !refused.contains(id);
        // Refused beside others that were accepted, or named as the culprit: as if it stood alone.
        boolean alone = ids.size() == 1 || success || text.contains(id);
        Refusal own = success ? Refusal.OWN : refusal;
        witness.sends.add(new Sent(call, acknowledged, own, alone ? 1 : ids.size()));
      }
    }
  }

  private static void looked(
      Story story, Traffic.Call call, RecordedRequest record, Map<String, Witness> all) {
    SimulatedCloud cloud =
        story.clouds.stream().filter(c -> c.recognizes(call.request)).findFirst().orElseThrow();
    Instant at = record.call().at().minus(story.skies.get(cloud).age(record.number()));
    for (String id : record.ids()) {
      Witness witness = all.get(id);
      if (witness != null) {
        StatePoint point = witness.instance.map(i -> i.at(at)).orElse(StatePoint.gone(at));
        boolean shown =
            point.isListed()
                && witness.member.house().maySee()
                && call.altered.filter(rows -> !rows.contain(id)).isEmpty();
        witness.looks.add(new Look(call, at, shown, looksWhole(call), point.standing()));
      }
    }
  }

  /** A list that shows nothing and counts nothing looks whole, whoever made it so. */
  private static boolean looksWhole(Traffic.Call call) {
    return call.altered.filter(rows -> rows.count() > 0 || rows.total() > 0).isEmpty();
  }

  /** The sends of that run and of those that it completes. */
  List<Sent> sendsOf(ClientRun run) {
    return sends.stream().filter(s -> run.goesBackTo(s.call.run)).toList();
  }

  List<Look> looksOf(ClientRun run) {
    return looks.stream().filter(l -> run.goesBackTo(l.call.run)).toList();
  }
}
