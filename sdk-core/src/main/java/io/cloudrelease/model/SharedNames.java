package io.cloudrelease.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One text for all references that name the same provider or region: a sweep of 100,000 instances
 * names a few of them 100,000 times. Thread-safe; keeps the first thousand.
 */
final class SharedNames {
  private static final int MOST = 1000;
  private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

  private SharedNames() {}

  static String of(String name) {
    String known = NAMES.get(name);
    if (known != null) {
      return known;
    }
    if (NAMES.size() < MOST) {
      NAMES.put(name, name);
    }
    return name;
  }
}
