package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Visit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What hangs on instances of the simulated ECS, or is left of them: DescribeDisks,
 * DescribeSnapshots and DescribeNetworkInterfaces of ECS, DescribeEipAddresses of VPC 2016-04-28;
 * and what would be paid back (InquiryPriceRefundInstance of BSS 2017-12-14).
 */
final class AliyunRemains implements Reading {
  private static final String DISKS = "DescribeDisks";
  private static final String SNAPSHOTS = "DescribeSnapshots";
  private static final String ADDRESSES = "DescribeEipAddresses";
  private static final String INTERFACES = "DescribeNetworkInterfaces";
  private static final String INQUIRY = "InquiryPriceRefundInstance";
  private static final String ECS_VERSION = "2014-05-26";
  private static final Map<String, String> VERSIONS =
      Map.of(
          DISKS, ECS_VERSION,
          SNAPSHOTS, ECS_VERSION,
          INTERFACES, ECS_VERSION,
          ADDRESSES, "2016-04-28",
          INQUIRY, "2017-12-14");
  private static final int USUAL_PAGE = 10;
  private static final int MOST_IDS = 100;
  private static final int MOST_ADDRESSES = 50;

  private final AliyunCall reading;
  private final AliyunRequest parts;
  private final AliyunDesk desk;

  AliyunRemains(AliyunCall reading, AliyunRequest parts, AliyunDesk desk) {
    this.reading = reading;
    this.parts = parts;
    this.desk = desk;
  }

  static boolean knows(String action) {
    return VERSIONS.containsKey(action);
  }

  static String serviceOf(String action) {
    return switch (action) {
      case ADDRESSES -> "vpc";
      case INQUIRY -> "bssopenapi";
      default -> SimulatedAliyun.SERVICE;
    };
  }

  static String systemDisk(SimulatedInstance instance) {
    return "d-s" + instance.id().substring(instance.id().indexOf('-') + 1);
  }

  @Override
  public SimulatedCall call() {
    return reading.call();
  }

  @Override
  public HttpResponse refuse(Visit visit, Refused refused) {
    return reading.refuse(visit, refused);
  }

  /** A belonging and whose it is. */
  private record Row(SimulatedInstance instance, SimulatedBelonging thing) {}

  @Override
  public HttpResponse perform(Visit visit) {
    SimulatedAccount account =
        reading.letIn(visit, VERSIONS.getOrDefault(call().action(), "none")).account();
    if (desk.gate().denies(call().action())) {
      throw AliyunErrors.denied();
    }
    if (call().action().equals(INQUIRY)) {
      return refund(visit, account);
    }
    if (call().region().isEmpty()) {
      throw AliyunErrors.missing("RegionId");
    }
    desk.checkExists(call().region(), account);
    return rows(visit, account);
  }

  private Kind kind() {
    return switch (call().action()) {
      case DISKS -> Kind.DISK;
      case SNAPSHOTS -> Kind.SNAPSHOT;
      case ADDRESSES -> Kind.ADDRESS;
      default -> Kind.INTERFACE;
    };
  }

  private HttpResponse rows(Visit visit, SimulatedAccount account) {
    Optional<Set<String>> ids = ids();
    String instance =
        kind() == Kind.ADDRESS ? parts.get("AssociatedInstanceId") : parts.get("InstanceId");
    List<Row> fit = new ArrayList<>();
    for (SimulatedInstance one :
        desk.fleet().everyOne(account, SimulatedAliyun.SERVICE, call().region())) {
      for (SimulatedBelonging thing : belongings(one)) {
        Row row = new Row(one, thing);
        if (thing.kind() == kind()
            && desk.fleet().isThere(visit, one, thing)
            && ids.map(wanted -> wanted.contains(thing.id())).orElse(true)
            && (instance.isEmpty() || isAttached(row, visit) && owner(row).equals(instance))) {
          fit.add(row);
        }
      }
    }
    boolean byNumber = kind() == Kind.ADDRESS;
    int size = AliyunPage.number(parts, byNumber ? "PageSize" : "MaxResults", USUAL_PAGE);
    if (byNumber ? size < 1 || size > 100 : size < 10 || size > 500) {
      throw AliyunErrors.invalid(byNumber ? "PageSize" : "MaxResults");
    }
    List<Row> page = fit.subList(0, Math.min(size, fit.size()));
    return write(visit, fit.size(), visit.shownRows(page), byNumber);
  }

  /** What a thing is asked for by: an address on an interface by that, all else by the instance. */
  private String owner(Row row) {
    boolean byInterface = parts.get("AssociatedInstanceType").equals("NetworkInterface");
    if (kind() != Kind.ADDRESS) {
      return row.instance().id();
    }
    return byInterface == row.thing().of().isEmpty()
        ? ""
        : byInterface ? row.thing().of() : row.instance().id();
  }

  private static List<SimulatedBelonging> belongings(SimulatedInstance instance) {
    List<SimulatedBelonging> all = new ArrayList<>(instance.belongings());
    all.add(SimulatedBelonging.of(Kind.DISK, systemDisk(instance), true));
    return all;
  }

  private static boolean isAttached(Row row, Visit visit) {
    return row.instance().at(visit.lookAt()).isListed();
  }

  /** An empty array finds nothing; leaving it out finds all. */
  private Optional<Set<String>> ids() {
    switch (kind()) {
      case DISK:
        return listed("DiskIds");
      case SNAPSHOT:
        return listed("SnapshotIds");
      case ADDRESS:
        String given = parts.get("AllocationId");
        List<String> some = given.isEmpty() ? List.of() : List.of(given.split(","));
        return limited("AllocationId", some, MOST_ADDRESSES);
      default:
        List<String> numbered = new ArrayList<>();
        for (int i = 1; parts.all().containsKey("NetworkInterfaceId." + i); i++) {
          numbered.add(parts.get("NetworkInterfaceId." + i));
        }
        return limited("NetworkInterfaceId", numbered, MOST_IDS);
    }
  }

  private Optional<Set<String>> listed(String name) {
    byte[] text = parts.get(name).getBytes(StandardCharsets.UTF_8);
    Optional<JsonValue> array = JsonValue.parse(text).filter(JsonValue::isArray);
    if (array.isEmpty()) {
      return Optional.empty();
    }
    Set<String> ids = array.get().items().stream().map(JsonValue::text).collect(Collectors.toSet());
    if (ids.size() > MOST_IDS) {
      throw AliyunErrors.invalid(name);
    }
    return Optional.of(ids);
  }

  private static Optional<Set<String>> limited(String name, List<String> ids, int most) {
    if (ids.size() > most) {
      throw AliyunErrors.invalid(name);
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(new HashSet<>(ids));
  }

  private HttpResponse write(Visit visit, int total, List<Row> page, boolean byNumber) {
    AnswerWriter answer = AliyunAnswers.writer(parts, call().action() + "Response");
    answer.text("RequestId", visit.requestId()).number("TotalCount", total);
    if (!byNumber) {
      answer.text("NextToken", page.size() < total ? "more" : "");
    }
    switch (kind()) {
      case DISK -> answer.openList("Disks", "Disk");
      case SNAPSHOT -> answer.openList("Snapshots", "Snapshot");
      case ADDRESS -> answer.openList("EipAddresses", "EipAddress");
      default -> answer.openList("NetworkInterfaceSets", "NetworkInterfaceSet");
    }
    for (Row row : page) {
      answer.openItem();
      write(answer, row, visit);
      answer.end();
    }
    return AliyunAnswers.answer(parts, 200, visit.requestId(), answer.endList().toBytes());
  }

  private static void write(AnswerWriter answer, Row row, Visit visit) {
    SimulatedBelonging thing = row.thing();
    boolean attached = isAttached(row, visit);
    String instance = attached ? row.instance().id() : "";
    String status = attached ? "In_use" : "Available";
    switch (thing.kind()) {
      case DISK ->
          answer
              .text("DiskId", thing.id())
              .text("Type", thing.id().equals(systemDisk(row.instance())) ? "system" : "data")
              .text("Category", "cloud_essd")
              .text("InstanceId", instance)
              .flag("DeleteWithInstance", thing.goesAlong())
              .text("Status", status);
      case SNAPSHOT ->
          answer
              .text("SnapshotId", thing.id())
              .text("SourceDiskId", thing.of())
              .text("Status", "accomplished");
      case ADDRESS ->
          answer
              .text("AllocationId", thing.id())
              .text("IpAddress", thing.address())
              .text("InstanceId", instance)
              .text("Status", attached ? "InUse" : "Available");
      default ->
          answer
              .text("NetworkInterfaceId", thing.id())
              .text("Type", "Secondary")
              .text("InstanceId", instance)
              .flag("DeleteOnRelease", thing.goesAlong())
              .text("Status", attached ? "InUse" : "Available");
    }
  }

  /** Refusals of this service come with status 200. */
  private HttpResponse refund(Visit visit, SimulatedAccount account) {
    String id = parts.get("InstanceId");
    if (!parts.get("ProductCode").equals("ecs") || id.isEmpty()) {
      throw AliyunErrors.missing("ProductCode");
    }
    Optional<SimulatedInstance> found =
        desk.fleet().regionsOf(account).stream()
            .flatMap(
                region ->
                    desk.fleet().find(visit, account, SimulatedAliyun.SERVICE, region, id).stream())
            .filter(instance -> instance.chargeType().equals("PrePaid"))
            .findFirst();
    String amount = found.map(instance -> instance.note("refund")).orElse("");
    AnswerWriter answer = AliyunAnswers.writer(parts, call().action() + "Response");
    answer.text("RequestId", visit.requestId()).flag("Success", !amount.isEmpty());
    if (amount.isEmpty()) {
      answer
          .text("Code", found.isEmpty() ? "ResourceNotExists" : "ResourceStatusError")
          .text("Message", "The resource cannot be refunded.");
    } else {
      answer
          .text("Code", "200")
          .text("Message", "success")
          .open("Data")
          .text("InstanceId", id)
          .text("RefundAmount", amount)
          .text("Currency", "CNY")
          .end();
    }
    return AliyunAnswers.answer(parts, 200, visit.requestId(), answer.toBytes());
  }
}
