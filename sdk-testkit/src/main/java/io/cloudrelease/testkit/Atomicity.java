package io.cloudrelease.testkit;

/** What a cloud does with the good instances of a batch that it refuses because of a bad one. */
public enum Atomicity {
  /** Nothing: all or none. What the clouds' codes point to, though none of them promises it. */
  ALL_OR_NOTHING,
  /** It has carried out those before the first bad one. */
  UP_TO_THE_FIRST_BAD_ONE,
  /** It has carried out every good one. */
  EVERY_GOOD_ONE
}
