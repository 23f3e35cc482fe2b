package io.cloudrelease.architecture;

import java.util.Set;

/** Whom a part of the public surface is for; each has a file of its own. */
enum SurfacePart {
  /** Whoever releases instances, and whoever writes a provider. */
  FRONT(""),
  /**
   * Whoever replaces a part of the machine: keeps journals elsewhere, shares a pace, sends through
   * another transport, decides otherwise about repeating.
   */
  PARTS("-parts"),
  /** Whoever looks for instances, and whoever writes a provider that lists them. */
  FIND("-find"),
  /** Whoever writes a provider that tells what is left behind, or paid back. */
  REMAINS("-remains");

  private static final Set<String> REPLACEABLE =
      Set.of("batch", "codes", "journal", "pace", "retry", "transport");

  private static final Set<String> FINDING = Set.of("find", "spi.listing");

  private static final Set<String> REMAINING = Set.of("spi.leftover", "spi.refund");

  final String suffix;

  SurfacePart(String suffix) {
    this.suffix = suffix;
  }

  static SurfacePart of(String packageName) {
    String name = packageName.replaceFirst("^io\\.cloudrelease\\.", "");
    if (FINDING.contains(name)) {
      return FIND;
    }
    if (REMAINING.contains(name)) {
      return REMAINS;
    }
    return REPLACEABLE.contains(name) ? PARTS : FRONT;
  }
}
