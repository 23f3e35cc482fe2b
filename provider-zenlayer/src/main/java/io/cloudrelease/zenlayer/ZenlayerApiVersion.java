package io.cloudrelease.zenlayer;

/**
 * Which version of each product's API is spoken; a version is sent in the {@code X-ZC-Version}
 * header of every call (Zenlayer API introduction, page Request).
 */
public enum ZenlayerApiVersion {
  /** ZEC 2025-09-01, BMC 2026-02-01, VM 2026-04-01. */
  CURRENT,
  /**
   * ZEC 2024-04-01, BMC 2022-11-20, VM 2023-03-13, which Zenlayer calls deprecated.
   *
   * <p>ZEC's old ReleaseInstances has no {@code dependResource}, so nothing can say there that
   * disks, addresses and interfaces shall stay: a ZEC release with {@link
   * io.cloudrelease.model.Collateral#KEEP} is refused before anything is sent.
   */
  PREVIOUS
}
