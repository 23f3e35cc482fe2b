package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpRequest;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call to the simulated Zenlayer: lets it in, checks it, and has it carried out. */
final class ZenlayerCall implements Reading {
  static final String ZEC = "zec";
  static final String BMC = "bmc";
  static final String VM = "vm";
  static final String RELEASE = "ReleaseInstances";
  static final String TERMINATE = "TerminateInstance";
  private static final String DESCRIBE = "DescribeInstances";
  private static final String DESCRIBE_STATUS = "DescribeInstancesStatus";
  private static final int MOST_IDS = 100;

  private static final Map<String, Set<String>> ACTIONS =
      Map.of(
          ZEC, Set.of(RELEASE, DESCRIBE, DESCRIBE_STATUS),
          BMC, Set.of(TERMINATE, RELEASE, DESCRIBE),
          VM, Set.of(TERMINATE, RELEASE, DESCRIBE, DESCRIBE_STATUS));
  private static final Map<String, Set<String>> VERSIONS =
      Map.of(
          ZEC, Set.of("2025-09-01", "2024-04-01"),
          BMC, Set.of("2026-02-01", "2022-11-20"),
          VM, Set.of("2026-04-01", "2023-03-13"));

  private final SimulatedCall call;
  private final JsonValue parameters;
  private final ZenlayerDesk desk;

  ZenlayerCall(SimulatedCall call, JsonValue parameters, ZenlayerDesk desk) {
    this.call = call;
    this.parameters = parameters;
    this.desk = desk;
  }

  @Override
  public SimulatedCall call() {
    return call;
  }

  @Override
  public HttpResponse refuse(Visit visit, Refused refused) {
    return json(refused.status(), ZenlayerAnswers.error(visit, refused));
  }

  @Override
  public HttpResponse perform(Visit visit) {
    KeyHolder holder = authenticate(visit);
    visit.authenticated(holder.account());
    checkAddress(holder);
    // Limits are counted for each product on its own.
    desk.gate()
        .count(
            visit,
            holder.account().name(),
            call.service(),
            call.action(),
            () -> ZenlayerErrors.of(Trouble.THROTTLED));
    if (!parameters.isObject()) {
      throw ZenlayerErrors.wrongType("The body is not a JSON object.");
    }
    checkIds();
    checkReach(visit, holder);
    return json(200, answer(visit, holder));
  }

  private byte[] answer(Visit visit, KeyHolder holder) {
    return switch (call.action()) {
      case TERMINATE -> new BinRelease(call, desk, visit, holder).terminate();
      case RELEASE ->
          call.service().equals(ZEC)
              ? new ZecRelease(call, parameters, desk, visit, holder).carryOut()
              : new BinRelease(call, desk, visit, holder).release();
      default -> describe(visit, holder);
    };
  }

  static HttpResponse json(int status, byte[] body) {
    Header type = new Header("Content-Type", "application/json; charset=utf-8");
    return HttpResponse.of(status, List.of(type), HttpBody.wrap(body));
  }

  /** Whose request it is. */
  KeyHolder authenticate(Visit visit) {
    HttpRequest request = call.request();
    String token = ZenlayerSignature.bearer(request);
    if (!token.isEmpty()) {
      return inForce(
          desk.gate()
              .bearer(token)
              .filter(found -> !found.key().isDisabled())
              .orElseThrow(() -> ZenlayerErrors.invalidAuthorization("The token is unknown.")),
          visit);
    }
    ZenlayerSignature signature = ZenlayerSignature.of(request);
    signature.checkTime(visit.cloudTime());
    KeyHolder holder =
        desk.gate()
            .key(signature.keyId())
            .filter(found -> !found.key().isDisabled())
            .orElseThrow(
                () ->
                    new Refused(
                        401, "AUTHFAILURE_SIGNATURE_FAILURE", "The access key is unknown."));
    signature.check(holder.key());
    return inForce(holder, visit);
  }

  private static KeyHolder inForce(KeyHolder holder, Visit visit) {
    if (holder.key().isExpired(visit.cloudTime())) {
      throw ZenlayerErrors.of(Trouble.TOKEN_EXPIRED);
    }
    return holder;
  }

  void checkVersion() {
    String version = SignedHeaders.text(call.request(), "X-ZC-Version");
    if (!call.request().method().equals("POST")
        || !VERSIONS.getOrDefault(call.service(), Set.of()).contains(version)) {
      throw notAuthorized();
    }
  }

  private void checkAddress(KeyHolder holder) {
    String version = SignedHeaders.text(call.request(), "X-ZC-Version");
    boolean there =
        call.request().method().equals("POST")
            && ACTIONS.getOrDefault(call.service(), Set.of()).contains(call.action())
            && VERSIONS.getOrDefault(call.service(), Set.of()).contains(version);
    if (!there || call.destructive() && !holder.key().mayRelease()) {
      throw notAuthorized();
    }
  }

  /** The denial does not say for which of them. */
  private void checkReach(Visit visit, KeyHolder holder) {
    for (String id : call.destructive() ? call.ids() : List.<String>of()) {
      boolean outOfReach =
          desk.seen(visit, holder, call.service(), id)
              .filter(instance -> !holder.key().mayRelease(instance))
              .isPresent();
      if (outOfReach) {
        throw notAuthorized();
      }
    }
  }

  static Refused notAuthorized() {
    return new Refused(
        401,
        "AUTHFAILURE_UNAUTHORIZED_OPERATION",
        "The operation is not authorized or does not exist.");
  }

  private void checkIds() {
    if (call.action().equals(TERMINATE)) {
      return;
    }
    JsonValue ids = parameters.get("instanceIds");
    if (ids.isPresent() && !ids.isArray()) {
      throw ZenlayerErrors.wrongType("instanceIds must be a list.");
    }
    if (call.ids().size() > MOST_IDS) {
      throw new Refused(
          400,
          "INVALID_PARAMETER_EXCEED_LENGTH",
          "instanceIds must hold at most " + MOST_IDS + " items.");
    }
    if (call.action().equals(RELEASE) && !ids.isPresent()) {
      throw ZenlayerErrors.missing("instanceIds");
    }
    if (call.action().equals(RELEASE) && call.ids().isEmpty()) {
      throw new Refused(
          400, "INVALID_PARAMETER_LESS_LENGTH", "instanceIds must hold at least 1 item.");
    }
  }

  /** A key without the right to see gets an empty list, not an error. */
  private byte[] describe(Visit visit, KeyHolder holder) {
    ZenlayerQuery query = new ZenlayerQuery(parameters, call.service().equals(ZEC));
    List<SimulatedInstance> all = List.of();
    if (holder.key().mayDescribe()) {
      all =
          call.ids().isEmpty()
              ? desk.fleet().lookAtAll(visit, holder.account(), call.service(), "")
              : desk.fleet().look(visit, holder.account(), call.service(), "", call.ids());
    }
    List<SimulatedInstance> seen = all.stream().filter(holder.key()::mayDescribe).toList();
    List<SimulatedInstance> fit = query.filter(seen, visit.lookAt());
    List<SimulatedInstance> page = visit.shownRows(query.page(fit));
    return call.action().equals(DESCRIBE)
        ? ZenlayerAnswers.instances(visit, call.service(), fit.size(), page, desk.renderings())
        : ZenlayerAnswers.states(visit, fit.size(), page);
  }
}
