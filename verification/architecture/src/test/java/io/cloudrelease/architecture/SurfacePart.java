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
  /**
   * Whoever sets a client up by configuration, as a role, for an account that is to be the expected
   * one, and through a company's network; and whoever writes a provider that can be set up so.
   */
  CONFIG("-config"),
  /** Whoever keeps plans, and whoever says what may be released at all. */
  PLANS("-plans"),
  /**
   * Whoever asks what is left behind, or paid back, and whoever writes a provider that tells it.
   */
  REMAINS("-remains");

  private static final Set<String> REPLACEABLE =
      Set.of("batch", "codes", "journal", "pace", "retry", "transport");

  private static final Set<String> FINDING = Set.of("find", "spi.listing");

  private static final Set<String> SETTING_UP =
      Set.of("config", "network", "spi.identity", "credentials.role", "spi.setup");
  private static final Set<String> PLANNING = Set.of("plan", "policy");
  private static final Set<String> REMAINING = Set.of("spi.leftover", "spi.refund", "remains");

  final String suffix;

  SurfacePart(String suffix) {
    this.suffix = suffix;
  }

  static SurfacePart of(String packageName) {
    String name = packageName.replaceFirst("^io\\.cloudrelease\\.", "");
    if (FINDING.contains(name)) {
      return FIND;
    }
    if (SETTING_UP.contains(name)) {
      return CONFIG;
    }
    if (PLANNING.contains(name)) {
      return PLANS;
    }
    if (REMAINING.contains(name)) {
      return REMAINS;
    }
    return REPLACEABLE.contains(name) ? PARTS : FRONT;
  }
}
