package io.cloudrelease.model;

/** What becomes of addresses, disks and dependants; always sent explicitly. */
public enum Collateral {
  /** They stay, and may go on being billed. */
  KEEP,
  /** They go with the instance where the cloud can do that. */
  RELEASE
}
