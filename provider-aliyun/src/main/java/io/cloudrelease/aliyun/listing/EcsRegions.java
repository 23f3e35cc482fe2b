package io.cloudrelease.aliyun.listing;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.listing.RegionAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * DescribeRegions (ECS documentation). The charge type is left out: asked for subscriptions, it is
 * refused to accounts without balance.
 */
public final class EcsRegions {
  /** No page names a figure; low, since it is asked once. */
  public static final ActionFacts DESCRIBE =
      ActionFacts.of("DescribeRegions", 1, 5, Duration.ofSeconds(10));

  /** Every region's host answers for all; this one's is reached by accounts of all sites. */
  public static final String ASKED_IN = "cn-hangzhou";

  private EcsRegions() {}

  public static SortedMap<String, String> parameters() {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("AcceptLanguage", "en-US");
    return all;
  }

  /**
   * All regions that such a list names. Their status says whether anything can be bought there;
   * what was bought before runs on and costs money.
   *
   * @return empty when a row names none, or one again: some must not be taken for all
   */
  public static Optional<RegionAnswer> read(List<JsonValue> items) {
    List<String> regions = items.stream().map(item -> item.text("RegionId")).toList();
    boolean all = !regions.contains("") && Set.copyOf(regions).size() == regions.size();
    return all ? Optional.of(RegionAnswer.shows(regions)) : Optional.empty();
  }
}
