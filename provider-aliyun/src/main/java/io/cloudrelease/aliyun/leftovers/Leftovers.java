package io.cloudrelease.aliyun.leftovers;

import io.cloudrelease.aliyun.listing.EcsPages;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What hangs on ECS instances and may stay: disks, snapshots and network interfaces (ECS
 * 2014-05-26, DescribeDisks, DescribeSnapshots, DescribeNetworkInterfaces) and elastic addresses
 * (VPC 2016-04-28, DescribeEipAddresses). A look shows interfaces and the instance's own elastic
 * address; disks and snapshots have to be asked for, one instance in a call.
 */
public final class Leftovers {
  /** The most rows on a page of ECS, and the most ids in a call. */
  private static final int MOST = 100;

  /** The most addresses in a call of VPC, and on the page that is asked for. */
  private static final int MOST_ADDRESSES = 50;

  /** No page names the rates of these calls. */
  private static final double CALLS_PER_SECOND = 20;

  private static final LeftoverCall DISKS =
      call("DescribeDisks", 1, Kind.DISK, By.INSTANCE, "ecs:DescribeDisks");
  private static final LeftoverCall SNAPSHOTS =
      call("DescribeSnapshots", 1, Kind.SNAPSHOT, By.INSTANCE, "ecs:DescribeSnapshots");
  private static final LeftoverCall ADDRESSES =
      call("DescribeEipAddresses", 1, Kind.ADDRESS, By.INTERFACE, "vpc:DescribeEipAddresses");
  private static final LeftoverCall INTERFACES_BY_ID =
      call(
          "DescribeNetworkInterfaces",
          MOST,
          Kind.INTERFACE,
          By.ID,
          "ecs:DescribeNetworkInterfaces");

  private static final List<LeftoverCall> CALLS =
      List.of(
          DISKS,
          SNAPSHOTS,
          ADDRESSES,
          INTERFACES_BY_ID,
          byId(DISKS, MOST),
          byId(SNAPSHOTS, MOST),
          byId(ADDRESSES, MOST_ADDRESSES));

  private Leftovers() {}

  private static LeftoverCall call(String action, int most, Kind kind, By by, String right) {
    ActionFacts facts = ActionFacts.of(action, most, CALLS_PER_SECOND, Duration.ofSeconds(10));
    return new LeftoverCall(facts, kind, by, right);
  }

  private static LeftoverCall byId(LeftoverCall finding, int most) {
    return call(finding.action().name(), most, finding.kind(), By.ID, finding.right());
  }

  /** All calls. */
  public static List<LeftoverCall> calls() {
    return CALLS;
  }

  /** Whether it is a call of VPC, and not of ECS. */
  public static boolean isOfVpc(LeftoverCall call) {
    return call.kind() == Kind.ADDRESS;
  }

  public static String version(LeftoverCall call) {
    return isOfVpc(call) ? "2016-04-28" : "2014-05-26";
  }

  /** The host that serves that region's networks (VPC, endpoints). */
  public static Endpoint vpcHost(String region) {
    boolean central = region.equals("cn-hangzhou");
    return Endpoint.https(central ? "vpc.aliyuncs.com" : "vpc." + region + ".aliyuncs.com");
  }

  /** The action that frees such a thing. */
  public static String freedBy(Kind kind) {
    return switch (kind) {
      case DISK -> "DeleteDisk";
      case SNAPSHOT -> "DeleteSnapshot";
      case ADDRESS -> "ReleaseEipAddress";
      case INTERFACE -> "DeleteNetworkInterface";
      default -> "";
    };
  }

  /** The parameters of the call. */
  public static SortedMap<String, String> parameters(LeftoverQuery query) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("RegionId", query.region());
    // Left out, a page has 10 rows, and the others would seem to be gone.
    if (isOfVpc(query.call())) {
      all.put("PageSize", Integer.toString(MOST_ADDRESSES));
      all.put("PageNumber", "1");
    } else {
      all.put("MaxResults", Integer.toString(MOST));
    }
    if (query.call().finds()) {
      findingParameters(query, all);
    } else {
      byId(query, all);
    }
    return all;
  }

  private static void findingParameters(LeftoverQuery query, SortedMap<String, String> all) {
    String subject = query.subjects().get(0);
    if (isOfVpc(query.call())) {
      all.put("AssociatedInstanceType", "NetworkInterface");
      all.put("AssociatedInstanceId", subject);
    } else {
      all.put("InstanceId", subject);
    }
  }

  private static void byId(LeftoverQuery query, SortedMap<String, String> all) {
    switch (query.call().kind()) {
      case DISK -> all.put("DiskIds", array(query.subjects()));
      case SNAPSHOT -> all.put("SnapshotIds", array(query.subjects()));
      case ADDRESS -> all.put("AllocationId", String.join(",", query.subjects()));
      default -> {
        int number = 0;
        for (String id : query.subjects()) {
          all.put("NetworkInterfaceId." + ++number, id);
        }
      }
    }
  }

  private static String array(List<String> ids) {
    JsonWriter array = new JsonWriter().array();
    ids.forEach(array::item);
    return array.end().toText();
  }

  /** What the list is called, and its items. */
  public static String wrapper(LeftoverCall call) {
    return switch (call.kind()) {
      case DISK -> "Disks";
      case SNAPSHOT -> "Snapshots";
      case ADDRESS -> "EipAddresses";
      default -> "NetworkInterfaceSets";
    };
  }

  /** What its items are called. */
  public static String itemName(LeftoverCall call) {
    return switch (call.kind()) {
      case DISK -> "Disk";
      case SNAPSHOT -> "Snapshot";
      case ADDRESS -> "EipAddress";
      default -> "NetworkInterfaceSet";
    };
  }

  /** What such a list shows. */
  public static LeftoverAnswer read(LeftoverQuery query, JsonValue document, List<JsonValue> rows) {
    List<LeftoverItem> items = new ArrayList<>();
    for (JsonValue row : rows) {
      LeftoverItem item = item(query, row);
      if (!item.id().isEmpty()) {
        items.add(item);
      }
    }
    boolean whole =
        isOfVpc(query.call())
            ? isCounted(document, rows.size())
            : isTheEnd(query, document, rows.size());
    return LeftoverAnswer.shows(items, whole && items.size() == rows.size());
  }

  private static boolean isCounted(JsonValue document, int rows) {
    int uncounted = rows < MOST_ADDRESSES ? rows : MOST_ADDRESSES + 1;
    return document.number("TotalCount", uncounted) == rows;
  }

  /**
   * Whether there is no page behind this one: no token, and no full page that a gateway cut which
   * does not know tokens. By id, a page may be full when it shows all that were asked for; of an
   * instance, when no more are counted.
   */
  private static boolean isTheEnd(LeftoverQuery query, JsonValue document, int rows) {
    JsonValue token = document.get("NextToken");
    if (token.isArray() || token.isObject() || !token.text().isEmpty()) {
      return false;
    }
    boolean all =
        query.call().finds()
            ? document.number("TotalCount", 0) <= rows
            : rows >= query.subjects().size();
    return all || !EcsPages.isFull(document, rows);
  }

  private static LeftoverItem item(LeftoverQuery query, JsonValue row) {
    return switch (query.call().kind()) {
      case DISK -> found(query, row.text("DiskId"), fateOfDisk(row), row.text("Status"));
      case SNAPSHOT -> found(query, row.text("SnapshotId"), Fate.STAYS, row.text("Status"));
      case ADDRESS ->
          found(query, row.text("AllocationId"), Fate.STAYS, row.text("Status"))
              .at(row.text("IpAddress"));
      default ->
          found(query, row.text("NetworkInterfaceId"), fateOfInterface(row), row.text("Status"));
    };
  }

  /** A finding call names one subject, so that all it shows belongs to that one. */
  private static LeftoverItem found(LeftoverQuery query, String id, Fate fate, String state) {
    String subject = query.call().finds() ? query.subjects().get(0) : id;
    return LeftoverItem.found(query.call().kind(), id, subject, fate, state);
  }

  private static Fate fateOfDisk(JsonValue row) {
    String category = row.text("Category");
    if (category.startsWith("local") || category.startsWith("ephemeral")) {
      return Fate.GOES; // part of the host
    }
    return fate(row.text("DeleteWithInstance"));
  }

  private static Fate fateOfInterface(JsonValue row) {
    return fate(row.text("DeleteOnRelease"));
  }

  private static Fate fate(String goesAlong) {
    return switch (goesAlong) {
      case "true" -> Fate.GOES;
      case "false" -> Fate.STAYS;
      default -> Fate.UNKNOWN;
    };
  }

  /**
   * What a refusal means here.
   *
   * @param table what the codes of ECS mean
   */
  public static LeftoverAnswer refused(CloudFailure failure, ErrorTable table) {
    return LeftoverAnswer.failed(Refusals.meaning(failure, table));
  }
}
