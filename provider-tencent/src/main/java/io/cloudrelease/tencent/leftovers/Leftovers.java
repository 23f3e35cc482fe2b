package io.cloudrelease.tencent.leftovers;

import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Intent;
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

/**
 * What hangs on CVM instances and may stay: disks and snapshots (API CBS 2017-03-12, DescribeDisks,
 * DescribeSnapshots), elastic addresses and network interfaces (API VPC 2017-03-12,
 * DescribeAddresses, DescribeNetworkInterfaces). A look shows disks with their ids, and of
 * addresses only the numbers.
 */
public final class Leftovers {
  private static final String VERSION = "2017-03-12";

  /** The most rows on a page, and the most ids in a call; left out, a page has 20 rows. */
  private static final int MOST = 100;

  /** The most disks in a filter of DescribeSnapshots. */
  private static final int MOST_DISKS = 10;

  /** No page names the rates of these calls for sure. */
  private static final double CALLS_PER_SECOND = 10;

  private static final LeftoverCall ADDRESSES =
      call("DescribeAddresses", MOST, Kind.ADDRESS, By.INSTANCE, "cvm:DescribeAddresses");
  private static final LeftoverCall INTERFACES =
      call(
          "DescribeNetworkInterfaces",
          MOST,
          Kind.INTERFACE,
          By.INSTANCE,
          "vpc:DescribeNetworkInterfaces");
  private static final LeftoverCall SNAPSHOTS =
      call("DescribeSnapshots", MOST_DISKS, Kind.SNAPSHOT, By.DISK, "cvm:DescribeSnapshots");
  private static final LeftoverCall DISKS_BY_ID =
      call("DescribeDisks", MOST, Kind.DISK, By.ID, "cvm:DescribeDisks");

  private static final List<LeftoverCall> CALLS =
      List.of(
          ADDRESSES,
          INTERFACES,
          SNAPSHOTS,
          DISKS_BY_ID,
          byId(ADDRESSES),
          byId(INTERFACES),
          byId(SNAPSHOTS));

  private final Calls calls;

  /** Writes a call of another service of the cloud. */
  @FunctionalInterface
  public interface Calls {
    ApiRequest call(String service, String version, String action, String region, JsonWriter body);
  }

  public Leftovers(Calls calls) {
    this.calls = calls;
  }

  private static LeftoverCall call(String action, int most, Kind kind, By by, String right) {
    ActionFacts facts = ActionFacts.of(action, most, CALLS_PER_SECOND, Duration.ofSeconds(10));
    return new LeftoverCall(facts, kind, by, right);
  }

  private static LeftoverCall byId(LeftoverCall finding) {
    return call(finding.action().name(), MOST, finding.kind(), By.ID, finding.right());
  }

  /** All calls. */
  public static List<LeftoverCall> calls() {
    return CALLS;
  }

  /** The service that shows such things, as signatures name it. */
  public static String serviceOf(LeftoverCall call) {
    return call.kind() == Kind.DISK || call.kind() == Kind.SNAPSHOT ? "cbs" : "vpc";
  }

  /** What the answers to that call hold when they are none of an error. */
  public static String setOf(LeftoverCall call) {
    return switch (call.kind()) {
      case DISK -> "DiskSet";
      case SNAPSHOT -> "SnapshotSet";
      case ADDRESS -> "AddressSet";
      default -> "NetworkInterfaceSet";
    };
  }

  /** The action that frees such a thing. */
  public static String freedBy(Kind kind) {
    return switch (kind) {
      case DISK -> "TerminateDisks";
      case SNAPSHOT -> "DeleteSnapshots";
      case ADDRESS -> "ReleaseAddresses";
      case INTERFACE -> "DeleteNetworkInterface";
      default -> "";
    };
  }

  /** The call. */
  public ApiRequest encode(LeftoverQuery query) {
    LeftoverCall call = query.call();
    JsonWriter body = new JsonWriter().object();
    if (call.finds()) {
      body.array("Filters")
          .object()
          .member("Name", filter(call))
          .member("Values", query.subjects())
          .end()
          .end();
    } else {
      body.member(ids(call.kind()), query.subjects());
    }
    // Without it 20 of 100 are shown, and the other 80 seem to be gone.
    body.member("Offset", 0).member("Limit", MOST).end();
    return calls.call(serviceOf(call), VERSION, call.action().name(), query.region(), body);
  }

  private static String filter(LeftoverCall call) {
    return switch (call.kind()) {
      case ADDRESS -> "instance-id";
      case INTERFACE -> "attachment.instance-id";
      default -> "disk-id";
    };
  }

  private static String ids(Kind kind) {
    return switch (kind) {
      case DISK -> "DiskIds";
      case SNAPSHOT -> "SnapshotIds";
      case ADDRESS -> "AddressIds";
      default -> "NetworkInterfaceIds";
    };
  }

  /** What such an answer shows. */
  public static LeftoverAnswer read(LeftoverQuery query, JsonValue response) {
    List<JsonValue> rows = response.get(setOf(query.call())).items();
    List<LeftoverItem> items = new ArrayList<>();
    for (JsonValue row : rows) {
      LeftoverItem item = item(query, row);
      if (!item.id().isEmpty()) {
        items.add(item);
      }
    }
    long total = response.number("TotalCount", rows.size() < MOST ? rows.size() : MOST + 1L);
    return LeftoverAnswer.shows(items, total == items.size());
  }

  private static LeftoverItem item(LeftoverQuery query, JsonValue row) {
    Kind kind = query.call().kind();
    return switch (kind) {
      case DISK -> found(query, row, "DiskId", "", "DiskState", fateOfDisk(row));
      case SNAPSHOT -> found(query, row, "SnapshotId", "DiskId", "SnapshotState", Fate.STAYS);
      case ADDRESS ->
          found(query, row, "AddressId", "InstanceId", "AddressStatus", fateOfAddress(query, row))
              .at(row.text("AddressIp"));
      default -> {
        JsonValue attachment = row.get("Attachment");
        Fate fate = row.isTrue("Primary") ? Fate.GOES : Fate.STAYS;
        String id = row.text("NetworkInterfaceId");
        String subject = query.call().finds() ? attachment.text("InstanceId") : id;
        yield LeftoverItem.found(kind, id, subject, fate, row.text("State"));
      }
    };
  }

  private static LeftoverItem found(
      LeftoverQuery query, JsonValue row, String id, String subject, String state, Fate fate) {
    String name = row.text(id);
    return LeftoverItem.found(
        query.call().kind(),
        name,
        query.call().finds() ? row.text(subject) : name,
        fate,
        row.text(state));
  }

  private static Fate fateOfDisk(JsonValue row) {
    return row.text("DiskUsage").equals("SYSTEM_DISK") ? Fate.GOES : Fate.UNKNOWN;
  }

  /** An ordinary address goes with its instance; an elastic one may be asked to go. */
  private static Fate fateOfAddress(LeftoverQuery query, JsonValue row) {
    Intent intent = query.intent();
    if (row.text("AddressType").equals("WanIP")) {
      return Fate.GOES;
    }
    return intent.collateral() == Collateral.KEEP ? Fate.STAYS : Fate.UNKNOWN;
  }

  /**
   * What a refusal means.
   *
   * @param table what the codes of CVM mean
   */
  public static LeftoverAnswer refused(
      LeftoverQuery query, CloudFailure failure, ErrorTable table) {
    return Refusals.read(query, failure, table);
  }
}
