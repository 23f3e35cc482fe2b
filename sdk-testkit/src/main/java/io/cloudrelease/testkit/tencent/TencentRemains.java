package io.cloudrelease.testkit.tencent;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Visit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What hangs on instances of the simulated CVM, or is left of them: DescribeDisks and
 * DescribeSnapshots (cbs), DescribeAddresses and DescribeNetworkInterfaces (vpc), all of version
 * 2017-03-12; and what would be paid back (cvm, InquiryPriceTerminateInstances).
 */
final class TencentRemains implements Reading {
  private static final String DISKS = "DescribeDisks";
  private static final String SNAPSHOTS = "DescribeSnapshots";
  private static final String ADDRESSES = "DescribeAddresses";
  private static final String INTERFACES = "DescribeNetworkInterfaces";
  private static final String INQUIRY = "InquiryPriceTerminateInstances";
  private static final Map<String, String> SERVICES =
      Map.of(DISKS, "cbs", SNAPSHOTS, "cbs", ADDRESSES, "vpc", INTERFACES, "vpc", INQUIRY, "cvm");
  private static final int MOST = 100;
  private static final int USUAL_PAGE = 20;
  private static final int MOST_DISKS = 10;

  private final SimulatedCall call;
  private final JsonValue parameters;
  private final TencentDesk desk;

  TencentRemains(SimulatedCall call, JsonValue parameters, TencentDesk desk) {
    this.call = call;
    this.parameters = parameters;
    this.desk = desk;
  }

  static boolean knows(String action) {
    return SERVICES.containsKey(action);
  }

  /** The service that has such an action. */
  static String serviceOf(String action) {
    return SERVICES.getOrDefault(action, "");
  }

  static String systemDisk(SimulatedInstance instance) {
    return "disk-s" + instance.id().substring(instance.id().indexOf('-') + 1);
  }

  @Override
  public SimulatedCall call() {
    return call;
  }

  @Override
  public HttpResponse refuse(Visit visit, Refused refused) {
    return TencentAnswers.json(refused.status(), TencentAnswers.error(visit, refused));
  }

  /** A belonging and whose it is. */
  private record Row(SimulatedInstance instance, SimulatedBelonging thing) {}

  @Override
  public HttpResponse perform(Visit visit) {
    SimulatedAccount account = desk.letIn(call, visit, "2017-03-12");
    if (call.region().isEmpty()) {
      throw TencentErrors.missing("X-TC-Region");
    }
    desk.checkExists(call.region(), account);
    if (desk.gate().denies(call.action())) {
      throw TencentErrors.denied(call);
    }
    return TencentAnswers.json(
        200, call.action().equals(INQUIRY) ? refunds(visit, account) : rows(visit, account));
  }

  private byte[] rows(Visit visit, SimulatedAccount account) {
    long limit = parameters.number("Limit", USUAL_PAGE);
    long offset = parameters.number("Offset", 0);
    if (limit < 1 || limit > MOST || offset < 0) {
      throw TencentErrors.refused("InvalidParameterValue", "`Limit` must be 1 to 100.");
    }
    Optional<Set<String>> ids = ids();
    List<JsonValue> filters = parameters.get("Filters").items();
    if (ids.isPresent() && !filters.isEmpty()) {
      throw TencentErrors.refused("InvalidParameter.Coexist", "Ids and `Filters` exclude another.");
    }
    List<Row> fit = new ArrayList<>();
    for (Row row : all(visit, account)) {
      boolean named = ids.map(wanted -> wanted.contains(row.thing().id())).orElse(true);
      if (named && filters.stream().allMatch(filter -> fits(row, filter, visit))) {
        fit.add(row);
      }
    }
    List<Row> page = TencentAnswers.page(fit, offset, limit);
    JsonWriter json = new JsonWriter().object().object("Response");
    json.member("TotalCount", fit.size()).array(setName());
    visit.shownRows(page).forEach(row -> write(json, row, visit));
    return json.end().member("RequestId", visit.requestId()).end().end().toBytes();
  }

  private Kind kind() {
    return switch (call.action()) {
      case DISKS -> Kind.DISK;
      case SNAPSHOTS -> Kind.SNAPSHOT;
      case ADDRESSES -> Kind.ADDRESS;
      default -> Kind.INTERFACE;
    };
  }

  private String setName() {
    return switch (kind()) {
      case DISK -> "DiskSet";
      case SNAPSHOT -> "SnapshotSet";
      case ADDRESS -> "AddressSet";
      default -> "NetworkInterfaceSet";
    };
  }

  private Optional<Set<String>> ids() {
    String name =
        switch (kind()) {
          case DISK -> "DiskIds";
          case SNAPSHOT -> "SnapshotIds";
          case ADDRESS -> "AddressIds";
          default -> "NetworkInterfaceIds";
        };
    JsonValue ids = parameters.get(name);
    if (ids.items().size() > MOST) {
      throw TencentErrors.refused("InvalidParameterValue.LimitExceeded", "Too many `" + name + "`");
    }
    return ids.isPresent()
        ? Optional.of(ids.items().stream().map(JsonValue::text).collect(Collectors.toSet()))
        : Optional.empty();
  }

  private List<Row> all(Visit visit, SimulatedAccount account) {
    List<Row> rows = new ArrayList<>();
    for (SimulatedInstance instance :
        desk.fleet().everyOne(account, SimulatedTencent.SERVICE, call.region())) {
      for (SimulatedBelonging thing : belongings(instance)) {
        if (thing.kind() == kind() && desk.fleet().isThere(visit, instance, thing)) {
          rows.add(new Row(instance, thing));
        }
      }
    }
    return rows;
  }

  /** With its system disk, and the ordinary addresses that go with it. */
  private static List<SimulatedBelonging> belongings(SimulatedInstance instance) {
    List<SimulatedBelonging> all = new ArrayList<>(instance.belongings());
    all.add(SimulatedBelonging.of(Kind.DISK, systemDisk(instance), true));
    for (String address : instance.publicAddresses()) {
      if (all.stream().noneMatch(one -> one.address().equals(address))) {
        String id = "eip-wan" + address.replace(".", "");
        boolean goes = !instance.note("releasableAddress").equals(address);
        all.add(new SimulatedBelonging(Kind.ADDRESS, id, "", address, goes, Optional.empty()));
      }
    }
    return all;
  }

  private boolean fits(Row row, JsonValue filter, Visit visit) {
    List<String> values = filter.get("Values").items().stream().map(JsonValue::text).toList();
    if (filter.text("Name").equals("disk-id") && values.size() > MOST_DISKS) {
      throw TencentErrors.refused(
          "InvalidParameterValue.LimitExceeded", "At most 10 values of `disk-id` are allowed.");
    }
    return switch (filter.text("Name")) {
      case "instance-id", "attachment.instance-id" ->
          isAttached(row, visit) && values.contains(row.instance().id());
      case "disk-id" ->
          values.contains(row.thing().kind() == Kind.DISK ? row.thing().id() : row.thing().of());
      default -> throw TencentErrors.refused("InvalidFilter", "The filter is not supported.");
    };
  }

  private static boolean isAttached(Row row, Visit visit) {
    return row.instance().at(visit.lookAt()).isListed();
  }

  private void write(JsonWriter json, Row row, Visit visit) {
    SimulatedBelonging thing = row.thing();
    boolean attached = isAttached(row, visit);
    String instance = attached ? row.instance().id() : "";
    json.object();
    switch (thing.kind()) {
      case DISK ->
          json.member("DiskId", thing.id())
              .member("DiskUsage", isSystem(row) ? "SYSTEM_DISK" : "DATA_DISK")
              .member("DiskState", attached ? "ATTACHED" : "UNATTACHED")
              .member("DiskChargeType", "POSTPAID_BY_HOUR")
              .member("InstanceId", instance)
              .member("DeleteWithInstance", thing.goesAlong());
      case SNAPSHOT ->
          json.member("SnapshotId", thing.id())
              .member("DiskId", thing.of())
              .member("SnapshotState", "NORMAL");
      case ADDRESS ->
          json.member("AddressId", thing.id())
              .member("AddressIp", thing.address())
              .member("AddressStatus", attached ? "BIND" : "UNBIND")
              .member("AddressType", thing.id().startsWith("eip-wan") ? "WanIP" : "EIP")
              .textOrNull("InstanceId", instance);
      default -> {
        json.member("NetworkInterfaceId", thing.id())
            .member("Primary", false)
            .member("State", "AVAILABLE");
        if (attached) {
          json.object("Attachment").member("InstanceId", instance).end();
        } else {
          json.nullMember("Attachment");
        }
      }
    }
    json.end();
  }

  private static boolean isSystem(Row row) {
    return row.thing().id().equals(systemDisk(row.instance()));
  }

  /** One that cannot be paid back spoils the call. */
  private byte[] refunds(Visit visit, SimulatedAccount account) {
    if (call.ids().size() > MOST) {
      throw TencentErrors.refused("InvalidParameterValue.LimitExceeded", "Too many ids.");
    }
    JsonWriter json = new JsonWriter().object().object("Response").array("InstanceRefundsSet");
    for (String id : call.ids()) {
      SimulatedInstance instance =
          desk.fleet()
              .find(visit, account, SimulatedTencent.SERVICE, call.region(), id)
              .orElseThrow(
                  () ->
                      TencentErrors.refused(
                          "InvalidInstanceId.NotFound", "An instance does not exist."));
      if (!instance.chargeType().equals("PREPAID")) {
        throw TencentErrors.refused(
            "InvalidInstanceNotSupportedPrepaidInstance", "An instance is not prepaid.");
      }
      if (instance.note("refund").isEmpty()) {
        throw TencentErrors.refused(
            "FailedOperation.Unreturnable", "An instance cannot be returned.");
      }
      json.object()
          .member("InstanceId", id)
          .member("Refunds", new BigDecimal(instance.note("refund")))
          .member("PriceDetail", "{}")
          .end();
    }
    return json.end().member("RequestId", visit.requestId()).end().end().toBytes();
  }
}
