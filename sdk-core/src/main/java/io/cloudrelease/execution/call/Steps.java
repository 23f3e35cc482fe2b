package io.cloudrelease.execution.call;

import java.time.Duration;
import java.util.Optional;

/** Something that is carried to its end in steps, and holds no thread while it waits. */
public interface Steps {

  /** Goes on until it has to wait: for how long; empty when it has ended. */
  Optional<Duration> goOn();

  /** Goes on to its end on this thread, waits and all. */
  void toEnd();
}
