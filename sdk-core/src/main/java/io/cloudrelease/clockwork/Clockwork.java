package io.cloudrelease.clockwork;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a client's time and chance come from. Tests give others than the real ones; this package is
 * open to our own modules only, so that nobody has to read about it who releases instances.
 */
public final class Clockwork {
  private static volatile @Nullable BiConsumer<Object, Clockwork> door;

  private @Nullable InstantSource clock;
  private @Nullable InstantSource steady;
  private @Nullable Sleeper sleeper;
  private @Nullable Supplier<? extends RandomGenerator> random;
  private @Nullable Supplier<String> nonces;
  private @Nullable Boolean singleThreaded;

  private Clockwork() {}

  /** The real one, until something else is given. */
  public static Clockwork real() {
    return new Clockwork();
  }

  /** How the front door's builder takes one; told by itself. */
  public static void takenBy(BiConsumer<Object, Clockwork> how) {
    door = how;
  }

  /** Gives what was given here to a client's builder, which is returned. */
  public <B> B in(B builder) {
    Objects.requireNonNull(door, "no builder was made yet").accept(builder, this);
    return builder;
  }

  /** This one where something was given, else the other. */
  public Clockwork over(Clockwork other) {
    Clockwork both = new Clockwork();
    both.clock = clock == null ? other.clock : clock;
    both.steady = steady == null ? other.steady : steady;
    both.sleeper = sleeper == null ? other.sleeper : sleeper;
    both.random = random == null ? other.random : random;
    both.nonces = nonces == null ? other.nonces : nonces;
    both.singleThreaded = singleThreaded == null ? other.singleThreaded : singleThreaded;
    return both;
  }

  /** The wall clock, for stamps and signatures. */
  public Clockwork clock(InstantSource value) {
    clock = Objects.requireNonNull(value, "clock");
    return this;
  }

  /**
   * The clock that intervals, deadlines and ages are measured by; it must only go forward. Default
   * the system's, which is not moved when the wall clock is set; with a {@link #clock} that was
   * given, that one.
   */
  public Clockwork steadyClock(InstantSource value) {
    steady = Objects.requireNonNull(value, "steadyClock");
    return this;
  }

  /** How to wait. */
  public Clockwork sleeper(Sleeper value) {
    sleeper = Objects.requireNonNull(value, "sleeper");
    return this;
  }

  /** The source of jitter. Must be safe to ask from several threads. */
  public Clockwork random(Supplier<? extends RandomGenerator> value) {
    random = Objects.requireNonNull(value, "random");
    return this;
  }

  /** The source of nonces and idempotency tokens. Must never give the same text twice. */
  public Clockwork nonces(Supplier<String> value) {
    nonces = Objects.requireNonNull(value, "nonces");
    return this;
  }

  /**
   * Whether every call runs on the caller's own thread, one after the other: slower, and
   * deterministic with a virtual clock.
   */
  public Clockwork singleThreaded(boolean value) {
    singleThreaded = value;
    return this;
  }

  public InstantSource clock() {
    return clock == null ? InstantSource.system() : clock;
  }

  public InstantSource steadyClock() {
    if (steady != null) {
      return steady;
    }
    return clock == null ? SteadyClock.system() : clock;
  }

  public Sleeper sleeper() {
    return sleeper == null ? Sleeper.system() : sleeper;
  }

  public Supplier<? extends RandomGenerator> random() {
    return random == null ? ThreadLocalRandom::current : random;
  }

  public Supplier<String> nonces() {
    return nonces == null ? Clockwork::secureNonce : nonces;
  }

  public boolean isSingleThreaded() {
    return singleThreaded != null && singleThreaded;
  }

  /** Whether waits are real ones, so that they need no thread to sleep on. */
  public boolean waitsReally() {
    return sleeper == null;
  }

  /** 128 bits in hex. */
  private static String secureNonce() {
    byte[] bits = new byte[16];
    Secure.RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /** Made when it is first needed. */
  private static final class Secure {
    static final SecureRandom RANDOM = new SecureRandom();
  }
}
