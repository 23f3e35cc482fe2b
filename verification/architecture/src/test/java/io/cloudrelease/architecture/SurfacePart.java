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
  PARTS("-parts");

  private static final Set<String> REPLACEABLE =
      Set.of("batch", "codes", "journal", "pace", "retry", "transport");

  final String suffix;

  SurfacePart(String suffix) {
    this.suffix = suffix;
  }

  static SurfacePart of(String packageName) {
    return REPLACEABLE.contains(packageName.replaceFirst("^io\\.cloudrelease\\.", ""))
        ? PARTS
        : FRONT;
  }
}
