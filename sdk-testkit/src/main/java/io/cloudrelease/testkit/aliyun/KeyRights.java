package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.SimulatedInstance;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What RAM keeps from one key, instance by instance.
 *
 * @param releases of which instances a release is denied
 * @param looks of which instances a look is denied
 * @param hidden which instances looks leave out without a word
 * @param tag the tag a look has to filter by; at most one
 */
record KeyRights(
    Predicate<SimulatedInstance> releases,
    Predicate<SimulatedInstance> looks,
    Predicate<SimulatedInstance> hidden,
    Map<String, String> tag) {

  static final KeyRights ALL = new KeyRights(i -> false, i -> false, i -> false, Map.of());

  KeyRights {
    tag = Map.copyOf(tag);
  }

  /** Whether a look has what this key's policy asks of it. */
  boolean allowsLook(AliyunRequest request) {
    boolean named = tag.isEmpty();
    for (int i = 1; request.all().containsKey("Tag." + i + ".Key"); i++) {
      named |= request.get("Tag." + i + ".Value").equals(tag.get(request.get("Tag." + i + ".Key")));
    }
    return named;
  }
}
