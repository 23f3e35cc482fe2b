package io.cloudrelease.tencent.listing;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.RegionAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * DescribeRegions of the service region, version 2022-06-27, which CVM's own page of that action
 * points to. Finance regions are reached by hosts of their own: whoever has one names it.
 */
public final class Regions {
  public static final String SERVICE = "region";
  public static final String VERSION = "2022-06-27";

  /** 20 a second is what API 3.0 gives where a page names no figure. */
  public static final ActionFacts DESCRIBE =
      ActionFacts.of("DescribeRegions", 1, 20, Duration.ofSeconds(10));

  private static final String FINANCE = "-fsi";

  private Regions() {}

  /** The body of the call. */
  public static JsonWriter body() {
    return new JsonWriter().object().member("Product", "cvm").end();
  }

  /**
   * The regions that are available; a failure when not all are named, for whoever reads them all
   * must not take some for all. Finance regions are cut off from the others and named to accounts
   * that have nothing there, others are closed: both are left out by name.
   */
  public static RegionAnswer read(JsonValue response) {
    List<JsonValue> rows = response.get("RegionSet").items();
    Set<String> names = new HashSet<>();
    rows.forEach(row -> names.add(row.text("Region")));
    if (names.contains("")
        || names.size() < rows.size()
        || names.size() < response.number("TotalCount", 0)) {
      return RegionAnswer.failed(
          CloudFailure.of(200, "", "it does not name all regions", response.text("RequestId")));
    }
    List<String> regions = new ArrayList<>();
    Map<String, String> leftOut = new TreeMap<>();
    for (JsonValue region : rows) {
      String name = region.text("Region");
      String state = region.text("RegionState");
      if (name.endsWith(FINANCE)) {
        leftOut.put(name, "a finance region, read only when it is named");
      } else if (!state.isEmpty() && !state.equalsIgnoreCase("AVAILABLE")) {
        leftOut.put(name, "the cloud calls it " + state + "; read only when it is named");
      } else {
        regions.add(name);
      }
    }
    return RegionAnswer.shows(regions).leavingOut(leftOut);
  }
}
