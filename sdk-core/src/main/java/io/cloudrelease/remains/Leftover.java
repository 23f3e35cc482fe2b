package io.cloudrelease.remains;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import java.util.Optional;

/**
 * Something that an instance leaves behind when it is released, and that may go on being billed.
 * Nothing of it is freed by this SDK. Immutable and thread-safe. Handed out by the SDK, and not
 * meant to be implemented: it may gain methods.
 */
public interface Leftover {

  Kind kind();

  /**
   * The cloud's id of it, or its address where only that is known; empty when it could not be asked
   * what there is: {@link #why} says why not.
   */
  String id();

  /** The instance that it hung on, in whose account and region it is. */
  InstanceRef instance();

  /** Whether it was still there when it was asked for after the release. */
  Existence exists();

  /** The cloud's own word for its state then; empty when that is not known. */
  String state();

  /** The cloud's API action that frees it. */
  String freedBy();

  /** Why it is not known whether it is there; with a right that is missing, that right's name. */
  Optional<ReleaseError> why();

  /** What it is. */
  enum Kind {
    DISK,
    ADDRESS,
    INTERFACE,
    SNAPSHOT,
    OTHER
  }

  /** Whether something is still there. */
  enum Existence {
    YES,
    NO,
    /** It was not asked for, or there was no answer. */
    NOT_KNOWN
  }
}
