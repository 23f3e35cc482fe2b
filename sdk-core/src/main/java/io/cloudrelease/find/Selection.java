package io.cloudrelease.find;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.listing.ListFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which instances to look for: in these places, those of which all conditions hold.
 *
 * <pre>{@code
 * Selection.builder()
 *     .in("tencent-cvm:*")
 *     .where(Condition.tag("purpose", "ci"))
 *     .where(Condition.olderThan(Duration.ofDays(7)))
 *     .where(Condition.name("prod-*").not())
 *     .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Selection {

  /** Without another word, looking is over after this time. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(5);

  private final List<Place> places;
  private final List<Condition> conditions;
  private final Duration deadline;

  private Selection(Builder builder) {
    this.places = List.copyOf(builder.places);
    this.conditions = List.copyOf(builder.conditions);
    this.deadline = builder.deadline;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The distinct places, in the order they were first named. */
  public List<Place> places() {
    return places;
  }

  /** All of them must hold. */
  public List<Condition> conditions() {
    return conditions;
  }

  /** After this time, counted from the call, what was found by then is given. */
  public Duration deadline() {
    return deadline;
  }

  /** Whether that instance is wanted. */
  public boolean fits(Snapshot snapshot, Instant now) {
    for (Condition condition : conditions) {
      if (!condition.holds(snapshot, now)) {
        return false;
      }
    }
    return true;
  }

  /** What clouds may filter by, if they can; {@link #fits} decides. */
  public ListFilter filter() {
    return Common.filter(conditions.stream().map(Condition::common).toList());
  }

  /** For people: places and conditions. */
  @Override
  public String toString() {
    return places + " where " + conditions;
  }

  /** Collects the parts of a selection. Not thread-safe. */
  public static final class Builder {
    private final Set<Place> places = new LinkedHashSet<>();
    private final List<Condition> conditions = new ArrayList<>();
    private Duration deadline = DEFAULT_DEADLINE;

    private Builder() {}

    /** Looks there too. */
    public Builder in(Place place) {
      places.add(Objects.requireNonNull(place, "place"));
      return this;
    }

    /**
     * Looks there too.
     *
     * @param place {@code account}, {@code account:region} or {@code account:*}
     * @throws InvalidRequestException when it is not written so
     */
    public Builder in(String place) {
      return in(Place.parse(place));
    }

    /** Adds a condition; all must hold. Without any, every instance is found. */
    public Builder where(Condition condition) {
      conditions.add(Objects.requireNonNull(condition, "condition"));
      return this;
    }

    /** Default {@link #DEFAULT_DEADLINE}; positive. */
    public Builder deadline(Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new InvalidRequestException("the deadline must be positive: " + value);
      }
      deadline = value;
      return this;
    }

    /**
     * The selection.
     *
     * @throws InvalidRequestException when no place is named
     */
    public Selection build() {
      if (places.isEmpty()) {
        throw new InvalidRequestException(
            "the selection names no place; add at least one, as account:region or account:*");
      }
      return new Selection(this);
    }
  }
}
