package io.cloudrelease.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kinds of cloud that a module of this SDK knows, be it on the class path or not. */
final class KnownClouds {
  private static final Map<String, String> MODULES =
      Map.of(
          "tencent-cvm", "provider-tencent",
          "aliyun-ecs", "provider-aliyun",
          "zenlayer-zec", "provider-zenlayer",
          "zenlayer-bmc", "provider-zenlayer",
          "zenlayer-vm", "provider-zenlayer");

  private KnownClouds() {}

  static Set<String> names() {
    return MODULES.keySet();
  }

  /** Which module knows it; empty for one of nobody or of somebody else. */
  static Optional<String> moduleOf(String cloud) {
    return Optional.ofNullable(MODULES.get(cloud));
  }
}
