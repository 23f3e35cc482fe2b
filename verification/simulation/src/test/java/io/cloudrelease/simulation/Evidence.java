package io.cloudrelease.simulation;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.testkit.Effect;
import io.cloudrelease.testkit.RecordedRequest;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.StatePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledgers and the wire say of one reference: what was sent, what was seen, what was done.
 */
final class Evidence {

  /** A destructive request that named it and reached the cloud. */
  record Sent(RecordedRequest request, Wire.Exchange exchange, boolean acknowledged) {
    boolean answered() {
      return exchange.answer().isPresent();
    }
  }

  /**
   * A look that asked for it and that the client could read; {@code at} is whose truth it shows.
   */
  record Look(RecordedRequest request, Wire.Exchange exchange, Instant at) {}

  final Member member;
  final Optional<SimulatedInstance> instance;
  final List<Sent> sends = new ArrayList<>();
  final List<Look> looks = new ArrayList<>();
  final List<Effect> effects;
  private Optional<Wire.Exchange> lastLook = Optional.empty();

  private Evidence(Member member) {
    this.member = member;
    SimulatedCloud cloud = member.house().cloud();
    this.instance = cloud.ledger().instance(member.ref().id()).filter(i -> isThere(member, i));
    // The id names one instance on its cloud; what was done to it was done to this.
    this.effects = cloud.ledger().effects(member.ref().id());
  }

  /** Whether the reference leads to it: right account, product and region. */
  static boolean isThere(Member member, SimulatedInstance instance) {
    return instance.account() == member.house().account()
        && instance.service().equals(member.house().kind().service)
        && instance.region().equals(member.ref().region());
  }

  /** Whether such a look showed it. */
  boolean shows(Look look) {
    return member.house().maySee() && instance.filter(i -> i.at(look.at).isListed()).isPresent();
  }

  StatePoint stateAt(Look look) {
    return instance.orElseThrow().at(look.at);
  }

  static Map<InstanceRef, Evidence> of(Aftermath after) {
    Map<InstanceRef, Evidence> all = new HashMap<>();
    for (Member member : after.world().members) {
      all.putIfAbsent(member.ref(), new Evidence(member));
    }
    Set<SimulatedCloud> clouds = new HashSet<>(after.world().clouds.values());
    for (SimulatedCloud cloud : clouds) {
      for (RecordedRequest request : cloud.ledger().requests()) {
        enter(after, cloud, request, all);
      }
    }
    return all;
  }

  private static void enter(
      Aftermath after,
      SimulatedCloud cloud,
      RecordedRequest request,
      Map<InstanceRef, Evidence> all) {
    Optional<Wire.Exchange> exchange = after.wire().of(request.call().request());
    String key = request.call().accessKeyId();
    int dash = key.lastIndexOf('-');
    if (exchange.isEmpty() || dash < 0) {
      return;
    }
    String provider = key.substring(0, dash);
    boolean destructive = request.call().request().destructive();
    if (!destructive) {
      lookedLast(provider, request, exchange.get(), all);
    }
    if (!destructive && !readable(exchange.get().answer())) {
      return;
    }
    Set<String> failed = destructive ? refusedIds(request, exchange.get().answer()) : Set.of();
    boolean success = destructive && succeeded(exchange.get().answer());
    Duration age =
        after
            .world()
            .weather
            .get(cloud)
            .blow(request.number())
            .filter(
                blow -> !blow.staleness().isZero() || blow.fault().toString().startsWith("stale"))
            .map(Weather.Blow::staleness)
            .orElse(after.world().lags.get(cloud));
    for (String id : request.ids()) {
      Evidence evidence = all.get(new InstanceRef(provider, request.call().region(), id));
      if (evidence == null) {
        continue;
      }
      if (destructive) {
        evidence.sends.add(new Sent(request, exchange.get(), success && !failed.contains(id)));
      } else {
        evidence.looks.add(new Look(request, exchange.get(), request.call().at().minus(age)));
      }
    }
  }

  private static void lookedLast(
      String provider,
      RecordedRequest request,
      Wire.Exchange exchange,
      Map<InstanceRef, Evidence> all) {
    for (String id : request.ids()) {
      Evidence evidence = all.get(new InstanceRef(provider, request.call().region(), id));
      if (evidence != null) {
        evidence.lastLook = Optional.of(exchange);
      }
    }
  }

  /** Whether the last look was refused to the account, so that no further look would help. */
  boolean looksFailedForGood() {
    return lastLook
        .flatMap(Wire.Exchange::answer)
        .filter(
            answer -> {
              String text = answer.body().text();
              return answer.status() == 401
                  || answer.status() == 403
                  || text.contains("AuthFailure")
                  || text.contains("UnauthorizedOperation")
                  || text.contains("SecurityToken")
                  || text.contains("InvalidTimeStamp")
                  || text.contains("IllegalTimestamp");
            })
        .isPresent();
  }

  /** Whether a look was answered with a list. */
  static boolean readable(Optional<HttpResponse> look) {
    return look.filter(answer -> answer.status() == 200)
        .map(answer -> answer.body().text())
        .filter(
            text ->
                text.contains("\"InstanceSet\"")
                    || text.contains("\"dataSet\"")
                    || text.contains("\"Instances\""))
        .isPresent();
  }

  /** Whether a destructive call was answered with a success. */
  static boolean succeeded(Optional<HttpResponse> answer) {
    if (answer.isEmpty() || answer.get().status() != 200) {
      return false;
    }
    JsonValue body = JsonValue.parse(answer.get().body().bytes()).orElse(JsonValue.missing());
    JsonValue tencent = body.get("Response");
    return tencent.isObject()
        ? !tencent.get("Error").isPresent() && !tencent.text("RequestId").isEmpty()
        : body.get("response").isObject() || !body.text("RequestId").isEmpty();
  }

  /** The ids that an otherwise successful answer refuses. */
  static Set<String> refusedIds(RecordedRequest request, Optional<HttpResponse> answer) {
    if (!request.call().service().equals("zec") || answer.isEmpty()) {
      return Set.of();
    }
    Set<String> ids = new HashSet<>();
    JsonValue.parse(answer.get().body().bytes())
        .orElse(JsonValue.missing())
        .get("response")
        .get("instanceIds")
        .items()
        .forEach(id -> ids.add(id.text()));
    return ids;
  }
}
