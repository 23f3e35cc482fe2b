package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Visit;
import java.util.List;
import java.util.Set;

/**
 * Calls beside those about instances: DescribeRegions of ECS, and DescribeScalingInstances of ESS,
 * version 2014-08-28.
 */
final class AliyunGroups implements Reading {
  static final String TAG = "acs:autoscaling:scalingGroupId";
  static final String POOL_TAG = "ack.alibabacloud.com/nodepool-id";
  static final String GROUP = "ScalingGroupId";
  static final String VPC = "VpcId";
  static final String MEMBERS = "DescribeScalingInstances";

  private static final String REGIONS = "DescribeRegions";
  private static final int MOST_IDS = 20;
  private static final int USUAL_PAGE = 10;
  private static final int MOST_PAGE = 50;

  private final AliyunCall reading;
  private final AliyunRequest parts;
  private final AliyunDesk desk;

  AliyunGroups(AliyunCall reading, AliyunRequest parts, AliyunDesk desk) {
    this.reading = reading;
    this.parts = parts;
    this.desk = desk;
  }

  static boolean knows(String action) {
    return action.equals(MEMBERS) || action.equals(REGIONS);
  }

  static String serviceOf(String action, String orElse) {
    return action.equals(MEMBERS) ? "ess" : orElse;
  }

  @Override
  public SimulatedCall call() {
    return reading.call();
  }

  @Override
  public HttpResponse refuse(Visit visit, Refused refused) {
    return reading.refuse(visit, refused);
  }

  @Override
  public HttpResponse perform(Visit visit) {
    boolean members = call().action().equals(MEMBERS);
    SimulatedAccount account =
        reading.letIn(visit, members ? "2014-08-28" : "2014-05-26").account();
    return members ? members(visit, account) : regions(visit, account);
  }

  private HttpResponse regions(Visit visit, SimulatedAccount account) {
    if (parts.get("InstanceChargeType").equals("PrePaid")) {
      throw new Refused(403, "InvalidPayMethod", "The pay method is not valid.");
    }
    Set<String> regions = desk.behavior().regions;
    List<String> all =
        regions.isEmpty() ? desk.fleet().regionsOf(account) : regions.stream().sorted().toList();
    return AliyunAnswers.regions(parts, visit, all);
  }

  private HttpResponse members(Visit visit, SimulatedAccount account) {
    if (call().region().isEmpty()) {
      throw AliyunErrors.missing("RegionId");
    }
    desk.checkExists(call().region(), account);
    if (desk.behavior().deniesGroups) {
      throw AliyunErrors.denied();
    }
    if (call().ids().size() > MOST_IDS) {
      throw AliyunErrors.invalid("InstanceId");
    }
    int size = AliyunPage.number(parts, "PageSize", USUAL_PAGE);
    if (size < 1 || size > MOST_PAGE) {
      throw AliyunErrors.invalid("PageSize");
    }
    // Ids that are not known are ignored without a word.
    List<SimulatedInstance> found =
        desk
            .fleet()
            .look(visit, account, SimulatedAliyun.SERVICE, call().region(), call().ids())
            .stream()
            .filter(instance -> !instance.note(GROUP).isEmpty())
            .toList();
    return AliyunAnswers.members(
        parts, visit, found.size(), found.subList(0, Math.min(size, found.size())));
  }
}
