package io.cloudrelease.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudrelease.error.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Keys that end are renewed ahead of it, whole, and nobody who signs waits for that. */
class RenewalTest {
  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  private Instant now = START;
  private int fetched;
  private String fails = "";
  private Duration lifetime = Duration.ofHours(1);
  private final Deque<Runnable> pending = new ArrayDeque<>();
  private final Renewals renewals = new Renewals(() -> now, () -> 0.5, pending::add);
  private final CachedCredentials keys = new CachedCredentials(this::fetch, renewals);

  private Credentials fetch() {
    if (!fails.isEmpty()) {
      throw new ConfigurationException(fails);
    }
    fetched++;
    return generation(fetched).expiringAt(now.plus(lifetime));
  }

  private static Credentials generation(int number) {
    return Credentials.ofSession("id" + number, "secret" + number, "token" + number);
  }

  /** Somebody signs then, and what is to be renewed is renewed beside. */
  private Credentials use(CachedCredentials provider, Instant then) {
    now = then;
    Credentials used = provider.resolve();
    for (Runnable next = pending.poll(); next != null; next = pending.poll()) {
      next.run();
    }
    return used;
  }

  @Test
  void what_lives_an_hour_is_renewed_fifteen_minutes_ahead_and_a_little_earlier() {
    assertThat(use(keys, START)).isEqualTo(generation(1));
    use(keys, at("08:43:07.499"));
    assertThat(fetched).isEqualTo(1);
    // Who comes first is not kept waiting for it.
    assertThat(use(keys, at("08:43:07.500"))).isEqualTo(generation(1));
    assertThat(keys.resolve()).isEqualTo(generation(2));
    assertThat(fetched).isEqualTo(2);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-20T" + time + "Z");
  }

  @Test
  void what_lives_shortly_is_renewed_when_a_quarter_is_left() {
    lifetime = Duration.ofSeconds(80);
    keys.resolve();
    use(keys, at("08:00:57"));
    assertThat(fetched).isEqualTo(1);
    use(keys, at("08:01:00"));
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void an_end_farther_away_than_a_clock_counts_is_none_that_breaks_anything() {
    Credentials forEver = generation(1).expiringAt(Instant.MAX);
    CredentialsProvider provider = CredentialsProvider.cached(() -> forEver);
    assertThat(provider.resolve()).isEqualTo(forEver);
    assertThat(provider.resolve()).isEqualTo(forEver);
  }

  @Test
  void a_renewal_that_throws_an_error_is_not_the_last() {
    AtomicBoolean broken = new AtomicBoolean();
    CachedCredentials provider =
        new CachedCredentials(
            () -> {
              if (broken.get()) {
                throw new NoClassDefFoundError("a jar that went");
              }
              return fetch();
            },
            renewals);
    provider.resolve();
    broken.set(true);
    assertThatThrownBy(() -> use(provider, at("08:44:00"))).isInstanceOf(Error.class);
    broken.set(false);
    use(provider, at("08:44:01"));
    assertThat(fetched).isEqualTo(1);
    use(provider, at("08:49:00"));
    assertThat(provider.resolve()).isEqualTo(generation(2));
  }

  @Test
  void where_no_thread_can_be_had_the_next_use_asks_for_one_again() {
    AtomicBoolean none = new AtomicBoolean(true);
    CachedCredentials provider =
        new CachedCredentials(
            this::fetch,
            new Renewals(
                () -> now,
                () -> 0.5,
                renewal -> {
                  if (none.get()) {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                  renewal.run();
                }));
    provider.resolve();
    now = at("08:44:00");
    assertThat(provider.resolve()).as("they live still").isEqualTo(generation(1));
    none.set(false);
    provider.resolve();
    assertThat(provider.resolve()).isEqualTo(generation(2));
  }

  @Test
  void what_never_ends_is_never_renewed() {
    CachedCredentials permanent =
        new CachedCredentials(() -> Credentials.ofKey("id", "secret"), renewals);
    permanent.resolve();
    now = START.plus(Duration.ofDays(10_000));
    permanent.resolve();
    assertThat(pending).isEmpty();
  }

  @Test
  void a_failing_renewal_leaves_the_present_keys_until_their_end_and_is_tried_again() {
    keys.resolve();
    fails = "the token service is away";
    for (int minute = 44; minute < 60; minute++) {
      assertThat(use(keys, START.plus(Duration.ofMinutes(minute)))).isEqualTo(generation(1));
    }
    now = START.plus(Duration.ofHours(1));
    assertThatThrownBy(keys::resolve)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ended at 2026-11-20T09:00:00Z")
        .hasMessageContaining("the token service is away")
        .hasMessageNotContaining("secret1");
    fails = "";
    now = now.plusSeconds(2);
    assertThat(keys.resolve()).isEqualTo(generation(2));
  }

  @Test
  void a_renewal_that_works_at_the_second_try_is_used() {
    keys.resolve();
    fails = "not yet";
    use(keys, at("08:44:00"));
    fails = "";
    use(keys, at("08:46:59"));
    assertThat(keys.resolve()).isEqualTo(generation(1));
    use(keys, at("08:48:00"));
    assertThat(keys.resolve()).isEqualTo(generation(2));
  }

  @Test
  void a_source_that_is_broken_does_not_end_the_trying() {
    AtomicBoolean broken = new AtomicBoolean();
    CachedCredentials fragile =
        new CachedCredentials(
            () -> {
              if (broken.get()) {
                throw new IllegalStateException("c4n4ry");
              }
              return fetch();
            },
            renewals);
    fragile.resolve();
    broken.set(true);
    use(fragile, at("08:44:00"));
    assertThat(fragile.resolve()).isEqualTo(generation(1));
    broken.set(false);
    use(fragile, at("08:50:00"));
    assertThat(fragile.resolve()).isEqualTo(generation(2));
  }

  @Test
  void what_nobody_uses_is_not_renewed_and_fetched_when_it_is_needed_again() {
    keys.resolve();
    now = at("13:00:00");
    assertThat(pending).isEmpty();
    assertThat(use(keys, now)).isEqualTo(generation(2));
    assertThat(fetched).isEqualTo(2);
  }

  @Test
  void while_a_failure_is_young_the_source_is_not_asked_by_everybody() {
    AtomicInteger asked = new AtomicInteger();
    CachedCredentials failing =
        new CachedCredentials(
            () -> {
              if (asked.incrementAndGet() > 1) {
                throw new ConfigurationException("away");
              }
              return generation(1).expiringAt(now.plusSeconds(60));
            },
            renewals);
    failing.resolve();
    now = now.plusSeconds(61);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(failing::resolve).hasMessageContaining("away");
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void keys_that_come_as_ended_are_used_for_a_minute_since_our_clock_may_be_wrong() {
    lifetime = Duration.ofMinutes(-30);
    assertThat(keys.resolve()).isEqualTo(generation(1));
    assertThat(keys.resolve()).isEqualTo(generation(1));
    now = now.plusSeconds(61);
    assertThat(keys.resolve()).isEqualTo(generation(2));
  }

  @Test
  void the_same_keys_again_are_asked_for_again_later() {
    Instant end = START.plus(Duration.ofHours(1));
    CachedCredentials same =
        new CachedCredentials(
            () -> {
              fetched++;
              return generation(1).expiringAt(end);
            },
            renewals);
    same.resolve();
    use(same, at("08:44:00"));
    assertThat(fetched).isEqualTo(2);
    use(same, at("08:45:00"));
    assertThat(fetched).isEqualTo(2);
    use(same, at("08:49:00"));
    assertThat(fetched).isEqualTo(3);
  }

  @Test
  void a_renewal_that_hangs_delays_no_signature() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CachedCredentials slow =
        new CachedCredentials(
            () -> {
              if (++fetched > 1) {
                hanging.countDown();
                await(goOn);
              }
              return generation(fetched).expiringAt(now.plus(lifetime));
            },
            renewals);
    slow.resolve();
    now = at("08:44:00");
    slow.resolve();
    Runnable renewal = pending.remove();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> renewing = thread.submit(renewal);
      hanging.await();
      // It waits, for 30 seconds or for ever; these calls return while it does.
      for (int i = 0; i < 1000; i++) {
        assertThat(slow.resolve()).isEqualTo(generation(1));
      }
      assertThat(renewing.isDone()).isFalse();
      assertThat(pending).as("a second one while the first hangs").isEmpty();
      goOn.countDown();
      renewing.get();
      assertThat(slow.resolve()).isEqualTo(generation(2));
    } finally {
      goOn.countDown();
      thread.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_hundred_thousand_resolves_while_keys_rotate_never_mix_generations() throws Exception {
    AtomicInteger number = new AtomicInteger();
    CachedCredentials rotating =
        new CachedCredentials(
            () -> generation(number.incrementAndGet()).expiringAt(START.plusSeconds(3600)),
            renewals);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try {
      Future<?> rotation =
          threads.submit(
              () -> {
                while (!over.get()) {
                  rotating.refresh();
                }
              });
      List<Future<Integer>> signers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        signers.add(threads.submit(() -> mixed(rotating)));
      }
      for (Future<Integer> signer : signers) {
        assertThat(signer.get()).isZero();
      }
      over.set(true);
      rotation.get();
      assertThat(number.get()).isGreaterThan(10);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private static int mixed(CredentialsProvider provider) {
    int mixed = 0;
    for (int i = 0; i < 12_500; i++) {
      Credentials credentials = provider.resolve();
      String number = credentials.accessKeyId().substring(2);
      boolean whole =
          credentials.secretKey().reveal().equals("secret" + number)
              && credentials.token().orElseThrow().reveal().equals("token" + number);
      mixed += whole ? 0 : 1;
    }
    return mixed;
  }

  @Test
  void a_source_that_hangs_keeps_no_other_from_its_renewal_and_no_thread_is_left()
      throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch ran = new CountDownLatch(1);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    Renewals.system()
        .beside()
        .execute(
            () -> {
              threads.add(Thread.currentThread());
              await(goOn);
            });
    Renewals.system()
        .beside()
        .execute(
            () -> {
              threads.add(Thread.currentThread());
              ran.countDown();
            });
    try {
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      goOn.countDown();
    }
    assertThat(threads).hasSizeBetween(1, 2).allMatch(Thread::isDaemon);
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(10).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
