package io.cloudrelease.execution.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallThreadsTest {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  private final ExecutorService calls = CallThreads.forCalls();

  @AfterEach
  void end() {
    calls.shutdownNow();
  }

  @Test
  void at_most_sixty_four_calls_are_in_the_air_at_once() throws Exception {
    AtomicInteger inTheAir = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch begun = new CountDownLatch(64);
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      calls.execute(
          () -> {
            most.accumulateAndGet(inTheAir.incrementAndGet(), Math::max);
            begun.countDown();
            awaitQuietly(answer);
            inTheAir.decrementAndGet();
            over.countDown();
          });
    }
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(((ThreadPoolExecutor) calls).getQueue()).as("those that wait").hasSize(200 - 64);
    answer.countDown();
    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(64);
  }

  @Test
  void its_threads_are_virtual_where_the_jvm_has_such_and_daemons_elsewhere() throws Exception {
    Thread thread = calls.submit(Thread::currentThread).get(20, TimeUnit.SECONDS);
    assertThat(thread.getName()).matches("cloudrelease-call-\\d+");
    assertThat(thread.isDaemon()).isTrue();
    if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
      assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
