package io.cloudrelease.execution.instance;

import java.time.Duration;
import java.time.Instant;

/** How long to wait before the next look or send. */
final class Pauses {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(30);

  /** Where the cloud is quick, a run need not last longer than its sending. */
  private static final int FIRST_POLL = 48;

  private static final int QUICK_POLLS = 5;

  private Pauses() {}

  /** From an acknowledgement to the first look; each of the next few waits twice as long. */
  static Duration first(Terms terms) {
    return terms.facts().pollInterval().dividedBy(FIRST_POLL);
  }

  /** The usual time between looks, longer the more there were; those that failed count too. */
  static Duration poll(InstanceLife life, Terms terms) {
    Duration usual = terms.facts().pollInterval();
    int looks = life.seen().looks();
    int tries = looks + life.efforts().lookFailures();
    return life.standing() == Standing.WAITING && tries < QUICK_POLLS
        ? first(terms).multipliedBy(1L << looks)
        : usual.multipliedBy(Math.min(1 + looks / 4, 10));
  }

  /** After looks that failed, however many: each further apart. */
  static Duration afterFailedLook(InstanceLife life, Terms terms) {
    int failures = Math.min(life.efforts().lookFailures(), 100);
    return atMostBetweenLooks(poll(life, terms).multipliedBy(failures), terms);
  }

  private static Duration atMostBetweenLooks(Duration grown, Terms terms) {
    Duration usual = terms.facts().pollInterval();
    Duration most = usual.compareTo(MOST_BETWEEN_LOOKS) < 0 ? MOST_BETWEEN_LOOKS : usual;
    return grown.compareTo(most) < 0 ? grown : most;
  }

  /** Looks while nothing but time can prove more, ever further apart, until that moment. */
  static Next pollUntil(InstanceLife life, Instant now, Instant latest, Terms terms) {
    Duration left = Duration.between(now, latest);
    Duration grown =
        terms.facts().pollInterval().multipliedBy(1L << Math.min(life.seen().looks(), 6));
    Duration usual = grown.compareTo(MOST_BETWEEN_LOOKS) < 0 ? grown : MOST_BETWEEN_LOOKS;
    return usual.compareTo(left) < 0 ? Next.poll(usual) : Next.look(left);
  }

  /** Before an instance is sent again that was refused for a reason that passes. */
  static Duration afterRefusal(InstanceLife life, Terms terms) {
    return grown(terms.facts().pollInterval(), life.efforts().alone() - 1);
  }

  /** Before an instance is sent again that looks show unchanged: an outage takes time. */
  static Duration beforeResend(InstanceLife life, Terms terms) {
    return grown(terms.facts().settlingTime(), life.efforts().resends());
  }

  private static Duration grown(Duration first, int times) {
    Duration grown = first.multipliedBy(1L << Math.max(0, Math.min(times, 10)));
    Duration most = first.compareTo(LONGEST) > 0 ? first : LONGEST;
    return grown.compareTo(most) > 0 ? most : grown;
  }
}
