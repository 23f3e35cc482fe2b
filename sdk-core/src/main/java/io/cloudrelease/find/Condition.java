package io.cloudrelease.find;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.text.NamePattern;
import io.cloudrelease.text.TagPattern;
import io.cloudrelease.text.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that holds of an instance or does not. Immutable and thread-safe.
 *
 * <p>What cannot be told fits neither a condition nor its opposite: an instance that does not say
 * when it was made is neither older nor not older than a week.
 */
public final class Condition {
  /** What a condition says of an instance; empty when it cannot be told. */
  @FunctionalInterface
  private interface Rule {
    Optional<Boolean> ask(Snapshot snapshot, Instant now);
  }

  private final String text;
  private final Rule rule;
  private final Common common;
  private final boolean negated;

  private Condition(String text, Rule rule, Common common, boolean negated) {
    this.text = text;
    this.rule = rule;
    this.common = common;
    this.negated = negated;
  }

  private static Condition of(String text, Rule rule, Common common) {
    return new Condition(text, rule, common, false);
  }

  private static Condition of(String text, Rule rule) {
    return of(text, rule, Common.NOTHING);
  }

  /**
   * Its name fits that pattern, where {@code *} stands for any text; letter case counts.
   *
   * @throws InvalidRequestException when blank
   */
  public static Condition name(String pattern) {
    NamePattern names = new NamePattern(said("name", pattern));
    return of("name " + pattern, (s, now) -> Optional.of(names.matches(s.name())));
  }

  /**
   * It has a tag of that key, with whatever value.
   *
   * @param key {@code *} stands for any text; letter case counts
   * @throws InvalidRequestException when blank
   */
  public static Condition tag(String key) {
    return tag("tag " + key, key, "*");
  }

  /**
   * It has that tag with that value.
   *
   * @param key {@code *} stands for any text; letter case counts
   * @param value likewise
   * @throws InvalidRequestException when the key is blank
   */
  public static Condition tag(String key, String value) {
    return tag("tag " + key + "=" + value, key, value);
  }

  /** As guards match tags: what one holds back, the opposite of the other leaves out. */
  private static Condition tag(String text, String key, String value) {
    TagPattern wanted = new TagPattern(said("tag", key), value);
    return of(
        text, (s, now) -> Optional.of(wanted.firstOf(s.tags()).isPresent()), common(key, value));
  }

  /** No cloud filters by a pattern as we match it. */
  private static Common common(String key, String value) {
    if (key.contains("*")) {
      return Common.NOTHING;
    }
    return value.contains("*") ? Common.tag(key) : Common.tag(key, value);
  }

  /**
   * It is in that state, in the cloud's own word; letter case is ignored.
   *
   * @throws InvalidRequestException when blank
   */
  public static Condition state(String word) {
    said("state", word);
    return of("state " + word, (s, now) -> told(s.state(), word), Common.state(word));
  }

  /**
   * It is paid for in that way, in the cloud's own word; letter case is ignored.
   *
   * @throws InvalidRequestException when blank
   */
  public static Condition chargeType(String word) {
    said("charge type", word);
    return of(
        "charge type " + word, (s, now) -> told(s.chargeType(), word), Common.chargeType(word));
  }

  /**
   * It was made at least so long ago.
   *
   * @throws InvalidRequestException when negative
   */
  public static Condition olderThan(Duration age) {
    check(age);
    return of(
        "older than " + age,
        (s, now) -> s.createdAt().map(made -> Duration.between(made, now).compareTo(age) >= 0));
  }

  /**
   * It was made at most so long ago.
   *
   * @throws InvalidRequestException when negative
   */
  public static Condition youngerThan(Duration age) {
    check(age);
    return of(
        "younger than " + age,
        (s, now) -> s.createdAt().map(made -> Duration.between(made, now).compareTo(age) <= 0));
  }

  /** What was paid for it has ended; never so where nothing ends, as with pay as you go. */
  public static Condition expired() {
    return of(
        "expired",
        (s, now) -> Optional.of(s.expiresAt().filter(ends -> !ends.isAfter(now)).isPresent()));
  }

  /** It is in the recycle bin. */
  public static Condition inBin() {
    return of("in the bin", (s, now) -> Optional.of(s.phase() == LifecyclePhase.RECYCLED));
  }

  /**
   * It is in that zone.
   *
   * @throws InvalidRequestException when blank
   */
  public static Condition zone(String zone) {
    said("zone", zone);
    return of(
        "zone " + zone,
        (s, now) -> s.zone().isEmpty() ? Optional.empty() : Optional.of(s.zone().equals(zone)),
        Common.zone(zone));
  }

  /**
   * It is in that private network.
   *
   * @throws InvalidRequestException when blank
   */
  public static Condition vpc(String vpc) {
    said("vpc", vpc);
    return of(
        "VPC " + vpc,
        (s, now) -> s.vpcs().isEmpty() ? Optional.empty() : Optional.of(s.vpcs().contains(vpc)),
        Common.vpc(vpc));
  }

  /** What is blank fits nothing, and its opposite everything. */
  private static String said(String what, String word) {
    if (word.isBlank()) {
      throw new InvalidRequestException(
          "the " + what + " of a condition is blank; say which, or leave the condition out");
    }
    return word;
  }

  private static void check(Duration age) {
    if (age.isNegative()) {
      throw new InvalidRequestException(
          "the age of a condition is " + age + "; it must not be negative");
    }
  }

  private static Optional<Boolean> told(String fact, String word) {
    return fact.isEmpty() ? Optional.empty() : Optional.of(fact.equalsIgnoreCase(word));
  }

  /** The opposite. */
  public Condition not() {
    return new Condition(text, rule, common, !negated);
  }

  /** Whether it holds of that instance at that time. */
  public boolean holds(Snapshot snapshot, Instant now) {
    return rule.ask(snapshot, now).filter(told -> told != negated).isPresent();
  }

  /** What a cloud may filter by; nothing for an opposite. */
  Common common() {
    return negated ? Common.NOTHING : common;
  }

  /** For people: {@code not name prod-*}. */
  @Override
  public String toString() {
    return TerminalText.of(negated ? "not " + text : text);
  }
}
