package io.cloudrelease.zenlayer;

import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverItem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What hangs on an instance, kept in a snapshot as one attribute per sort, and what a release does
 * to it (ZEC API, ReleaseInstances, parameter {@code dependResource}; DescribeInstances, {@code
 * dataDisks.portable}).
 */
enum Attachment {
  PORTABLE_DISK("dataDisks.portable", "data disk"),
  FIXED_DISK("dataDisks.fixed", "data disk"),
  DISK("dataDisks", "data disk"),
  PRIMARY_INTERFACE("nics.primary", "network interface"),
  SECONDARY_INTERFACE("nics.secondary", "network interface"),
  INTERFACE("nics", "network interface"),
  PUBLIC_ADDRESS("publicIpAddresses", "public address");

  /** Attribute: the id of the system disk, which goes with its instance. */
  static final String SYSTEM_DISK = "systemDisk";

  private final String attribute;
  private final String kind;

  Attachment(String attribute, String kind) {
    this.attribute = attribute;
    this.kind = kind;
  }

  /** Keeps what a DescribeInstances item shows. */
  static void keep(JsonValue item, Snapshot.Builder snapshot) {
    Map<Attachment, StringJoiner> found = new EnumMap<>(Attachment.class);
    for (JsonValue disk : item.get("dataDisks").items()) {
      add(found, sortOfDisk(disk), disk.text("diskId"));
    }
    for (JsonValue nic : item.get("nics").items()) {
      add(found, sortOfInterface(nic), nic.text("nicId"));
    }
    addresses(item).forEach(address -> add(found, PUBLIC_ADDRESS, address));
    found.forEach((sort, ids) -> snapshot.attribute(sort.attribute, ids.toString()));
  }

  /** Those of the instance and those of its interfaces: either list may be left out. */
  private static Set<String> addresses(JsonValue item) {
    Set<String> addresses = new LinkedHashSet<>();
    item.get("publicIpAddresses").items().forEach(one -> addresses.add(one.text()));
    for (JsonValue nic : item.get("nics").items()) {
      nic.get("publicIpList").items().forEach(one -> addresses.add(one.text()));
    }
    return addresses;
  }

  private static void add(Map<Attachment, StringJoiner> found, Attachment sort, String id) {
    if (!id.isEmpty()) {
      found.computeIfAbsent(sort, s -> new StringJoiner(",")).add(id);
    }
  }

  private static Attachment sortOfDisk(JsonValue disk) {
    if (disk.text("portable").isEmpty()) {
      return DISK;
    }
    return disk.isTrue("portable") ? PORTABLE_DISK : FIXED_DISK;
  }

  private static Attachment sortOfInterface(JsonValue nic) {
    return switch (nic.text("nicType").toUpperCase(Locale.ROOT)) {
      case "PRIMARY" -> PRIMARY_INTERFACE;
      case "SECONDARY" -> SECONDARY_INTERFACE;
      default -> INTERFACE;
    };
  }

  /** What hangs on the instance, with its fate. */
  static List<CollateralItem> of(
      Snapshot snapshot, Product product, ZenlayerApiVersion version, Collateral collateral) {
    List<CollateralItem> items = new ArrayList<>();
    for (Attachment sort : values()) {
      String ids = snapshot.attribute(sort.attribute);
      if (!ids.isEmpty()) {
        Fate fate = product.hasDependResource(version) ? sort.fate(collateral) : sort.fate(product);
        for (String id : ids.split(",", -1)) {
          items.add(CollateralItem.of(sort.kind, id, fate));
        }
      }
    }
    return items;
  }

  /** What a look shows to hang on it. */
  static List<LeftoverItem> shown(
      Snapshot snapshot, Product product, ZenlayerApiVersion version, Collateral collateral) {
    List<LeftoverItem> items = new ArrayList<>();
    String system = snapshot.attribute(SYSTEM_DISK);
    if (!system.isEmpty()) {
      items.add(LeftoverItem.of(Kind.DISK, system, Fate.GOES));
    }
    for (CollateralItem item : of(snapshot, product, version, collateral)) {
      if (item.kind().equals(PUBLIC_ADDRESS.kind)) {
        // VM has no addresses of their own, apart from instances.
        if (product != Product.VM) {
          items.add(LeftoverItem.address(item.id(), item.fate()));
        }
      } else {
        Kind kind = item.kind().equals(INTERFACE.kind) ? Kind.INTERFACE : Kind.DISK;
        items.add(LeftoverItem.of(kind, item.id(), item.fate()));
      }
    }
    return items;
  }

  /** Its disks, of which there may be snapshots. */
  static List<String> disks(Snapshot snapshot) {
    return ids(
        snapshot.attribute(SYSTEM_DISK),
        snapshot.attribute(PORTABLE_DISK.attribute),
        snapshot.attribute(FIXED_DISK.attribute),
        snapshot.attribute(DISK.attribute));
  }

  static List<String> addresses(Snapshot snapshot) {
    return ids(snapshot.attribute(PUBLIC_ADDRESS.attribute));
  }

  private static List<String> ids(String... joined) {
    List<String> ids = new ArrayList<>();
    for (String some : joined) {
      if (!some.isEmpty()) {
        ids.addAll(List.of(some.split(",")));
      }
    }
    return ids;
  }

  /** With {@code dependResource}: what cannot be detached goes anyway. */
  private Fate fate(Collateral collateral) {
    if (this == FIXED_DISK || this == PRIMARY_INTERFACE || collateral == Collateral.RELEASE) {
      return Fate.GOES;
    }
    return switch (this) {
      case PORTABLE_DISK, SECONDARY_INTERFACE -> Fate.STAYS;
      // The default address goes, others stay, and the answer does not tell them apart; likewise
      // disks and interfaces whose sort is not told.
      default -> Fate.UNKNOWN;
    };
  }

  /** Without {@code dependResource}: only what the disks' own flag tells. */
  private Fate fate(Product product) {
    return switch (this) {
      case FIXED_DISK, PRIMARY_INTERFACE -> Fate.GOES;
      case PORTABLE_DISK -> product == Product.ZEC ? Fate.UNKNOWN : Fate.STAYS;
      default -> Fate.UNKNOWN;
    };
  }
}
