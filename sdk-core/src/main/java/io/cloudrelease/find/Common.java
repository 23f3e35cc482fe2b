package io.cloudrelease.find;

import io.cloudrelease.spi.listing.ListFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all instances have in common of which a condition holds, for clouds that can filter by it.
 *
 * @param fact which fact
 * @param key of a tag
 * @param value what it is
 */
record Common(Fact fact, String key, String value) {
  static final Common NOTHING = new Common(Fact.NOTHING, "", "");

  private enum Fact {
    NOTHING,
    TAG,
    TAG_KEY,
    STATE,
    CHARGE_TYPE,
    ZONE,
    VPC
  }

  static Common tag(String key) {
    return new Common(Fact.TAG_KEY, key, "");
  }

  static Common tag(String key, String value) {
    return new Common(Fact.TAG, key, value);
  }

  static Common state(String word) {
    return new Common(Fact.STATE, "", word);
  }

  static Common chargeType(String word) {
    return new Common(Fact.CHARGE_TYPE, "", word);
  }

  static Common zone(String zone) {
    return new Common(Fact.ZONE, "", zone);
  }

  static Common vpc(String vpc) {
    return new Common(Fact.VPC, "", vpc);
  }

  /**
   * All of these at once. Of two that exclude each other the first is taken: nothing has both, and
   * that comes out when every instance is checked.
   */
  static ListFilter filter(List<Common> all) {
    Map<String, String> tags = new HashMap<>();
    Set<String> keys = new HashSet<>();
    Map<Fact, String> single = new HashMap<>();
    for (Common common : all) {
      switch (common.fact) {
        case NOTHING -> {}
        case TAG -> tags.putIfAbsent(common.key, common.value);
        case TAG_KEY -> keys.add(common.key);
        case STATE, CHARGE_TYPE, ZONE, VPC -> single.putIfAbsent(common.fact, common.value);
      }
    }
    keys.removeAll(tags.keySet());
    return new ListFilter(
        tags,
        keys,
        single.getOrDefault(Fact.ZONE, ""),
        single.getOrDefault(Fact.VPC, ""),
        single.getOrDefault(Fact.STATE, ""),
        single.getOrDefault(Fact.CHARGE_TYPE, ""));
  }
}
