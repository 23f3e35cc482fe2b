package io.cloudrelease.model;

import io.cloudrelease.remains.Refund;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What would be sent for a request, as data; made by reading only. Immutable and thread-safe.
 * Handed out by the SDK, and not meant to be implemented: it may gain methods.
 */
public interface ReleasePlan {

  /** What was asked for. */
  ReleaseInstancesRequest request();

  Instant madeAt();

  /**
   * What would be sent, call by call, then what would be sent once it settles. For a goal beyond a
   * recycle bin a second call for the same instances follows once they are in it.
   */
  List<InstanceRef> instances();

  /** Instances that will not be sent, with their verdicts. */
  List<InstanceVerdict> excluded();

  /** What is attached to the instances that would be sent, and whether it goes or stays. */
  Map<InstanceRef, List<CollateralItem>> collateral();

  /**
   * What the clouds would pay back for its prepaid instances; empty unless it was asked for. Not a
   * part of the plan: neither the digest nor what is carried out depends on it.
   */
  default Map<InstanceRef, Refund> refunds() {
    return Map.of();
  }

  /** What to know before saying yes, one sentence each. */
  List<String> warnings();

  /** How many destructive calls it is. */
  int estimatedCalls();

  /** How long the calls take at the rates of their lanes, waiting not included. */
  Duration estimatedTime();

  /**
   * A digest of all that would be sent, and with which accounts: equal for plans that would do the
   * same to instances that look the same, whenever they were made. SHA-256 in lower-case hex.
   */
  String digest();

  /** The plan for people: batches by lane, exclusions, warnings, size. */
  String toTable();

  /**
   * A line of comma-separated values per instance, after one of names: what would be sent, then
   * what would not. As {@link ReleaseInstancesResult#toCsv()}.
   */
  String toCsv();

  /** Size, warnings and a table of all instances in Markdown. */
  String toMarkdown();
}
