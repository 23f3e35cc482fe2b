package io.cloudrelease.model;

import io.cloudrelease.error.ReleaseError;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one true answer for one instance, with its evidence. Immutable and thread-safe. Handed out by
 * the SDK, and not meant to be implemented: it may gain methods.
 */
public interface InstanceVerdict {

  InstanceRef ref();

  Verdict verdict();

  /**
   * Whether it is at that goal, on its way there, or was only meant to be checked and passed. Short
   * of {@link Goal#DESTROY} is what is in the recycle bin, and what is accepted where the cloud
   * acknowledged no more than a call that may have led into one.
   */
  boolean isGoodFor(Goal goal);

  /** Why it is not at the goal, or what is in the way of knowing. */
  Optional<ReleaseError> error();

  /** What to know or to do, for people; empty when there is nothing to say. */
  String hint();

  /** The cloud's request ids of the destructive calls that named it, in order. */
  List<String> requestIds();

  /** How many destructive requests that named it may have left this machine. */
  int sends();

  /** The last look before anything was sent for it. */
  Optional<Snapshot> before();

  /** The last look of all. */
  Optional<Snapshot> last();

  /** What else went or stays, as far as looks showed it. */
  List<CollateralItem> collateral();

  Billing billing();

  /** Until when it can be taken back out of the recycle bin, where that is known. */
  Optional<Instant> restorableUntil();
}
