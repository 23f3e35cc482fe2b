package io.cloudrelease.spi.listing;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all wanted instances have in common, as far as a cloud might filter by it; all of it holds
 * at once. A provider hands on what its cloud filters by exactly, and leaves the rest out: every
 * instance that comes back is checked again by the core.
 *
 * @param tags tags with their values
 * @param tagKeys tags of any value
 * @param zone empty for any
 * @param vpc empty for any
 * @param state in the cloud's own word, in whatever letter case; empty for any
 * @param chargeType in the cloud's own word, in whatever letter case; empty for any
 */
public record ListFilter(
    Map<String, String> tags,
    Set<String> tagKeys,
    String zone,
    String vpc,
    String state,
    String chargeType) {

  private static final ListFilter NONE = new ListFilter(Map.of(), Set.of(), "", "", "", "");

  public ListFilter {
    // Sorted: one filter is written as one request, each time.
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    tagKeys = Collections.unmodifiableSet(new TreeSet<>(tagKeys));
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(vpc, "vpc");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(chargeType, "chargeType");
  }

  /** Everything. */
  public static ListFilter none() {
    return NONE;
  }

  /** Whether everything passes. */
  public boolean isNone() {
    return equals(NONE);
  }
}
