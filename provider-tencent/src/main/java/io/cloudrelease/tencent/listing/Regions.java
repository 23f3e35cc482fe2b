package io.cloudrelease.tencent.listing;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.listing.RegionAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

  /** The regions that are open and no finance regions. */
  public static RegionAnswer read(JsonValue response) {
    List<String> regions = new ArrayList<>();
    for (JsonValue region : response.get("RegionSet").items()) {
      String name = region.text("Region");
      boolean open = region.text("RegionState").equalsIgnoreCase("AVAILABLE");
      if (open && !name.isEmpty() && !name.endsWith(FINANCE)) {
        regions.add(name);
      }
    }
    return RegionAnswer.shows(regions);
  }
}
