package io.cloudrelease.execution.instance;

import io.cloudrelease.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the checker found: broken promises, each with its shortest story, and what was reached. */
final class Findings {
  private final Map<String, Integer> breaches = new TreeMap<>();
  private final List<String> stories = new ArrayList<>();
  private final Map<String, Integer> reached = new TreeMap<>();
  private final Map<String, Integer> unknown = new TreeMap<>();

  boolean isAny() {
    return !breaches.isEmpty();
  }

  private static String name(Asked asked, String promise) {
    return promise + " [" + asked + "]";
  }

  boolean isNew(Asked asked, String promise) {
    return !breaches.containsKey(name(asked, promise));
  }

  void breach(Asked asked, String promise, List<String> story) {
    String name = name(asked, promise);
    if (breaches.merge(name, 1, Integer::sum) == 1) {
      stories.add("BROKEN " + name + "\n    " + String.join("\n    ", story));
    }
  }

  void reached(String what) {
    reached.merge(what, 1, Integer::sum);
  }

  void verdict(Verdict verdict) {
    reached.merge("verdict " + verdict, 1, Integer::sum);
  }

  void unknown(String why) {
    unknown.merge(why, 1, Integer::sum);
  }

  Map<String, Integer> breaches() {
    return breaches;
  }

  List<String> stories() {
    return stories;
  }

  Map<String, Integer> reached() {
    return reached;
  }

  Map<String, Integer> unknown() {
    return unknown;
  }

  /** Adds what another walk found. */
  void add(Findings other) {
    other.breaches.forEach((k, v) -> breaches.merge(k, v, Integer::sum));
    stories.addAll(other.stories);
    other.reached.forEach((k, v) -> reached.merge(k, v, Integer::sum));
    other.unknown.forEach((k, v) -> unknown.merge(k, v, Integer::sum));
  }
}
