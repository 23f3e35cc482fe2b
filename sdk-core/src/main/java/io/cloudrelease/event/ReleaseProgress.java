package io.cloudrelease.event;

import io.cloudrelease.model.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run has come. Immutable. Handed out by the SDK, and not meant to be implemented: it may
 * gain methods.
 */
public interface ReleaseProgress {

  /** How many instances have their verdict. */
  int done();

  /** How many instances the request names; zero before the run has begun. */
  int total();

  /** How many instances have each verdict so far, every verdict listed. */
  Map<Verdict, Integer> counts();

  /** How long it takes at the rate so far until all have theirs: a guess, and empty without one. */
  Optional<Duration> timeLeft();
}
