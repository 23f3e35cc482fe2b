package io.cloudrelease.aliyun;

import java.util.Arrays;
import java.util.List;

/**
 * A canonical query whose parameters are put in the order that is signed, so that nothing need be
 * sorted for each call. Not thread-safe. Its text form is not for logs.
 */
final class SortedQuery {
  private static final int PARTS_PER_PARAMETER = 3;

  /** {@code InstanceId.1=} to {@code InstanceId.100=}, and their places among sorted names. */
  private static final String[] INSTANCE_ID = new String[EcsCalls.MAX_IDS];

  private static final int[] AS_TEXT = new int[EcsCalls.MAX_IDS];

  static {
    String[] sorted = new String[EcsCalls.MAX_IDS];
    for (int i = 0; i < EcsCalls.MAX_IDS; i++) {
      INSTANCE_ID[i] = "&InstanceId." + (i + 1) + '=';
      sorted[i] = Integer.toString(i + 1);
    }
    Arrays.sort(sorted);
    for (int i = 0; i < EcsCalls.MAX_IDS; i++) {
      AS_TEXT[i] = Integer.parseInt(sorted[i]) - 1;
    }
  }

  private final String[] parts;
  private int size;
  private String last = "";

  /** One with room for so many single parameters and instance ids. */
  SortedQuery(int parameters, int ids) {
    parts = new String[PARTS_PER_PARAMETER * parameters + 2 * ids];
  }

  /** Adds a parameter; its name stays as it is when encoded, and comes after those before. */
  SortedQuery put(String name, String value) {
    inOrder(name);
    add(size == 0 ? "" : "&");
    add(name);
    add("=".concat(PercentEncoding.encode(value)));
    return this;
  }

  SortedQuery put(String name, boolean value) {
    return put(name, value ? "true" : "false");
  }

  /** {@code InstanceId.1}, {@code InstanceId.10}, {@code InstanceId.100}, {@code InstanceId.11}. */
  SortedQuery putInstanceIds(List<String> ids) {
    if (ids.size() > EcsCalls.MAX_IDS) {
      throw new IllegalArgumentException(ids.size() + " ids in one call");
    }
    inOrder("InstanceId.");
    for (int place : AS_TEXT) {
      if (place < ids.size()) {
        add(INSTANCE_ID[place]);
        add(PercentEncoding.encode(ids.get(place)));
      }
    }
    return this;
  }

  /** The canonical query. */
  String toQuery() {
    Arrays.fill(parts, size, parts.length, "");
    // Measures first and copies once, where a StringBuilder copies twice at the least.
    return String.join("", parts);
  }

  private void inOrder(String name) {
    if (name.compareTo(last) <= 0) {
      throw new IllegalStateException(name + " must stand before " + last);
    }
    last = name;
  }

  private void add(String part) {
    parts[size++] = part;
  }

  @Override
  public String toString() {
    return size + " parts";
  }
}
