package io.cloudrelease.execution.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.execution.call.Steps;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadCrewTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ThreadCrew crew = new ThreadCrew(threads, threads, true);
  private final AtomicReference<String> seen = new AtomicReference<>("");

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private String next() throws InterruptedException {
    crew.next(LONG).orElseThrow().run();
    return seen.get();
  }

  @Test
  void what_a_call_returns_runs_where_next_was_asked() throws Exception {
    crew.start(() -> () -> seen.set(Thread.currentThread().getName()), () -> seen.set("lost"));
    assertThat(next()).isEqualTo(Thread.currentThread().getName());
  }

  @Test
  void a_call_that_dies_is_lost_and_not_forgotten() throws Exception {
    crew.start(
        () -> {
          throw new AssertionError("an Error");
        },
        () -> seen.set("lost 1"));
    assertThat(next()).isEqualTo("lost 1");
    crew.start(
        () -> {
          throw new IllegalStateException("an exception");
        },
        () -> seen.set("lost 2"));
    assertThat(next()).isEqualTo("lost 2");
  }

  @Test
  void nothing_to_run_is_said_after_the_time() throws Exception {
    assertThat(crew.next(Duration.ZERO)).isEqualTo(Optional.empty());
    crew.wake();
    assertThat(crew.next(LONG)).isPresent();
  }

  @Test
  void closing_interrupts_what_runs_and_what_it_returns_still_arrives() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    crew.start(
        () -> {
          running.countDown();
          try {
            return new CountDownLatch(1).await(20, TimeUnit.SECONDS)
                ? () -> seen.set("?")
                : () -> seen.set("time");
          } catch (InterruptedException e) {
            return () -> seen.set("interrupted");
          }
        },
        () -> seen.set("lost"));
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    crew.close();
    assertThat(next()).isEqualTo("interrupted");
  }

  @Test
  void a_pool_that_takes_no_more_runs_the_call_here() throws Exception {
    threads.shutdown();
    crew.start(() -> () -> seen.set("done"), () -> seen.set("lost"));
    assertThat(nextWord()).isEqualTo("done");
  }

  @Test
  void who_waited_goes_on_here_when_the_pool_takes_no_more_by_then() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    ThreadCrew small =
        new ThreadCrew(
            task -> {
              if (full.get()) {
                throw new RejectedExecutionException("full");
              }
              threads.execute(task);
            },
            threads,
            true);
    AtomicReference<String> where = new AtomicReference<>("");
    Resting once =
        new Resting(1, Duration.ofNanos(1)) {
          @Override
          public Optional<Duration> goOn() {
            full.set(true);
            where.set(Thread.currentThread().getName());
            return super.goOn();
          }
        };
    small.start(once, () -> () -> seen.set("end"), () -> seen.set("lost"));
    while (seen.get().isEmpty()) {
      small.next(LONG).orElseThrow().run();
    }
    assertThat(seen.get()).isEqualTo("end");
    assertThat(where.get()).isEqualTo(Thread.currentThread().getName());
  }

  /** Rests so often, each time for that long, then has ended. */
  private static class Resting implements Steps {
    private final Duration rest;
    private int rests;

    Resting(int rests, Duration rest) {
      this.rests = rests;
      this.rest = rest;
    }

    @Override
    public Optional<Duration> goOn() {
      return rests-- > 0 ? Optional.of(rest) : Optional.empty();
    }

    @Override
    public void toEnd() {
      throw new AssertionError("nobody waits on a thread here");
    }
  }

  /** What comes until somebody says something. */
  private String nextWord() throws InterruptedException {
    String word = next();
    while (word.isEmpty()) {
      word = next();
    }
    return word;
  }

  @Test
  void calls_that_wait_hold_no_thread() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    ThreadCrew small = new ThreadCrew(one, one, true);
    AtomicReference<String> word = new AtomicReference<>("");
    Duration aDay = Duration.ofDays(1);
    for (int i = 0; i < 100; i++) {
      small.start(new Resting(1, aDay), () -> () -> word.set("slow"), () -> word.set("lost"));
    }
    small.start(new Resting(0, aDay), () -> () -> word.set("quick"), () -> word.set("lost"));
    while (word.get().isEmpty()) {
      small.next(LONG).orElseThrow().run();
    }
    assertThat(word.get()).isEqualTo("quick");
    one.shutdownNow();
  }

  @Test
  void a_pool_that_runs_what_it_gets_on_the_spot_makes_no_call_on_the_timer() throws Exception {
    Set<String> where = new HashSet<>();
    ThreadCrew inPlace = new ThreadCrew(Runnable::run, threads, true);
    Resting twice =
        new Resting(2, Duration.ofNanos(1)) {
          @Override
          public Optional<Duration> goOn() {
            where.add(Thread.currentThread().getName());
            return super.goOn();
          }
        };
    inPlace.start(twice, () -> () -> seen.set("end"), () -> seen.set("lost"));
    while (seen.get().isEmpty()) {
      inPlace.next(LONG).orElseThrow().run();
    }
    assertThat(where).containsExactly(Thread.currentThread().getName());
  }

  @Test
  void a_call_goes_on_after_its_wait() throws Exception {
    crew.start(
        new Resting(3, Duration.ofNanos(1)), () -> () -> seen.set("end"), () -> seen.set("lost"));
    assertThat(nextWord()).isEqualTo("end");
  }

  @Test
  void who_waits_goes_on_at_once_when_the_run_is_stopped() throws Exception {
    Duration aDay = Duration.ofDays(1);
    crew.start(new Resting(2, aDay), () -> () -> seen.set("end"), () -> seen.set("lost"));
    // The first thing that comes says that it rests.
    next();
    crew.wake();
    assertThat(nextWord()).isEqualTo("end");
  }

  @Test
  void who_waits_when_all_is_closed_is_lost_and_not_forgotten() throws Exception {
    Duration aDay = Duration.ofDays(1);
    crew.start(new Resting(1, aDay), () -> () -> seen.set("end"), () -> seen.set("lost"));
    // The first thing that comes says that it rests.
    next();
    crew.close();
    assertThat(nextWord()).isEqualTo("lost");
  }
}
