package io.cloudrelease.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws from one seed; the same seed draws the same. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    this(new SplittableRandom(mixed(seed)));
  }

  /** Neighbouring seeds must not draw alike (Stafford's mix 13, with an odd start). */
  private static long mixed(long seed) {
    long z = seed * 0xD1342543DE82EF95L + 0x632BE59BD9B4E019L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private Draw(SplittableRandom random) {
    this.random = random;
  }

  /** An independent source, so that drawing more here changes nothing there. */
  Draw branch() {
    return new Draw(random.split());
  }

  SplittableRandom random() {
    return random;
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  double share() {
    return random.nextDouble();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Both ends included. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  Duration millis(int from, int to) {
    return Duration.ofMillis(between(from, to));
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }

  /** Some of them, at least one, in their order. */
  <T> List<T> someOf(List<T> all, int atMost) {
    int wanted = between(1, Math.min(atMost, all.size()));
    List<T> left = new ArrayList<>(all);
    List<T> some = new ArrayList<>(wanted);
    for (int i = 0; i < wanted; i++) {
      some.add(left.remove(random.nextInt(left.size())));
    }
    return some;
  }

  <T> List<T> shuffled(List<T> all) {
    List<T> copy = new ArrayList<>(all);
    for (int i = copy.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T t = copy.get(i);
      copy.set(i, copy.get(j));
      copy.set(j, t);
    }
    return copy;
  }
}
