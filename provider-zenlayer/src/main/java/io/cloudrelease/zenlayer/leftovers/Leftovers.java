package io.cloudrelease.zenlayer.leftovers;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverCall.By;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What hangs on instances and may stay. ZEC: disks, snapshots, elastic addresses and network
 * interfaces (DescribeDisks, DescribeSnapshots, DescribeEips, DescribeNetworkInterfaces); a look
 * shows disks and interfaces with their ids. BMC: elastic addresses (DescribeEipAddresses). VM:
 * disks (DescribeDisks), which a look shows.
 */
public final class Leftovers {
  private static final int MOST = 100;

  /** The most rows on a page of disks and addresses; left out, it is 20. */
  private static final int MOST_ROWS = 1000;

  /** Of snapshots and interfaces no page names the most: as many as ids, which are taken. */
  private static final int FEWER_ROWS = MOST;

  private static final double CALLS_PER_SECOND = 20;

  /** The one code that says of what was asked for that it is not there. */
  private static final String GONE = "OPERATION_FAILED_RESOURCE_NOT_FOUND";

  private static final ErrorRule NOT_LOOKED =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  /** Leftovers of ZEC. */
  public static final Leftovers ZEC =
      new Leftovers(
          List.of(
              call("zec", "DescribeDisks", MOST, Kind.DISK, By.ID),
              call("zec", "DescribeSnapshots", MOST, Kind.SNAPSHOT, By.DISK),
              call("zec", "DescribeSnapshots", MOST, Kind.SNAPSHOT, By.ID),
              call("zec", "DescribeEips", MOST, Kind.ADDRESS, By.ADDRESS),
              call("zec", "DescribeEips", MOST, Kind.ADDRESS, By.ID),
              call("zec", "DescribeNetworkInterfaces", MOST, Kind.INTERFACE, By.ID)),
          Map.of(
              Kind.DISK, "ReleaseDisk",
              Kind.SNAPSHOT, "DeleteSnapshots",
              Kind.ADDRESS, "DeleteEip",
              Kind.INTERFACE, "DeleteNetworkInterface"));

  /** Leftovers of BMC. */
  public static final Leftovers BMC =
      new Leftovers(
          List.of(
              call("bmc", "DescribeEipAddresses", 1, Kind.ADDRESS, By.INSTANCE),
              call("bmc", "DescribeEipAddresses", MOST, Kind.ADDRESS, By.ID)),
          Map.of(Kind.ADDRESS, "TerminateEipAddress"));

  /** Leftovers of VM. */
  public static final Leftovers VM =
      new Leftovers(
          List.of(call("vm", "DescribeDisks", MOST, Kind.DISK, By.ID)),
          Map.of(Kind.DISK, "TerminateDisk"));

  private final List<LeftoverCall> calls;
  private final Map<Kind, String> freedBy;

  private Leftovers(List<LeftoverCall> calls, Map<Kind, String> freedBy) {
    this.calls = calls;
    this.freedBy = freedBy;
  }

  private static LeftoverCall call(String service, String action, int most, Kind kind, By by) {
    ActionFacts facts = ActionFacts.of(action, most, CALLS_PER_SECOND, Duration.ofSeconds(10));
    return new LeftoverCall(facts, kind, by, action + " of " + service);
  }

  /** All calls. */
  public List<LeftoverCall> calls() {
    return calls;
  }

  /** The action that frees such a thing. */
  public String freedBy(Kind kind) {
    return freedBy.getOrDefault(kind, "");
  }

  /** The body of the call. */
  public static JsonWriter body(LeftoverQuery query) {
    JsonWriter body = new JsonWriter().object();
    switch (query.call().by()) {
      case INSTANCE -> body.member("instanceId", query.subjects().get(0));
      case DISK -> body.member("diskIds", query.subjects());
      case ADDRESS -> body.member("ipAddresses", query.subjects());
      default -> body.member(idName(query.call().kind()) + "s", query.subjects());
    }
    return body.member("pageNum", 1).member("pageSize", rowsOf(query)).end();
  }

  private static int rowsOf(LeftoverQuery query) {
    return switch (query.call().kind()) {
      case SNAPSHOT, INTERFACE -> FEWER_ROWS;
      default -> MOST_ROWS;
    };
  }

  private static String idName(Kind kind) {
    return switch (kind) {
      case DISK -> "diskId";
      case SNAPSHOT -> "snapshotId";
      case ADDRESS -> "eipId";
      default -> "nicId";
    };
  }

  /**
   * What such an answer shows.
   *
   * @param telling whether the release said what becomes of dependants
   */
  public static LeftoverAnswer read(LeftoverQuery query, JsonValue response, boolean telling) {
    List<JsonValue> rows = response.get("dataSet").items();
    List<LeftoverItem> items = new ArrayList<>();
    int unreadable = 0;
    for (JsonValue row : rows) {
      String id = row.text(idName(query.call().kind()));
      if (id.isEmpty()) {
        unreadable++;
      } else {
        items.add(item(query, row, id, telling));
      }
    }
    if (query.call().by() == By.ADDRESS) {
      items.addAll(notShown(query, rows));
    }
    int most = rowsOf(query);
    long total = response.number("totalCount", rows.size() < most ? rows.size() : most + 1L);
    return LeftoverAnswer.shows(items, unreadable == 0 && total == rows.size());
  }

  /**
   * Every public address of ZEC is an elastic one, the default one too. One that is not shown may
   * be of a resource group that the key does not see: it is not known whether it stays.
   */
  private static List<LeftoverItem> notShown(LeftoverQuery query, List<JsonValue> rows) {
    List<String> left = new ArrayList<>(query.subjects());
    rows.forEach(row -> left.removeAll(addresses(row)));
    return left.stream()
        .map(address -> new LeftoverItem(Kind.ADDRESS, "", address, address, Fate.UNKNOWN, ""))
        .toList();
  }

  /** What a refusal means: who does not find an instance or a group looked at no such thing. */
  public static LeftoverAnswer refused(CloudFailure failure) {
    String code = failure.code().toUpperCase(Locale.ROOT);
    boolean other = code.endsWith("_NOT_FOUND") && !code.equals(GONE);
    return LeftoverAnswer.failed(other ? failure.means(NOT_LOOKED) : failure);
  }

  private static LeftoverItem item(LeftoverQuery query, JsonValue row, String id, boolean telling) {
    Kind kind = query.call().kind();
    String subject =
        switch (query.call().by()) {
          case INSTANCE -> query.subjects().get(0);
          case DISK -> row.text("diskId");
          case ADDRESS -> address(query, row);
          default -> id;
        };
    LeftoverItem item =
        LeftoverItem.found(kind, id, subject, fate(query, row, telling), state(row));
    return kind == Kind.ADDRESS ? item.at(address(query, row)) : item;
  }

  /** The first of its addresses that was asked for, else the first of all. */
  private static String address(LeftoverQuery query, JsonValue row) {
    List<String> addresses = addresses(row);
    return addresses.stream()
        .filter(query.subjects()::contains)
        .findFirst()
        .orElse(addresses.isEmpty() ? "" : addresses.get(0));
  }

  private static List<String> addresses(JsonValue row) {
    List<String> addresses = new ArrayList<>();
    row.get("publicIpAddresses").items().forEach(address -> addresses.add(address.text()));
    addresses.add(row.text("ipAddress"));
    addresses.removeIf(String::isEmpty);
    return addresses;
  }

  private static String state(JsonValue row) {
    for (String name : List.of("diskStatus", "eipStatus")) {
      if (!row.text(name).isEmpty()) {
        return row.text(name);
      }
    }
    return row.text("status");
  }

  /** What a look tells of disks and interfaces is not told here again. */
  private static Fate fate(LeftoverQuery query, JsonValue row, boolean telling) {
    Kind kind = query.call().kind();
    if (kind == Kind.SNAPSHOT) {
      return Fate.STAYS;
    }
    if (kind != Kind.ADDRESS || !telling) {
      return Fate.UNKNOWN;
    }
    boolean goes = row.isTrue("isDefault") || query.intent().collateral() == Collateral.RELEASE;
    return goes ? Fate.GOES : Fate.STAYS;
  }
}
