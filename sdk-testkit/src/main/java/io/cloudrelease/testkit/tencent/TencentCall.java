package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.SignedHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call to the simulated CVM: lets it in, checks it, and has it carried out. */
final class TencentCall implements Reading {
  static final String TERMINATE = "TerminateInstances";
  static final String DESCRIBE = "DescribeInstances";
  static final String DESCRIBE_STATUS = "DescribeInstancesStatus";
  private static final String VERSION = "2017-03-12";
  private static final int MOST_IDS = 100;

  /** The parameters each action knows; anything else is UnknownParameter. */
  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          TERMINATE, Set.of("InstanceIds", "ReleaseAddress", "ReleasePrepaidDataDisks"),
          DESCRIBE, Set.of("InstanceIds", "Filters", "Offset", "Limit"),
          DESCRIBE_STATUS, Set.of("InstanceIds", "Offset", "Limit"));

  private final SimulatedCall call;
  private final JsonValue parameters;
  private final TencentDesk desk;

  TencentCall(SimulatedCall call, JsonValue parameters, TencentDesk desk) {
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
    return TencentAnswers.json(refused.status(), TencentAnswers.error(visit, refused));
  }

  @Override
  public HttpResponse perform(Visit visit) {
    checkAddress();
    KeyHolder holder =
        TencentSignature.authenticate(call.request(), desk, visit, SimulatedTencent.SERVICE);
    SimulatedAccount account = holder.account();
    visit.authenticated(account);
    checkRegion(account);
    desk.count(call, visit);
    checkParameters();
    checkPermission(holder, visit);
    return TencentAnswers.json(
        200,
        call.destructive()
            ? new TencentTermination(call, parameters, desk, visit, account).carryOut()
            : describe(visit, holder));
  }

  private void checkAddress() {
    if (!call.request().method().equals("POST")) {
      throw TencentErrors.refused("UnsupportedProtocol", "Use POST.");
    }
    if (call.action().isEmpty()) {
      throw TencentErrors.missing("X-TC-Action");
    }
    if (!PARAMETERS.containsKey(call.action())) {
      throw TencentErrors.refused(
          "InvalidAction", "The action `" + call.action() + "` does not exist.");
    }
    String version = SignedHeaders.text(call.request(), "X-TC-Version");
    if (version.isEmpty()) {
      throw TencentErrors.missing("X-TC-Version");
    }
    if (!version.equals(VERSION)) {
      throw TencentErrors.noSuchVersion(version);
    }
  }

  /** The host does not choose the region, but finance regions have hosts of their own. */
  private void checkRegion(SimulatedAccount account) {
    if (call.region().isEmpty()) {
      throw TencentErrors.missing("X-TC-Region");
    }
    String host = SignedHeaders.text(call.request(), "host");
    boolean finance = call.region().endsWith("-fsi");
    boolean general = host.equals("cvm.tencentcloudapi.com");
    boolean otherFinance = host.contains("-fsi.") && !host.contains('.' + call.region() + '.');
    desk.checkExists(call.region(), account);
    if (finance && general || otherFinance) {
      throw TencentErrors.refused(
          "UnsupportedRegion",
          "The region `" + call.region() + "` is not supported by this endpoint.");
    }
  }

  private void checkParameters() {
    if (!parameters.isObject()) {
      throw TencentErrors.refused("InvalidParameter", "The body is not a JSON object.");
    }
    Set<String> known = PARAMETERS.getOrDefault(call.action(), Set.of());
    for (String name : parameters.members().keySet()) {
      if (!known.contains(name)) {
        throw TencentErrors.refused(
            "UnknownParameter", "The parameter `" + name + "` is not recognized.");
      }
    }
    JsonValue ids = parameters.get("InstanceIds");
    if (ids.isPresent() && !ids.isArray()) {
      throw TencentErrors.refused(
          "InvalidParameter", "The parameter `InstanceIds` must be a list of strings.");
    }
    if (call.ids().size() > MOST_IDS) {
      throw TencentErrors.refused(
          "InvalidParameterValue.LimitExceeded",
          "The number of `InstanceIds` exceeds the limit `" + MOST_IDS + "`.");
    }
  }

  /** Access management is asked about the call first, then about each instance it names. */
  private void checkPermission(KeyHolder holder, Visit visit) {
    AccessKey key = holder.key();
    if (!(call.destructive() ? key.mayRelease() : key.mayDescribe())) {
      throw denied("*", visit);
    }
    if (!call.destructive()) {
      return;
    }
    for (String id : call.ids()) {
      boolean outOfReach =
          desk.fleet()
              .find(visit, holder.account(), SimulatedTencent.SERVICE, call.region(), id)
              .filter(instance -> !key.mayRelease(instance))
              .isPresent();
      if (outOfReach) {
        throw denied(id, visit);
      }
    }
  }

  private Refused denied(String instance, Visit visit) {
    return TencentErrors.refused(
        "UnauthorizedOperation",
        "[request id:"
            + visit.requestId()
            + "]you are not authorized to perform operation (cvm:"
            + call.action()
            + ")\nresource (qcs::cvm:"
            + call.region()
            + ":uin/100000000001:instance/"
            + instance
            + ") has no permission");
  }

  private byte[] describe(Visit visit, KeyHolder holder) {
    SimulatedAccount account = holder.account();
    List<JsonValue> filters = parameters.get("Filters").items();
    if (!filters.isEmpty() && !call.ids().isEmpty()) {
      throw TencentErrors.refused(
          "InvalidParameter", "`InstanceIds` and `Filters` cannot be given together.");
    }
    if (!filters.isEmpty()) {
      TencentFilters.check(
          filters, desk.fleet().lookAtAll(visit, account, SimulatedTencent.SERVICE, call.region()));
    }
    long offset = parameters.number("Offset", 0);
    long limit = parameters.number("Limit", 20);
    if (offset < 0 || limit < 1 || limit > MOST_IDS) {
      throw TencentErrors.refused(
          "InvalidParameterValue", "`Limit` must be 1 to 100, `Offset` not negative.");
    }
    String service = SimulatedTencent.SERVICE;
    List<SimulatedInstance> fit =
        call.ids().isEmpty()
            ? desk.fleet().lookAtAll(visit, account, service, call.region())
            : desk.fleet().look(visit, account, service, call.region(), call.ids());
    // A right that is limited cuts the list, without a word.
    fit.removeIf(instance -> !holder.key().mayDescribe(instance));
    if (!filters.isEmpty()) {
      fit.removeIf(instance -> !TencentFilters.fits(filters, instance, visit.lookAt()));
    }
    List<SimulatedInstance> page = visit.shownRows(TencentAnswers.page(fit, offset, limit));
    return call.action().equals(DESCRIBE)
        ? TencentAnswers.instances(visit, fit.size(), page, desk.renderings())
        : TencentAnswers.states(visit, fit.size(), page);
  }
}
