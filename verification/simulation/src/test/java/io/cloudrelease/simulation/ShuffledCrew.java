package io.cloudrelease.simulation;

import io.cloudrelease.clockwork.Sleeper;
import io.cloudrelease.execution.schedule.Crew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Calls that overlap as threads would make them overlap, and yet the same way for the same seed:
 * each is carried out at some moment after it was started, and heard of at some moment after that,
 * in any order.
 */
final class ShuffledCrew implements Crew {
  private record Started(Supplier<Runnable> call, Runnable ifLost) {}

  private final Sleeper sleeper;
  private final Draw draw;
  private final List<Started> started = new ArrayList<>();
  private final List<Runnable> ended = new ArrayList<>();

  private CompletableFuture<String> woken = new CompletableFuture<>();

  ShuffledCrew(Sleeper sleeper, Draw draw) {
    this.sleeper = sleeper;
    this.draw = draw;
  }

  @Override
  public void start(Supplier<Runnable> call, Runnable ifLost) {
    started.add(new Started(call, ifLost));
    if (draw.chance(0.3)) {
      carryOutOne();
    }
  }

  private void carryOutOne() {
    Started next = started.remove(draw.below(started.size()));
    Runnable then = next.ifLost;
    try {
      then = next.call.get();
    } finally {
      ended.add(then);
    }
  }

  @Override
  public Optional<Runnable> next(Duration atMost) throws InterruptedException {
    if (started.isEmpty() && ended.isEmpty()) {
      sleeper.sleep(atMost, woken);
      woken = new CompletableFuture<>();
      return Optional.empty();
    }
    boolean mayKeepWaiting = atMost.isZero();
    if (mayKeepWaiting && draw.chance(0.5)) {
      return Optional.empty();
    }
    while (!started.isEmpty() && (ended.isEmpty() || draw.chance(0.5))) {
      carryOutOne();
    }
    return Optional.of(ended.remove(draw.below(ended.size())));
  }

  @Override
  public void wake() {
    woken.complete("woken");
  }

  @Override
  public void close() {
    // What was started is carried out before the run ends.
  }
}
