package io.cloudrelease.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseEvent.Kind;
import io.cloudrelease.outcome.ToldEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run whose end is not heard goes on for ever, for whoever waits for it. */
@Timeout(60)
class EventDeliveryTest {
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Kind> heard = new CopyOnWriteArrayList<>();
  private volatile Thread thread = Thread.currentThread();
  private final EventDelivery delivery = EventDelivery.beside(this::hear);

  private void hear(ReleaseEvent event) {
    try {
      assertThat(goesOn.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (event.kind() != Kind.LOOKED) {
      thread = Thread.currentThread();
      heard.add(event.kind());
      ended.countDown();
    }
  }

  private void tell(Kind kind) {
    delivery.onEvent(ToldEvent.of(kind, Instant.EPOCH));
  }

  @Test
  void the_end_of_a_run_is_heard_however_far_its_listener_is_behind() throws Exception {
    for (int i = 0; i < 20_100; i++) {
      tell(Kind.LOOKED);
    }
    tell(Kind.STOPPED);
    tell(Kind.FINISHED);
    goesOn.countDown();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(heard).as("the one before it came too late").containsExactly(Kind.FINISHED);
  }

  @Test
  void the_end_of_a_run_that_the_closing_of_its_client_stopped_is_heard() throws Exception {
    goesOn.countDown();
    delivery.close();
    tell(Kind.FINISHED);
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    thread.join(30_000);
    assertThat(thread.isAlive()).as("nothing of it stays").isFalse();
  }
}
