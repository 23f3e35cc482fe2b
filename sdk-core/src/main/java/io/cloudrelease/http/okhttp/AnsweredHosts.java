package io.cloudrelease.http.okhttp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which hosts and proxies have answered. One that did is there, and what stands in the way now may
 * pass; of one that never did a name without an address says that it is misspelt. Thread-safe.
 */
final class AnsweredHosts {
  /** More than any process has endpoints; beyond it nothing is remembered. */
  private static final int MOST = 1_000;

  private final Set<String> hosts = ConcurrentHashMap.newKeySet();

  /** Remembers a host or a proxy; not the empty name, which stands for no proxy. */
  void add(String host) {
    if (!host.isEmpty() && hosts.size() < MOST) {
      hosts.add(host);
    }
  }

  boolean contains(String host) {
    return hosts.contains(host);
  }
}
