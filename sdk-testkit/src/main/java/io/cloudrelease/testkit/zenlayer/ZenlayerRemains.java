package io.cloudrelease.testkit.zenlayer;

import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.testkit.Gatekeeper.KeyHolder;
import io.cloudrelease.testkit.Reading;
import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.SimulatedBelonging;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.Trouble;
import io.cloudrelease.testkit.Visit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What hangs on simulated instances of Zenlayer, or is left of them: DescribeDisks,
 * DescribeSnapshots, DescribeEips and DescribeNetworkInterfaces of ZEC, DescribeEipAddresses of
 * BMC, DescribeDisks of VM.
 */
final class ZenlayerRemains implements Reading {
  private static final Map<String, Kind> ACTIONS =
      Map.of(
          "zec DescribeDisks", Kind.DISK,
          "zec DescribeSnapshots", Kind.SNAPSHOT,
          "zec DescribeEips", Kind.ADDRESS,
          "zec DescribeNetworkInterfaces", Kind.INTERFACE,
          "bmc DescribeEipAddresses", Kind.ADDRESS,
          "vm DescribeDisks", Kind.DISK);
  private static final int MOST_IDS = 100;

  private final ZenlayerCall reading;
  private final JsonValue parameters;
  private final ZenlayerDesk desk;

  ZenlayerRemains(ZenlayerCall reading, JsonValue parameters, ZenlayerDesk desk) {
    this.reading = reading;
    this.parameters = parameters;
    this.desk = desk;
  }

  static boolean knows(String service, String action) {
    return ACTIONS.containsKey(service + " " + action);
  }

  static String systemDisk(SimulatedInstance instance) {
    return instance.id() + "-s";
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

  private Kind kind() {
    return ACTIONS.getOrDefault(call().service() + " " + call().action(), Kind.OTHER);
  }

  @Override
  public HttpResponse perform(Visit visit) {
    KeyHolder holder = reading.authenticate(visit);
    visit.authenticated(holder.account());
    reading.checkVersion();
    desk.gate()
        .count(
            visit,
            holder.account().name(),
            call().service(),
            call().action(),
            () -> ZenlayerErrors.of(Trouble.THROTTLED));
    if (desk.gate().denies(call().action())) {
      throw ZenlayerCall.notAuthorized();
    }
    long size = parameters.number("pageSize", 20);
    if (size < 1 || size > 1000) {
      throw new Refused(400, "INVALID_PARAMETER_EXCEED_MAXIMUM", "pageSize is out of range.");
    }
    List<Row> fit = all(visit, holder.account()).stream().filter(row -> fits(row, visit)).toList();
    List<Row> page = fit.subList(0, (int) Math.min(size, fit.size()));
    return ZenlayerCall.json(200, answer(visit, fit.size(), visit.shownRows(page)));
  }

  private List<Row> all(Visit visit, SimulatedAccount account) {
    List<Row> rows = new ArrayList<>();
    for (SimulatedInstance instance : desk.fleet().everyOne(account, call().service(), "")) {
      for (SimulatedBelonging thing : belongings(instance)) {
        if (thing.kind() == kind() && desk.fleet().isThere(visit, instance, thing)) {
          rows.add(new Row(instance, thing));
        }
      }
    }
    return rows;
  }

  /** With its system disk, and the default addresses that go with it. */
  private static List<SimulatedBelonging> belongings(SimulatedInstance instance) {
    List<SimulatedBelonging> all = new ArrayList<>(instance.belongings());
    all.add(SimulatedBelonging.of(Kind.DISK, systemDisk(instance), true));
    for (String address : instance.publicAddresses()) {
      if (instance.service().equals(ZenlayerCall.ZEC)
          && all.stream().noneMatch(one -> one.address().equals(address))) {
        String id = instance.id() + "-a" + address.replace(".", "");
        all.add(new SimulatedBelonging(Kind.ADDRESS, id, "", address, true, Optional.empty()));
      }
    }
    return all;
  }

  private boolean fits(Row row, Visit visit) {
    String instance = parameters.text("instanceId");
    boolean attached = row.instance().at(visit.lookAt()).isListed();
    return named("diskIds", kind() == Kind.DISK ? row.thing().id() : row.thing().of())
        && named("snapshotIds", row.thing().id())
        && named("eipIds", row.thing().id())
        && named("nicIds", row.thing().id())
        && named("ipAddresses", row.thing().address())
        && (instance.isEmpty() || attached && instance.equals(row.instance().id()));
  }

  private boolean named(String list, String value) {
    JsonValue given = parameters.get(list);
    Set<String> ids =
        given.items().stream().map(JsonValue::text).collect(Collectors.toCollection(HashSet::new));
    if (ids.size() > MOST_IDS) {
      throw new Refused(400, "INVALID_PARAMETER_EXCEED_LENGTH", list + " is too long.");
    }
    return !given.isPresent() || ids.contains(value);
  }

  private byte[] answer(Visit visit, int total, List<Row> page) {
    JsonWriter json =
        new JsonWriter()
            .object()
            .member("requestId", visit.requestId())
            .object("response")
            .member("requestId", visit.requestId())
            .member("totalCount", total)
            .array("dataSet");
    page.forEach(row -> write(json, row, visit));
    return json.end().end().end().toBytes();
  }

  private void write(JsonWriter json, Row row, Visit visit) {
    SimulatedBelonging thing = row.thing();
    boolean attached = row.instance().at(visit.lookAt()).isListed();
    String status = attached ? "IN_USE" : "AVAILABLE";
    json.object();
    switch (thing.kind()) {
      case DISK ->
          json.member("diskId", thing.id())
              .member("diskStatus", status)
              .member("portable", !thing.goesAlong());
      case SNAPSHOT ->
          json.member("snapshotId", thing.id())
              .member("diskId", thing.of())
              .member("status", "AVAILABLE");
      case ADDRESS -> {
        json.member("eipId", thing.id());
        if (call().service().equals(ZenlayerCall.BMC)) {
          json.member("ipAddress", thing.address()).member("eipStatus", status);
        } else {
          json.member("publicIpAddresses", List.of(thing.address()))
              .member("isDefault", thing.goesAlong())
              .member("status", attached ? "BIND" : "UNBIND");
        }
      }
      default -> json.member("nicId", thing.id()).member("status", status);
    }
    json.textOrNull("instanceId", attached ? row.instance().id() : "").end();
  }
}
