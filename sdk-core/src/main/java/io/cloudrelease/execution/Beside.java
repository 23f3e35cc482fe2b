package io.cloudrelease.execution;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Broken;
import io.cloudrelease.execution.schedule.Crew;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks beside a run's own thread what may have to wait for keys: a source that hangs must not hold
 * the run beyond its end.
 */
record Beside(Function<RunControl, Crew> crews) {

  /**
   * The answer.
   *
   * @param unanswered what is made of it when there is none by the end of the run, or ever
   */
  <T> T ask(RunControl control, Supplier<T> question, Function<ReleaseError, T> unanswered) {
    try (Crew crew = crews.apply(control)) {
      return crew.ask(question, control);
    } catch (Extension.BrokenException broken) {
      if (Thread.currentThread().isInterrupted()) {
        control.stop("interrupted");
      }
      ReleaseError why = control.halted().orElseGet(() -> Broken.error(broken));
      return unanswered.apply(why);
    }
  }
}
