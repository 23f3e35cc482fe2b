package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Visit;
import java.util.List;
import java.util.Map;

/**
 * Calls to the services beside the simulated CVM: DescribeRegions (region, 2022-06-27),
 * DescribeAutoScalingInstances (as, 2018-04-19), DescribeExistedInstances (tke, 2018-05-25).
 */
final class TencentGroups implements Reading {
  static final String TAG = "tencentcloud:autoscaling:auto-scaling-group-id";
  static final String VPC = "VpcId";
  static final String GROUP = "AutoScalingGroupId";
  static final String CLUSTER = "AlreadyInCluster";

  private static final String REGIONS = "DescribeRegions";
  private static final String SCALING = "DescribeAutoScalingInstances";
  private static final String CLUSTERS = "DescribeExistedInstances";
  private static final Map<String, String> SERVICES =
      Map.of(REGIONS, "region", SCALING, "as", CLUSTERS, "tke");
  private static final Map<String, String> VERSIONS =
      Map.of(REGIONS, "2022-06-27", SCALING, "2018-04-19", CLUSTERS, "2018-05-25");
  private static final int MOST = 100;
  private static final int USUAL_PAGE = 20;

  private final SimulatedCall call;
  private final JsonValue parameters;
  private final TencentDesk desk;

  TencentGroups(SimulatedCall call, JsonValue parameters, TencentDesk desk) {
    this.call = call;
    this.parameters = parameters;
    this.desk = desk;
  }

  /** The service that has such an action. */
  static String serviceOf(String action, String orElse) {
    return SERVICES.getOrDefault(action, orElse);
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
    SimulatedAccount account =
        desk.letIn(call, visit, VERSIONS.getOrDefault(call.action(), "none"));
    return TencentAnswers.json(
        200, call.action().equals(REGIONS) ? regions(visit, account) : members(visit, account));
  }

  private byte[] regions(Visit visit, SimulatedAccount account) {
    if (!parameters.text("Product").equals("cvm")) {
      throw TencentErrors.missing("Product");
    }
    List<String> regions =
        desk.behavior().regions.isEmpty()
            ? desk.fleet().regionsOf(account)
            : desk.behavior().regions;
    JsonWriter json = new JsonWriter().object().object("Response");
    json.member("TotalCount", regions.size()).array("RegionSet");
    for (String region : regions) {
      json.object()
          .member("Region", region)
          .member("RegionName", region)
          .member("RegionState", "AVAILABLE")
          .end();
    }
    return json.end().member("RequestId", visit.requestId()).end().end().toBytes();
  }

  private byte[] members(Visit visit, SimulatedAccount account) {
    if (call.region().isEmpty()) {
      throw TencentErrors.missing("X-TC-Region");
    }
    desk.checkExists(call.region(), account);
    if (desk.behavior().regionsWithoutGroups.contains(call.region())) {
      throw TencentErrors.refused(
          "UnsupportedRegion", "The region `" + call.region() + "` has no such service.");
    }
    if (desk.behavior().deniesGroups) {
      throw TencentErrors.denied(call);
    }
    if (call.ids().size() > MOST) {
      throw TencentErrors.refused(
          "InvalidParameterValue.LimitExceeded", "At most 100 `InstanceIds` are allowed.");
    }
    boolean scaling = call.action().equals(SCALING);
    List<SimulatedInstance> found =
        desk
            .fleet()
            .look(visit, account, SimulatedTencent.SERVICE, call.region(), call.ids())
            .stream()
            .filter(instance -> !scaling || !instance.note(GROUP).isEmpty())
            .toList();
    long limit = parameters.number("Limit", USUAL_PAGE);
    if (limit < 1 || limit > MOST) {
      throw TencentErrors.refused("InvalidParameterValue", "`Limit` must be 1 to 100.");
    }
    JsonWriter json = new JsonWriter().object().object("Response");
    json.member("TotalCount", found.size())
        .array(scaling ? "AutoScalingInstanceSet" : "ExistedInstanceSet");
    for (SimulatedInstance instance : TencentAnswers.page(found, 0, limit)) {
      json.object().member("InstanceId", instance.id());
      if (scaling) {
        json.member(GROUP, instance.note(GROUP))
            .member("LifeCycleState", "IN_SERVICE")
            .member("CreationType", "AUTO_CREATION");
      } else {
        json.member("Usable", instance.note(CLUSTER).isEmpty())
            .member(CLUSTER, instance.note(CLUSTER))
            .textOrNull("AutoscalingGroupId", instance.note(GROUP));
      }
      json.end();
    }
    return json.end().member("RequestId", visit.requestId()).end().end().toBytes();
  }
}
