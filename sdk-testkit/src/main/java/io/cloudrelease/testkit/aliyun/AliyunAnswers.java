package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.Header;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.StatePoint;
import io.cloudrelease.testkit.Visit;
import io.cloudrelease.testkit.wire.Renderings;
import io.cloudrelease.testkit.wire.SignedHeaders;
import io.cloudrelease.testkit.wire.Times;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what ECS answers, in JSON or XML. */
final class AliyunAnswers {
  /** What a pay-as-you-go instance shows as its end. */
  private static final String NEVER = "2099-12-31T15:59Z";

  private AliyunAnswers() {}

  static HttpResponse error(
      AliyunRequest request, String requestId, Refused refused, AliyunBehavior behavior) {
    AnswerWriter answer = writer(request, "Error");
    answer
        .text("RequestId", requestId)
        .text("HostId", SignedHeaders.text(request.http(), "host"))
        .text("Code", refused.code())
        .text("Message", refused.text())
        .text(
            "Recommend",
            "https://api.aliyun.com/troubleshoot?q=" + refused.code() + "&product=Ecs");
    if (refused.code().equals(AliyunErrors.DENIED)) {
      answer
          .open("AccessDeniedDetail")
          .text("AuthAction", "ecs:" + request.action())
          .text("AuthPrincipalType", "SubUser")
          .text("AuthPrincipalOwnerId", "1234567890123456")
          .text("AuthPrincipalDisplayName", "212345678901234567")
          .text("NoPermissionType", behavior.noPermissionType)
          .text("PolicyType", behavior.policyType)
          .text("EncodedDiagnosticMessage", "AQIBIAAAAOPow4cmmbqjpBHy")
          .end();
    }
    return answer(request, refused.status(), requestId, answer.toBytes());
  }

  static HttpResponse accepted(AliyunRequest request, String requestId) {
    AnswerWriter answer = writer(request, request.action() + "Response");
    answer.text("RequestId", requestId);
    return answer(request, 200, requestId, answer.toBytes());
  }

  static HttpResponse instances(
      AliyunRequest request,
      Visit visit,
      AliyunPage page,
      List<SimulatedInstance> shown,
      Renderings renderings) {
    return request.wantsJson()
        ? answer(request, 200, visit.requestId(), json(visit, page, shown, renderings))
        : answer(request, 200, visit.requestId(), xml(request, visit, page, shown));
  }

  private static byte[] json(
      Visit visit, AliyunPage page, List<SimulatedInstance> shown, Renderings renderings) {
    List<byte[]> items = new ArrayList<>(shown.size());
    for (SimulatedInstance instance : shown) {
      StatePoint point = instance.at(visit.lookAt());
      items.add(
          renderings.item(
              point,
              () -> {
                JsonAnswer item = new JsonAnswer();
                instance(item, instance, point);
                return RawNames.into(item.toBytes(), List.of(instance));
              }));
    }
    JsonAnswer head = new JsonAnswer();
    head(head, visit, page);
    String text = new String(head.toBytes(), StandardCharsets.UTF_8);
    String open = text.substring(0, text.length() - 1);
    return Renderings.join(open + ",\"Instances\":{\"Instance\":[", items, "]}}");
  }

  private static byte[] xml(
      AliyunRequest request, Visit visit, AliyunPage page, List<SimulatedInstance> shown) {
    XmlAnswer answer = new XmlAnswer(request.action() + "Response");
    head(answer, visit, page);
    answer.openList("Instances", "Instance");
    for (SimulatedInstance instance : shown) {
      answer.openItem();
      instance(answer, instance, instance.at(visit.lookAt()));
      answer.end();
    }
    return RawNames.into(answer.endList().toBytes(), shown);
  }

  private static void head(AnswerWriter answer, Visit visit, AliyunPage page) {
    answer
        .text("RequestId", visit.requestId())
        .number("PageNumber", page.number())
        .number("PageSize", page.size())
        .number("TotalCount", page.total())
        .text("NextToken", page.nextToken());
  }

  private static void instance(AnswerWriter answer, SimulatedInstance instance, StatePoint point) {
    answer
        .text("InstanceId", instance.id())
        .text("InstanceName", RawNames.shown(instance))
        .text("HostName", instance.name())
        .text("RegionId", instance.region())
        .text("ZoneId", instance.zone())
        .open("VpcAttributes")
        .text("VpcId", instance.note(AliyunGroups.VPC))
        .end()
        .text("InstanceType", "ecs.g7.large")
        .number("Cpu", 2)
        .number("Memory", 8192)
        .text("Status", point.state())
        .text("InstanceChargeType", instance.chargeType())
        .text("SpotStrategy", "NoSpot")
        .text("StoppedMode", stoppedMode(point))
        .flag("DeletionProtection", instance.isProtectedFromRelease())
        .flag("Recyclable", false)
        .text("CreationTime", Times.minutes(instance.createdAt()))
        .text("ExpiredTime", instance.expiresAt().map(Times::minutes).orElse(NEVER))
        .text("AutoReleaseTime", "")
        .openList("OperationLocks", "LockReason");
    String lock = instance.note("LockReason");
    if (!lock.isEmpty()) {
      answer.openItem().text("LockReason", lock).end();
    }
    answer.endList().openList("Tags", "Tag");
    for (Map.Entry<String, String> tag : instance.tags().entrySet()) {
      answer.openItem().text("TagKey", tag.getKey()).text("TagValue", tag.getValue()).end();
    }
    answer.endList().openList("PublicIpAddress", "IpAddress");
    instance.publicAddresses().forEach(answer::item);
    answer.endList().openList("InnerIpAddress", "IpAddress");
    instance.privateAddresses().forEach(answer::item);
    answer.endList();
    belongings(answer, instance);
  }

  private static void belongings(AnswerWriter answer, SimulatedInstance instance) {
    List<SimulatedBelonging> interfaces = new ArrayList<>();
    for (SimulatedBelonging thing : instance.belongings()) {
      if (thing.kind() == Kind.ADDRESS && thing.of().isEmpty()) {
        answer
            .open("EipAddress")
            .text("AllocationId", thing.id())
            .text("IpAddress", thing.address())
            .end();
      } else if (thing.kind() == Kind.INTERFACE) {
        interfaces.add(thing);
      }
    }
    if (!interfaces.isEmpty()) {
      answer.openList("NetworkInterfaces", "NetworkInterface");
      for (SimulatedBelonging thing : interfaces) {
        answer.openItem().text("NetworkInterfaceId", thing.id()).text("Type", "Secondary").end();
      }
      answer.endList();
    }
  }

  private static String stoppedMode(StatePoint point) {
    return point.state().equals("Stopped") ? "KeepCharging" : "Not-applicable";
  }

  /** DescribeRegions. In the first nothing can be bought any more; what is there goes on. */
  static HttpResponse regions(AliyunRequest request, Visit visit, List<String> regions) {
    AnswerWriter answer = writer(request, request.action() + "Response");
    answer.text("RequestId", visit.requestId()).openList("Regions", "Region");
    for (String region : regions) {
      answer
          .openItem()
          .text("RegionId", region)
          .text("LocalName", region)
          .text("RegionEndpoint", "ecs." + region + ".aliyuncs.com")
          .text("Status", region.equals(regions.get(0)) ? "soldOut" : "available")
          .end();
    }
    return answer(request, 200, visit.requestId(), answer.endList().toBytes());
  }

  /** DescribeScalingInstances: a page of so many members altogether. */
  static HttpResponse members(
      AliyunRequest request, Visit visit, int total, List<SimulatedInstance> page) {
    AnswerWriter answer = writer(request, request.action() + "Response");
    answer
        .text("RequestId", visit.requestId())
        .number("TotalCount", total)
        .openList("ScalingInstances", "ScalingInstance");
    for (SimulatedInstance instance : page) {
      answer
          .openItem()
          .text("InstanceId", instance.id())
          .text("ScalingGroupId", instance.note(AliyunGroups.GROUP))
          .text("LifecycleState", "InService")
          .text("CreationType", "AutoCreated")
          .end();
    }
    return answer(request, 200, visit.requestId(), answer.endList().toBytes());
  }

  static HttpResponse with(HttpResponse answer, String header, String value) {
    List<Header> headers = new ArrayList<>(answer.headers());
    headers.add(new Header(header, value));
    return HttpResponse.of(answer.status(), headers, answer.body());
  }

  static AnswerWriter writer(AliyunRequest request, String root) {
    return request.wantsJson() ? new JsonAnswer() : new XmlAnswer(root);
  }

  static HttpResponse answer(AliyunRequest request, int status, String requestId, byte[] body) {
    String type = request.wantsJson() ? "application/json;charset=utf-8" : "text/xml;charset=utf-8";
    return HttpResponse.of(
        status,
        List.of(new Header("Content-Type", type), new Header("x-acs-request-id", requestId)),
        HttpBody.wrap(body));
  }
}
