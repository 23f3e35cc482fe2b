package io.cloudrelease.zenlayer;

import io.cloudrelease.zenlayer.leftovers.Leftovers;

/** What differs on the wire between Zenlayer's compute products. */
enum Product {
  ZEC("zenlayer-zec", "/api/v2/zec", "status", "2025-09-01", "2024-04-01"),
  BMC("zenlayer-bmc", "/api/v2/bmc", "instanceStatus", "2026-02-01", "2022-11-20"),
  VM("zenlayer-vm", "/api/v2/vm", "instanceStatus", "2026-04-01", "2023-03-13");

  private final String kind;
  private final String path;
  private final String stateField;
  private final String currentVersion;
  private final String previousVersion;

  Product(
      String kind, String path, String stateField, String currentVersion, String previousVersion) {
    this.kind = kind;
    this.path = path;
    this.stateField = stateField;
    this.currentVersion = currentVersion;
    this.previousVersion = previousVersion;
  }

  String kind() {
    return kind;
  }

  String path() {
    return path;
  }

  /** The member of a DescribeInstances item that holds the state. */
  String stateField() {
    return stateField;
  }

  String version(ZenlayerApiVersion version) {
    return version == ZenlayerApiVersion.CURRENT ? currentVersion : previousVersion;
  }

  /** What its instances leave behind. */
  Leftovers leftovers() {
    return switch (this) {
      case ZEC -> Leftovers.ZEC;
      case BMC -> Leftovers.BMC;
      case VM -> Leftovers.VM;
    };
  }

  /** Whether ReleaseInstances of that version can say what becomes of dependants. */
  boolean hasDependResource(ZenlayerApiVersion version) {
    return this == ZEC && version == ZenlayerApiVersion.CURRENT;
  }
}
