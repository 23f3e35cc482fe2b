package io.cloudrelease.outcome;

import java.time.Duration;

/** Numbers in words, as people say them. */
final class Counted {
  private Counted() {}

  /** So many of a thing: {@code 1 call}, {@code 2 calls}. */
  static String of(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** How long the calls of a plan take. */
  static String calls(Duration time) {
    return time.toSeconds() < 2
        ? "the calls take a moment"
        : "the calls take about " + time.toSeconds() + " s";
  }
}
