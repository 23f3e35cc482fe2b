package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.execution.call.Call;
import io.cloudrelease.execution.call.CallRunner;
import io.cloudrelease.execution.call.ClientParts;
import io.cloudrelease.execution.call.Lane;
import io.cloudrelease.execution.call.RunControl;
import io.cloudrelease.execution.schedule.Crew;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Carries reading calls, several of an account at once, and hands back what came of each on the
 * thread that runs the loop. When each may leave is its lane's matter.
 */
final class CallLoop {
  private final ClientParts parts;
  private final RunControl control;
  private final Crew crew;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int calls;

  CallLoop(ClientParts parts, RunControl control, Crew crew) {
    this.parts = parts;
    this.control = control;
    this.crew = crew;
  }

  /** One that has not begun; at most so many of its account run at once. */
  private record Waiting(String account, int most, Runnable start) {}

  /**
   * Adds a call.
   *
   * @param then told what came of it, or why there is nothing to tell
   */
  <A> void add(Call<A> call, Consumer<Result<A>> then) {
    String account = call.account().name();
    CallRunner<A> runner = CallRunner.of(parts, control, call);
    Runnable start =
        () ->
            crew.start(
                runner,
                () ->
                    () -> {
                      over(account);
                      then.accept(Result.of(call.action().name(), runner.outcome()));
                    },
                () -> {
                  over(account);
                  then.accept(
                      Result.failed(
                          ReleaseError.of(
                              ErrorCategory.INTERNAL,
                              OwnCodes.CALL_DIED,
                              "a call died on this machine")));
                });
    waiting.add(new Waiting(account, Lane.mostCalls(call.action()), start));
  }

  /**
   * Runs until nothing is left to do, or nothing may be done any more.
   *
   * @return why it ended before all was done
   */
  Optional<ReleaseError> run() {
    control.onStop(crew::wake);
    boolean interrupted = false;
    while (calls > 0 || !waiting.isEmpty()) {
      Optional<ReleaseError> halted = control.halted();
      if (halted.isPresent()) {
        restore(interrupted);
        return halted;
      }
      begin();
      try {
        crew.next(control.timeLeft()).ifPresent(Runnable::run);
      } catch (InterruptedException stop) {
        interrupted = true;
        control.stop("interrupted");
      }
    }
    restore(interrupted);
    return Optional.empty();
  }

  /** Hands back what came of calls that have ended by now, and waits for none. */
  void takeWhatHasEnded() {
    boolean interrupted = false;
    try {
      Optional<Runnable> ended = crew.next(Duration.ZERO);
      while (ended.isPresent()) {
        ended.get().run();
        ended = crew.next(Duration.ZERO);
      }
    } catch (InterruptedException stop) {
      interrupted = true;
      control.stop("interrupted");
    }
    restore(interrupted);
  }

  /** Waits that long, unless nothing may be done any more. */
  void rest(Duration time) {
    Instant until = control.now().plus(time);
    boolean interrupted = false;
    while (control.halted().isEmpty() && control.now().isBefore(until)) {
      try {
        crew.next(Duration.between(control.now(), until)).ifPresent(Runnable::run);
      } catch (InterruptedException stop) {
        interrupted = true;
        control.stop("interrupted");
      }
    }
    restore(interrupted);
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin() {
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting next = each.next();
      if (running.getOrDefault(next.account(), 0) < next.most()) {
        each.remove();
        running.merge(next.account(), 1, Integer::sum);
        calls++;
        next.start().run();
      }
    }
  }

  private void over(String account) {
    calls--;
    running.merge(account, -1, Integer::sum);
  }
}
