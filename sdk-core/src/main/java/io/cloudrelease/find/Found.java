package io.cloudrelease.find;

import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was found, and what was not looked at in full. It names instances and does nothing to them:
 * a release takes references, and looks again. Immutable and thread-safe. Handed out by the SDK,
 * and not meant to be implemented: it may gain methods.
 */
public interface Found {

  /** The instances that fit, in the order of the places, each once. */
  List<Snapshot> instances();

  /** Their references. */
  List<InstanceRef> refs();

  /** Whether everything was seen, in all places but those that are {@link #leftOut}. */
  boolean isComplete();

  /**
   * The places of which it is not sure that all instances were seen, with the reason; what was seen
   * there is among {@link #instances} all the same.
   */
  List<Unread> incomplete();

  /**
   * The regions that stand for themselves: the cloud names them, and all regions of an account do
   * not mean them. Each with the reason; who has instances there names them.
   */
  Map<Place, String> leftOut();

  /** How many instances were seen, fitting or not. */
  int listed();

  /** When the looking was over. */
  Instant at();

  /**
   * The references, one a line, each with its name as a comment, after comments that say what was
   * not seen: a file of references for a release.
   */
  String toReferences();

  /** All of it as JSON. */
  String toJson();
}
