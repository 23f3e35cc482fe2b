package io.cloudrelease.policy;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.text.TerminalText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What an organization allows of its instances to be released. A client is held to it whatever a
 * request asks for or grants: a policy can only tighten, and of two the tighter counts, point by
 * point. Immutable and thread-safe.
 *
 * <pre>{@code
 * Policy.builder()
 *     .denyTag("env", "prod*")
 *     .denyName("db-*")
 *     .mostPerRequest(200)
 *     .approvalAbove(20)
 *     .build();
 * }</pre>
 */
public final class Policy {
  private static final Policy NONE = builder().build();

  private final Set<Tag> deniedTags;
  private final Set<String> deniedNames;
  private final OptionalInt mostPerRequest;
  private final OptionalInt mostPerHour;
  private final OptionalInt approvalAbove;
  private final List<Integer> wavePercents;
  private final int mostTroublePercent;

  private Policy(Builder b) {
    deniedTags = Set.copyOf(b.deniedTags);
    deniedNames = Set.copyOf(b.deniedNames);
    mostPerRequest = b.mostPerRequest;
    mostPerHour = b.mostPerHour;
    approvalAbove = b.approvalAbove;
    wavePercents = List.copyOf(b.wavePercents);
    mostTroublePercent = b.mostTroublePercent;
  }

  /** A policy that holds nothing back. */
  public static Policy none() {
    return NONE;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Tags of which an instance may have none. */
  public Set<Tag> deniedTags() {
    return deniedTags;
  }

  /** Patterns that an instance's name may not match; {@code *} stands for any text. */
  public Set<String> deniedNames() {
    return deniedNames;
  }

  /** The most instances that one request may name. */
  public OptionalInt mostPerRequest() {
    return mostPerRequest;
  }

  /** The most instances of one account that may be sent in any hour. */
  public OptionalInt mostPerHour() {
    return mostPerHour;
  }

  /** More instances than these are only sent by a plan that was approved. */
  public OptionalInt approvalAbove() {
    return approvalAbove;
  }

  /** The share that each wave before the last may send; empty for all at once. */
  public List<Integer> wavePercents() {
    return wavePercents;
  }

  /** When more than this share of a wave is in trouble, nothing more is sent; 100 never stops. */
  public int mostTroublePercent() {
    return mostTroublePercent;
  }

  /** What both allow: all that either denies, and of each limit the lower. */
  public Policy tightenedBy(Policy other) {
    Builder both = builder();
    both.deniedTags.addAll(deniedTags);
    both.deniedTags.addAll(other.deniedTags);
    both.deniedNames.addAll(deniedNames);
    both.deniedNames.addAll(other.deniedNames);
    both.mostPerRequest = lower(mostPerRequest, other.mostPerRequest);
    both.mostPerHour = lower(mostPerHour, other.mostPerHour);
    both.approvalAbove = lower(approvalAbove, other.approvalAbove);
    both.mostTroublePercent = Math.min(mostTroublePercent, other.mostTroublePercent);
    both.wavePercents = percents(steps(wavePercents), steps(other.wavePercents));
    return both.build();
  }

  private static OptionalInt lower(OptionalInt one, OptionalInt other) {
    return IntStream.concat(one.stream(), other.stream()).min();
  }

  /** How much of the request has been sent when each wave ends, in percent. */
  private static Set<Integer> steps(List<Integer> percents) {
    Set<Integer> steps = new TreeSet<>();
    int sum = 0;
    for (int percent : percents) {
      sum += percent;
      steps.add(sum);
    }
    return steps;
  }

  /** Waves that end wherever one of either ends: what would stop one of theirs stops here too. */
  private static List<Integer> percents(Set<Integer> one, Set<Integer> other) {
    Set<Integer> steps = new TreeSet<>(one);
    steps.addAll(other);
    List<Integer> percents = new ArrayList<>();
    int before = 0;
    for (int step : steps) {
      percents.add(step - before);
      before = step;
    }
    return percents;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy p
        && deniedTags.equals(p.deniedTags)
        && deniedNames.equals(p.deniedNames)
        && mostPerRequest.equals(p.mostPerRequest)
        && mostPerHour.equals(p.mostPerHour)
        && approvalAbove.equals(p.approvalAbove)
        && wavePercents.equals(p.wavePercents)
        && mostTroublePercent == p.mostTroublePercent;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        deniedTags, deniedNames, mostPerRequest, mostPerHour, approvalAbove, wavePercents);
  }

  @Override
  public String toString() {
    return "Policy[denied tags "
        + deniedTags
        + ", denied names "
        + TerminalText.of(deniedNames.toString())
        + ", most per request "
        + shown(mostPerRequest)
        + ", most per hour "
        + shown(mostPerHour)
        + ", approval above "
        + shown(approvalAbove)
        + ", waves "
        + wavePercents
        + " stopped above "
        + mostTroublePercent
        + " %]";
  }

  private static String shown(OptionalInt limit) {
    return limit.isPresent() ? String.valueOf(limit.getAsInt()) : "any";
  }

  /**
   * A tag that is denied.
   *
   * @param key {@code *} stands for any text; letter case counts
   * @param value likewise; {@code *} alone for whatever value
   */
  public record Tag(String key, String value) {
    public Tag {
      if (key.isBlank()) {
        throw new ConfigurationException("a policy denies a tag whose key is blank");
      }
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return TerminalText.of(key + "=" + value);
    }
  }

  /** Collects the points of a policy; what is not said is not limited. Not thread-safe. */
  public static final class Builder {
    private final Set<Tag> deniedTags = new LinkedHashSet<>();
    private final Set<String> deniedNames = new LinkedHashSet<>();
    private OptionalInt mostPerRequest = OptionalInt.empty();
    private OptionalInt mostPerHour = OptionalInt.empty();
    private OptionalInt approvalAbove = OptionalInt.empty();
    private List<Integer> wavePercents = List.of();
    private int mostTroublePercent = 100;

    private Builder() {}

    /** Denies what has a tag of that key; {@code *} stands for any text. */
    public Builder denyTag(String key) {
      return denyTag(key, "*");
    }

    /** Denies what has that tag; {@code *} stands for any text in both. */
    public Builder denyTag(String key, String value) {
      deniedTags.add(new Tag(key, value));
      return this;
    }

    /**
     * Denies what is named so; {@code *} stands for any text, letter case counts.
     *
     * @throws ConfigurationException when blank
     */
    public Builder denyName(String pattern) {
      if (pattern.isBlank()) {
        throw new ConfigurationException("a policy denies a name that is blank");
      }
      deniedNames.add(pattern);
      return this;
    }

    /**
     * The most instances that one request may name; zero means none.
     *
     * @throws ConfigurationException when negative
     */
    public Builder mostPerRequest(int value) {
      mostPerRequest = limit("mostPerRequest", value);
      return this;
    }

    /**
     * The most instances of one account that this client, and those made of it, send in any hour;
     * zero means none. Counted in memory: give the client a shared {@code blastBudget} as well
     * where several processes release.
     *
     * @throws ConfigurationException when negative
     */
    public Builder mostPerHour(int value) {
      mostPerHour = limit("mostPerHour", value);
      return this;
    }

    /**
     * More instances than these are only sent by a plan that was approved by its digest; zero means
     * that each needs approval.
     *
     * @throws ConfigurationException when negative
     */
    public Builder approvalAbove(int value) {
      approvalAbove = limit("approvalAbove", value);
      return this;
    }

    private static OptionalInt limit(String name, int value) {
      if (value < 0) {
        throw new ConfigurationException(
            name + " of the policy is " + value + "; it must not be negative");
      }
      return OptionalInt.of(value);
    }

    /**
     * Sends in waves, and only goes on when one went well.
     *
     * @param mostTrouble when more than this share of a wave ends REJECTED or UNKNOWN, nothing more
     *     is sent; 0 to 100 percent
     * @param percents the share that each wave before the last may send, of the instances that
     *     stand ready or were sent, each 1 to 99, together below 100
     * @throws ConfigurationException when they are not
     */
    public Builder waves(int mostTrouble, int... percents) {
      boolean each = IntStream.of(percents).allMatch(percent -> percent >= 1 && percent <= 99);
      if (!each || IntStream.of(percents).asLongStream().sum() > 99) {
        throw new ConfigurationException(
            "the waves of the policy must be 1 to 99 percent each, and together below 100");
      }
      if (mostTrouble < 0 || mostTrouble > 100) {
        throw new ConfigurationException(
            "mostTrouble of the policy's waves is " + mostTrouble + "; write 0 to 100");
      }
      wavePercents = IntStream.of(percents).boxed().toList();
      mostTroublePercent = mostTrouble;
      return this;
    }

    public Policy build() {
      return new Policy(this);
    }
  }
}
