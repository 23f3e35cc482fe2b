package io.cloudrelease.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CachedCredentialsTest {
  private static final Credentials OLD = Credentials.ofSession("id", "old", "t1");
  private static final Credentials NEW = Credentials.ofSession("id", "new", "t2");

  private Credentials onDisk = OLD;
  private boolean gone;
  private int reads;

  private final CredentialsProvider cached =
      CredentialsProvider.cached(
          () -> {
            reads++;
            if (gone) {
              throw new ConfigurationException("set KEY");
            }
            return onDisk;
          });

  @Test
  void the_source_is_read_once() {
    assertThat(cached.resolve()).isEqualTo(OLD);
    onDisk = NEW;
    assertThat(cached.resolve()).isEqualTo(OLD);
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void a_refresh_finds_exchanged_credentials_and_says_so_to_every_caller() {
    cached.resolve();
    onDisk = NEW;
    assertThat(cached.refresh()).isTrue();
    assertThat(cached.resolve()).isEqualTo(NEW);
    // Another thread whose request still carried the old ones.
    assertThat(cached.refresh()).isTrue();
  }

  @Test
  void a_refresh_that_finds_the_same_promises_nothing() {
    cached.resolve();
    assertThat(cached.refresh()).isFalse();
  }

  @Test
  void a_source_that_fell_silent_leaves_the_last_reading() {
    cached.resolve();
    gone = true;
    assertThat(cached.refresh()).isFalse();
    assertThat(cached.resolve()).isEqualTo(OLD);
  }

  @Test
  void a_miss_is_not_kept() {
    gone = true;
    assertThatThrownBy(cached::resolve).isInstanceOf(ConfigurationException.class);
    gone = false;
    assertThat(cached.resolve()).isEqualTo(OLD);
  }

  @Test
  void a_file_that_was_torn_meanwhile_leaves_the_last_reading_too() {
    boolean[] torn = new boolean[1];
    CredentialsProvider source =
        CredentialsProvider.cached(() -> torn[0] ? Credentials.ofKey("id", "a\nb") : OLD);
    source.resolve();
    torn[0] = true;
    assertThat(source.refresh()).isFalse();
    assertThat(source.resolve()).isEqualTo(OLD);
  }

  @Test
  @Timeout(30)
  void who_is_refused_while_another_reads_does_not_take_that_reading_for_an_answer()
      throws Exception {
    AtomicReference<Credentials> there = new AtomicReference<>(OLD);
    AtomicInteger readings = new AtomicInteger();
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CredentialsProvider slow =
        CredentialsProvider.cached(
            () -> {
              Credentials read = there.get();
              if (readings.incrementAndGet() == 2) {
                reading.countDown();
                await(goOn);
              }
              return read;
            });
    slow.resolve();
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(slow::refresh);
    await(reading);
    there.set(NEW);
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    Thread refused = new Thread(() -> second.complete(slow.refresh()));
    refused.start();
    while (refused.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    assertThat(first.get()).isFalse();
    assertThat(second.get()).isTrue();
    assertThat(slow.resolve()).isEqualTo(NEW);
  }

  @Test
  @Timeout(30)
  void of_many_that_are_refused_at_once_two_ask_at_most() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger asks = new AtomicInteger();
    CredentialsProvider slow =
        CredentialsProvider.cached(
            () -> {
              if (asks.incrementAndGet() == 1) {
                return OLD;
              }
              asked.countDown();
              await(answer);
              return NEW;
            });
    slow.resolve();
    List<Boolean> told = Collections.synchronizedList(new ArrayList<>());
    List<Thread> refused = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread call = new Thread(() -> told.add(slow.refresh()));
      refused.add(call);
      call.start();
      if (i == 0) {
        asked.await();
      }
    }
    for (Thread call : refused.subList(1, refused.size())) {
      while (call.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
    }
    answer.countDown();
    for (Thread call : refused) {
      call.join();
    }
    // The first of all, one that was refused while that was answered, and the reading before.
    assertThat(asks).hasValueLessThanOrEqualTo(3);
    assertThat(told).hasSize(8).containsOnly(true);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
